"""Check a file for `--policy-pack-config` before Pulumi reads it.

Pulumi ignores unknown policy names, so a policy with a misspelt name would silently keep its defaults.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

from talend_processing.policies.declaration import Level
from talend_processing.policies.overrides import LEVEL, policies
from talend_processing.policies.settings import PolicyConfigError

ALL: Final = "all"
"""The key in the file that sets the level of all policies."""


def check_config(file: Path) -> None:
    """Check the policy names, levels and settings in a file.

    Raises:
        PolicyConfigError: The file cannot be read, or contains an invalid name or value.

    """
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyConfigError(f"{file} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise PolicyConfigError(f"{file} is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise PolicyConfigError(
            f"{file}, line {error.lineno}, column {error.colno}: not JSON: {error.msg}"
        ) from None
    if not isinstance(config, dict):
        raise PolicyConfigError(
            f"{file} must contain an object that maps the names of policies to levels or settings"
        )
    try:
        _check_level_of_all(config.pop(ALL, None))
        _check_types(config)
        policies(config)
    except PolicyConfigError as error:
        raise PolicyConfigError(f"{file}: {error}") from None


def _check_types(config: Mapping[str, object]) -> None:
    for name, value in config.items():
        if not isinstance(value, (str, Mapping)):
            raise PolicyConfigError(f"policy {name}: the value must be a level, or an object of settings")


def _check_level_of_all(value: object) -> None:
    level = value.get(LEVEL) if isinstance(value, Mapping) else value
    if level is not None and level not in get_args(Level):
        raise PolicyConfigError(
            f"{ALL}: {level!r} is not a level; the levels are {', '.join(get_args(Level))}"
        )
