"""The account of a stack, from the stack's config and the environment as in the provider."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from talend_processing.adopt.pulumi_command import Pulumi
from talend_processing.client.settings import Settings
from talend_processing.provider.config_keys import CONFIG_KEYS
from talend_processing.stack.document import parsed

_HOW: Final = "`pulumi config --json` wrote it"


def settings_of(pulumi: Pulumi, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the stack's provider.

    Raises:
        PulumiError: The stack or the program does not exist.
        SettingsError: A setting is missing or contradicts another.

    """
    found = parsed(pulumi.run("config", "--json", "--show-secrets"), "the stack's config", _HOW)
    values = {key: one.get("value") for key, one in found.items() if isinstance(one, Mapping)}
    return Settings.load({key: str(values[key]) for key in CONFIG_KEYS if values.get(key)}, environ)
