"""The transfer of secrets from the account to a stack's config, through standard input."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from talend_processing.adopt.export.declaration import Secret
from talend_processing.adopt.pulumi_command import Pulumi


def set_secrets(folder: Path, stack: str, secrets: Iterable[Secret]) -> frozenset[str]:
    """Set the secrets that the API shows, encrypted; return their keys.

    A value never appears on a command line. The stack is created if it does not exist.

    Raises:
        DocumentError: There is no pulumi.
        PulumiError: The stack cannot be created, or a value cannot be set.

    """
    pulumi = Pulumi(folder, stack)
    pulumi.run("stack", "select", "--create")
    done = set()
    for secret in secrets:
        if secret.value is not None:
            pulumi.run("config", "set", "--secret", secret.key, given=secret.value)
            done.add(secret.key)
    return frozenset(done)
