"""The provider's settings in a stack, and the ids of the objects that stacks manage."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from talend_processing.adopt.pulumi_command import Pulumi
from talend_processing.client.settings import Settings
from talend_processing.provider.config_keys import CONFIG_KEYS
from talend_processing.stack.document import parsed, read_text
from talend_processing.stack.state import read_state

_HOW: Final = "`pulumi config --json` wrote it"


def settings_of(pulumi: Pulumi, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the stack's provider, from the stack's config and the environment.

    Raises:
        DocumentError: There is no pulumi, or its output is unexpected.
        PulumiError: The config cannot be read, for example because the stack does not exist.
        SettingsError: A setting is missing or contradicts another.

    """
    found = parsed(pulumi.run("config", "--json", "--show-secrets"), "the stack's config", _HOW)
    values = {key: one.get("value") for key, one in found.items() if isinstance(one, Mapping)}
    return Settings.load({key: str(values[key]) for key in CONFIG_KEYS if values.get(key)}, environ)


def managed_ids(states: Collection[str], stacks: Collection[str] = ()) -> frozenset[str]:
    """Return the ids of all objects that stacks manage.

    Args:
        states: Files with the output of `pulumi stack export`; `-` reads stdin.
        stacks: Stacks whose states the `pulumi` on PATH exports.

    Raises:
        DocumentError: A state cannot be read or is invalid, or there is no pulumi.
        PulumiError: A stack cannot be exported.

    """
    texts = [read_text(source, sys.stdin) for source in states]
    texts += [(Pulumi(Path.cwd(), stack).run("stack", "export"), f"the state of {stack}") for stack in stacks]
    found = [read_state(text, name=name) for text, name in texts]
    return frozenset(managed.object_id for state in found for managed in state.managed)
