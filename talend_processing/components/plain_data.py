"""Conversion between dataclasses and plain data (dicts, lists, scalars), and the type check of the data."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

from talend_processing.components.faults import Fault

T = TypeVar("T")
_EXPECTED_PHRASES: dict[Any, str] = {str: "a string", int: "a whole number", bool: "true or false"}
_ACTUAL_PHRASES: dict[type, str] = {
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


@cache
def field_types(cls: type) -> Mapping[str, Any]:
    """Return the type of each field of a dataclass, without the `None` of optional fields."""
    return {name: _without_none(hint) for name, hint in typing.get_type_hints(cls).items()}


@cache
def required_fields(cls: type) -> frozenset[str]:
    """Return the names of the fields without a default."""
    return frozenset(one.name for one in fields(cls) if one.default is MISSING)


def type_faults(hint: Any, value: object, at: str) -> Iterator[Fault]:
    """Yield a fault for each part of the data that does not match the type.

    Args:
        hint: The type: a dataclass, a sequence, a mapping or a scalar.
        value: The plain data.
        at: The path of the data in the topology.

    """
    if is_dataclass(hint) and isinstance(hint, type):
        yield from _object_faults(hint, value, at)
    elif typing.get_origin(hint) is Sequence:
        if not isinstance(value, list):
            yield Fault(at, f"must be a list, not {_actual_phrase(value)}")
            return
        for index, item in enumerate(value):
            yield from type_faults(typing.get_args(hint)[0], item, f"{at}[{index}]")
    elif typing.get_origin(hint) is Mapping:
        if not isinstance(value, dict):
            yield Fault(at, f"must be a map, not {_actual_phrase(value)}")
            return
        for key, item in value.items():
            if not isinstance(key, str):
                yield Fault(at, f"must have keys that are strings, not {_actual_phrase(key)}: quote {key}")
            yield from type_faults(typing.get_args(hint)[1], item, f"{at}.{key}")
    elif type(value) is not hint:
        advice = ": quote it" if hint is str and not isinstance(value, (list, dict, type(None))) else ""
        yield Fault(at, f"must be {_EXPECTED_PHRASES[hint]}, not {_actual_phrase(value)}{advice}")


def from_plain(cls: type[T], value: Mapping[str, Any]) -> T:
    """Convert valid plain data to an instance of a dataclass."""
    hints = field_types(cast("type", cls))
    return cls(**{name: _from_plain(hints[name], part) for name, part in value.items() if part is not None})


def to_plain(value: object) -> Any:
    """Convert an instance of a dataclass to plain data, without the fields that are None."""
    if is_dataclass(value) and not isinstance(value, type):
        values = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: to_plain(part) for name, part in values.items() if part is not None}
    if isinstance(value, Mapping):
        return {key: to_plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_plain(part) for part in value]
    return value


def _object_faults(cls: type, value: object, at: str) -> Iterator[Fault]:
    hints = field_types(cls)
    if not isinstance(value, dict):
        names = ", ".join(sorted(required_fields(cls)) or hints)
        yield Fault(at, f"must be an object with {names}, not {_actual_phrase(value)}")
        return
    for key in value:
        if key not in hints:
            similar = difflib.get_close_matches(str(key), hints, 1)
            advice = f"did you mean {similar[0]}?" if similar else f"expected one of {', '.join(hints)}"
            yield Fault(_child_path(at, key), f"unknown field; {advice}")
    for name, hint in hints.items():
        if value.get(name) is not None:
            yield from type_faults(hint, value[name], _child_path(at, name))
        elif name in required_fields(cls):
            yield Fault(_child_path(at, name), f"is required and must be {_expected_phrase(hint)}")


def _child_path(at: str, name: object) -> str:
    return f"{at}.{name}" if at else str(name)


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def _from_plain(hint: Any, value: Any) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, value)
    if typing.get_origin(hint) is Sequence:
        return tuple(_from_plain(typing.get_args(hint)[0], item) for item in value)
    return value


def _expected_phrase(hint: Any) -> str:
    if typing.get_origin(hint) is Sequence:
        return "a list"
    return _EXPECTED_PHRASES.get(hint, "an object")


def _actual_phrase(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    return _ACTUAL_PHRASES.get(type(value), f"a {type(value).__name__}")
