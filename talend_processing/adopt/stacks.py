"""Read and write the config of a stack, and read the ids of the objects that stacks manage."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from talend_processing.adopt.export.declaration import Secret
from talend_processing.adopt.pulumi_command import Pulumi
from talend_processing.client.settings import Settings
from talend_processing.provider.config_keys import CONFIG_KEYS
from talend_processing.stack.document import parse_object, read_text
from talend_processing.stack.state import read_state


def settings_of(pulumi: Pulumi, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the provider's settings from the stack's config and the environment variables.

    Raises:
        DocumentError: There is no pulumi, or its output is unexpected.
        PulumiError: The config cannot be read, for example because the stack does not exist.
        SettingsError: A setting is missing or contradicts another.

    """
    config = _config(pulumi, "--show-secrets")
    values = {key: entry.get("value") for key, entry in config.items() if isinstance(entry, Mapping)}
    return Settings.load({key: str(values[key]) for key in CONFIG_KEYS if values.get(key)}, environ)


def select_stack(folder: Path, stack: str) -> None:
    """Select a stack of a program, and create it if it does not exist.

    Raises:
        DocumentError: There is no pulumi.
        PulumiError: The stack cannot be selected or created.

    """
    Pulumi(folder, stack).run("stack", "select", "--create")


def set_secrets(
    folder: Path, stack: str, secrets: Iterable[Secret], earlier: Iterable[Secret] = ()
) -> Iterator[str]:
    """Encrypt secrets and store them in the stack's config. Yield the key of each secret after storing it.

    Skip secrets whose values the API masks. No value appears on a command line, because Pulumi reads the
    values from stdin.

    Args:
        folder: The folder of the program.
        stack: The name of the stack.
        secrets: The secrets of objects that are exported for the first time.
        earlier: The secrets of earlier exports. A secret that the config contains already is not changed.

    Raises:
        DocumentError: There is no pulumi, or its output is unexpected.
        PulumiError: The config cannot be read, or a value cannot be set.

    """
    pulumi = Pulumi(folder, stack)
    missing = [secret for secret in earlier if secret.value is not None]
    if missing:
        config_keys = {str(key).rpartition(":")[2] for key in _config(pulumi)}
        missing = [secret for secret in missing if secret.key not in config_keys]
    for secret in (*secrets, *missing):
        if secret.value is not None:
            pulumi.run("config", "set", "--secret", secret.key, stdin=secret.value)
            yield secret.key


def _config(pulumi: Pulumi, *options: str) -> dict[str, Any]:
    document = pulumi.run("config", "--json", *options)
    return parse_object(document, "the stack's config", "`pulumi config --json` wrote it")


def managed_ids(states: Collection[str], stacks: Collection[str] = ()) -> frozenset[str]:
    """Return the ids of the objects that stacks manage.

    Args:
        states: Files with the output of `pulumi stack export`. `-` means stdin.
        stacks: Names of stacks. The `pulumi` on PATH exports their states.

    Raises:
        DocumentError: A state cannot be read or is invalid, or there is no pulumi.
        PulumiError: A stack cannot be exported.

    """
    exports = [read_text(source, sys.stdin) for source in states]
    exports += [
        (Pulumi(Path.cwd(), stack).run("stack", "export"), f"the state of {stack}") for stack in stacks
    ]
    return frozenset(
        managed.object_id for text, name in exports for managed in read_state(text, name=name).managed
    )
