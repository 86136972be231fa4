"""Where in the user's program a resource is declared, from the stack trace that the engine keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_PROJECT: Final = "project:///"
_PACKAGES: Final = frozenset({"site-packages", "dist-packages", "talend_processing"})
"""Folders whose code declares resources for the program: a virtual environment may lie inside of it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A line of the user's program."""

    path: str
    """Relative to the folder that holds Pulumi.yaml."""
    line: int


def trace_of(resource: Mapping[str, Any]) -> tuple[Position, ...]:
    """The lines of the user's program that led to a resource: the one that declares it, then its callers."""
    frames = [resource, *(resource.get("stackTrace") or ())]
    found = [place for frame in frames if isinstance(frame, Mapping) and (place := _position(frame))]
    return tuple(dict.fromkeys(found))


def _position(frame: Mapping[str, Any]) -> Position | None:
    place = frame.get("sourcePosition")
    if not isinstance(place, str) or not place.startswith(_PROJECT):
        return None
    path, _, line = place.removeprefix(_PROJECT).rpartition("#")
    if not path or path.startswith("..") or _PACKAGES & set(path.split("/")):
        return None
    number = line.partition(",")[0]
    return Position(path, int(number) if number.isdigit() else 1)
