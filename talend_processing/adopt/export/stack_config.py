"""The transfer of secrets from the account to a stack's config, through standard input."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from talend_processing.adopt.export.declaration import Secret
from talend_processing.adopt.pulumi_command import Pulumi
from talend_processing.stack.document import parsed


def set_secrets(
    folder: Path, stack: str, secrets: Iterable[Secret], earlier: Iterable[Secret] = ()
) -> frozenset[str]:
    """Set the secrets whose values the API shows, encrypted, and return their keys.

    A value never appears on a command line. The stack is selected, and created if it does not exist.

    Args:
        folder: The folder of the program.
        stack: The stack.
        secrets: The secrets of new objects.
        earlier: The secrets of earlier exports. Those that the config already has are not changed.

    Raises:
        DocumentError: There is no pulumi, or its output is unexpected.
        PulumiError: The stack cannot be created, or a value cannot be set.

    """
    pulumi = Pulumi(folder, stack)
    pulumi.run("stack", "select", "--create")
    missing = [secret for secret in earlier if secret.value is not None]
    if missing:
        present = parsed(
            pulumi.run("config", "--json"), "the stack's config", "`pulumi config --json` wrote it"
        )
        keys = {str(key).rpartition(":")[2] for key in present}
        missing = [secret for secret in missing if secret.key not in keys]
    done = set()
    for secret in (*secrets, *missing):
        if secret.value is not None:
            pulumi.run("config", "set", "--secret", secret.key, given=secret.value)
            done.add(secret.key)
    return frozenset(done)
