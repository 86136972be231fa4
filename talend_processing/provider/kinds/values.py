"""The types and the comparison of the values in arguments and in state.

`provider/host/adaptor.py` converts them from and to the values of Pulumi.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, TypeAlias

Value: TypeAlias = object
"""A JSON value, or `UNKNOWN`."""
Inputs: TypeAlias = Mapping[str, Value]
"""Arguments, by their names in state."""
Outputs: TypeAlias = dict[str, Value]
"""The state of a resource: its arguments and outputs, by their names in state."""


class _Unknown:
    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
"""Stands for a value that is not known before an `up`, such as the id of a new object."""


def holds_unknown(value: Value) -> bool:
    """Return whether the value or a part of it is `UNKNOWN`."""
    if value is UNKNOWN:
        return True
    if isinstance(value, Mapping):
        return any(holds_unknown(part) for part in value.values())
    if isinstance(value, list):
        return any(holds_unknown(part) for part in value)
    return False


def is_empty(value: Value) -> bool:
    """Return whether the API treats the value as absent: the API drops empty texts, lists and objects."""
    return value is None or value in ("", [], {})


def same(left: Value, right: Value, *, unordered: bool = False) -> bool:
    """Return whether the API treats two values as equal.

    1 equals 1.0, and an absent value equals an empty one.
    """
    if is_empty(left) and is_empty(right):
        return True
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return all(same(left.get(key), right.get(key)) for key in left.keys() | right.keys())
    if isinstance(left, list) and isinstance(right, list):
        if unordered:
            left, right = sorted(left, key=_sort_key), sorted(right, key=_sort_key)
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def _sort_key(value: Value) -> str:
    return json.dumps(value, sort_keys=True, default=str)
