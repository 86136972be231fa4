"""Property paths in Pulumi's options, converted from Python names to wire names."""

from __future__ import annotations

import re

from talend_processing.provider.kinds.spec import Property, Shape

_PART = re.compile(r"(\.?)([^.\[\]]+)|\[[^\]]*\]")


def wire_path(properties: tuple[Property, ...], path: str) -> str:
    """Return the path with wire names. Indices and the keys of free maps stay as they are.

    Example:
        >>> from talend_processing.provider.kinds.spec import Property, Shape
        >>> free = Property("run_with", "runWith", Shape("map", Shape("text")))
        >>> wire_path((free,), "run_with.MY_key")
        'runWith.MY_key'

    """
    shape: Shape | None = Shape("block", fields=properties)
    found = ""
    for part in _PART.finditer(path):
        dot, name = part[1], part[2]
        if name is None:
            shape = shape.item if shape else None
            found += part[0]
            continue
        members = shape.fields if shape else ()
        member = next((one for one in members if name in {one.name, one.wire}), None)
        shape = member.shape if member else None
        found += (dot or "") + (member.wire if member else name)
    return found
