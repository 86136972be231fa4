"""Places in a JSON document, and copies of the document with another value at a place."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

Place = tuple[str | int, ...]
GONE = object()
"""Stands for a removed member."""


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the place of each value in a document, that of the document itself first."""
    yield place
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, member in members:
        yield from places(member, (*place, key))


def put(value: Any, place: Place, other: Any) -> Any:
    """Return a copy with another value at a place. It is unchanged if the document has no such place."""
    if not place:
        return other
    changed = copy.deepcopy(value)
    inner = changed
    try:
        for key in place[:-1]:
            inner = inner[key]
        if other is GONE:
            del inner[place[-1]]
        elif isinstance(inner, dict | list):
            inner[place[-1]] = other
    except (LookupError, TypeError):
        return changed
    return changed
