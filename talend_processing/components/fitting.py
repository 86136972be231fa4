"""Plain data and the dataclasses it describes: what does not fit, and the way from one to the other."""

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
_WORDS: dict[Any, str] = {str: "a string", int: "a whole number", bool: "true or false"}
_SEEN: dict[type, str] = {str: "a string", bool: "true or false", int: "a number", float: "a number"}


@cache
def members(described: type) -> Mapping[str, Any]:
    """The type of each member of a dataclass, without the `None` of what may be omitted."""
    return {name: _given(hint) for name, hint in typing.get_type_hints(described).items()}


@cache
def required(described: type) -> frozenset[str]:
    """The members without a default."""
    return frozenset(one.name for one in fields(described) if one.default is MISSING)


def misfits(hint: Any, value: object, at: str) -> Iterator[Fault]:
    """Every place where plain data is not of a type, told in the words of who writes it."""
    if is_dataclass(hint) and isinstance(hint, type):
        yield from _object(hint, value, at)
    elif typing.get_origin(hint) is Sequence:
        if not isinstance(value, list):
            yield Fault(at, f"must be a list, not {_seen(value)}")
            return
        for index, item in enumerate(value):
            yield from misfits(typing.get_args(hint)[0], item, f"{at}[{index}]")
    elif typing.get_origin(hint) is Mapping:
        if not isinstance(value, dict):
            yield Fault(at, f"must be a map, not {_seen(value)}")
            return
        for key, item in value.items():
            if not isinstance(key, str):
                yield Fault(at, f"must have keys that are strings, not {_seen(key)}: put {key} in quotes")
            yield from misfits(typing.get_args(hint)[1], item, f"{at}.{key}")
    elif type(value) is not hint:
        quotes = (
            ": put it in quotes" if hint is str and not isinstance(value, (list, dict, type(None))) else ""
        )
        yield Fault(at, f"must be {_WORDS[hint]}, not {_seen(value)}{quotes}")


def built(described: type[T], value: Mapping[str, Any]) -> T:
    """The dataclass that fitting plain data describes."""
    hints = members(cast("type", described))
    return described(**{name: _built(hints[name], part) for name, part in value.items() if part is not None})


def plain(value: object) -> Any:
    """A dataclass as the plain data that describes it; what is omitted is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        held = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: plain(part) for name, part in held.items() if part is not None}
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value


def _object(described: type, value: object, at: str) -> Iterator[Fault]:
    hints = members(described)
    if not isinstance(value, dict):
        yield Fault(
            at,
            f"must be an object with {', '.join(sorted(required(described)) or hints)}, not {_seen(value)}",
        )
        return
    for key in value:
        if key not in hints:
            near = difflib.get_close_matches(str(key), hints, 1)
            meant = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(hints)}"
            yield Fault(_inside(at, key), f"is not known; {meant}")
    for name, hint in hints.items():
        if value.get(name) is not None:
            yield from misfits(hint, value[name], _inside(at, name))
        elif name in required(described):
            yield Fault(_inside(at, name), f"is required, and must be {_expected(hint)}")


def _inside(at: str, name: object) -> str:
    return f"{at}.{name}" if at else str(name)


def _given(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def _built(hint: Any, value: Any) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return built(hint, value)
    if typing.get_origin(hint) is Sequence:
        return tuple(_built(typing.get_args(hint)[0], item) for item in value)
    return value


def _expected(hint: Any) -> str:
    if typing.get_origin(hint) is Sequence:
        return "a list"
    return _WORDS.get(hint, "an object")


def _seen(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    return _SEEN.get(type(value), f"a {type(value).__name__}")
