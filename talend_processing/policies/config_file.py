"""The file of `--policy-pack-config`, checked before Pulumi reads it.

Pulumi lets the name of a policy pass that no pack has, and the SDK of policies drops it: a misspelt policy
would keep its defaults without a word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

from talend_processing.policies.declaration import Level
from talend_processing.policies.errors import PolicyConfigError
from talend_processing.policies.overrides import LEVEL, policies

ALL: Final = "all"
"""The name under which Pulumi takes a level for every policy."""


def check_config(file: Path) -> None:
    """Check the names of policies, their levels, and their settings.

    Raises:
        PolicyConfigError: The file cannot be read, or holds a name or a value that does not fit.

    """
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyConfigError(f"{file}: it cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise PolicyConfigError(f"{file}: it is no text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise PolicyConfigError(
            f"{file}, line {error.lineno}, column {error.colno}: no JSON: {error.msg}"
        ) from None
    if not isinstance(config, dict):
        raise PolicyConfigError(f"{file}: it must hold an object, a policy's name to its level or settings")
    try:
        _check_all(config.pop(ALL, None))
        _check_shapes(config)
        policies(config)
    except PolicyConfigError as error:
        raise PolicyConfigError(f"{file}: {error}") from None


def _check_shapes(config: Mapping[str, object]) -> None:
    for name, given in config.items():
        if not isinstance(given, (str, Mapping)):
            raise PolicyConfigError(f"policy {name}: it must be a level, or an object of settings")


def _check_all(given: object) -> None:
    level = given.get(LEVEL) if isinstance(given, Mapping) else given
    if level is not None and level not in get_args(Level):
        raise PolicyConfigError(f"{ALL}: {level!r} is no level; it can be {', '.join(get_args(Level))}")
