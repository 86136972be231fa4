"""What commands print: what was asked for on stdout, all else on stderr."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from talend_processing.client.models.model import Model

_SECRET: Final = "preAuthorizedKey"  # noqa: S105 - the name of a field


def say(text: str) -> None:
    """A line on stderr, at once."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def print_json(value: object) -> None:
    """A JSON document on stdout."""
    sys.stdout.write(json.dumps(value, indent=2, default=str) + "\n")


def shown(model: Model) -> dict[str, object]:
    """An object as the API names its members, without its key."""
    return {name: value for name, value in model.wire().items() if name != _SECRET}
