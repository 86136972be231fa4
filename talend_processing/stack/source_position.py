"""The source position of a resource in the user's program, from its stack trace in a preview or a state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_PROJECT_URL: Final = "project:///"
_LINE: Final = re.compile("[0-9]{1,9}")
_LIBRARY_FOLDERS: Final = frozenset({"site-packages", "dist-packages", "talend_processing"})
"""Folders whose code is not the user's, even if they are inside the program's folder."""


@dataclass(frozen=True, slots=True)
class Position:
    """A line of the user's program."""

    path: str
    """The path, relative to the folder with Pulumi.yaml."""
    line: int


def trace_of(resource: Mapping[str, Any]) -> tuple[Position, ...]:
    """Return the user's lines in a resource's stack trace, from the declaration to the outermost call."""
    frames = [resource, *(resource.get("stackTrace") or ())]
    positions = [
        position for frame in frames if isinstance(frame, Mapping) and (position := _position(frame))
    ]
    return tuple(dict.fromkeys(positions))


def _position(frame: Mapping[str, Any]) -> Position | None:
    """Return the position of a frame such as `project:///main.py#12,5`, or None if it is not user code."""
    source = frame.get("sourcePosition")
    if not isinstance(source, str) or not source.startswith(_PROJECT_URL):
        return None
    path, _, line_and_column = source.removeprefix(_PROJECT_URL).rpartition("#")
    if not path or path.startswith("..") or _LIBRARY_FOLDERS & set(path.split("/")):
        return None
    line = line_and_column.partition(",")[0]
    return Position(path, int(line) if _LINE.fullmatch(line) else 1)
