"""The public names of the package with their signatures as text. `make surface` writes it beside this file.

Everything that a user's Pulumi program, test or policy pack can import is public. A change of it must be
deliberate, and the diff of the text shows it.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from talend_processing.client.api.client import Lazy
from talend_processing.provider.declare.descriptions import DocumentedProperty
from talend_processing.provider.declare.signature import type_text

PATH = Path(__file__).with_suffix(".txt")
PACKAGES = (
    "talend_processing",
    "talend_processing.client",
    "talend_processing.policies",
    "talend_processing.testing",
)
_OURS = "talend_processing."


def text() -> str:
    """Return all public names, one a line, with the members of a class below it."""
    return "\n".join(line for package in PACKAGES for line in _package(package)) + "\n"


def _package(name: str) -> Iterator[str]:
    package = importlib.import_module(name)
    for public in sorted({*getattr(package, "__all__", ())} - {"__version__"}):
        yield from _public(f"{name}.{public}", getattr(package, public))


def _public(path: str, thing: Any) -> Iterator[str]:
    package, _, name = path.rpartition(".")
    if (
        isinstance(thing, type)
        and name != thing.__name__
        and hasattr(importlib.import_module(package), thing.__name__)
    ):
        yield f"{path} = {thing.__name__}"
    elif isinstance(thing, type):
        yield f"class {path}"
        if not typing.is_typeddict(thing) and not issubclass(thing, (BaseException, BaseModel)):
            yield f"    {_signature('__init__', thing)}"
        yield from _members(thing)
    elif inspect.isfunction(thing):
        yield _signature(path, thing)
    else:
        yield f"{path}: {_value(thing)}"


def _members(cls: type) -> Iterator[str]:
    yield from (f"    {line}" for _, line in sorted(_lines(cls)))


def _lines(cls: type) -> Iterator[tuple[str, str]]:
    """Yield the public members of a class by name. The methods of an endpoint replace the endpoint."""
    found: dict[str, str] = {}
    endpoints: dict[str, type] = {}
    for owner in reversed([one for one in cls.__mro__ if one.__module__.startswith(_OURS)]):
        found |= {name: f"{name}: {_type(hint)}" for name, hint in inspect.get_annotations(owner).items()}
        for name, value in () if issubclass(cls, BaseModel) else vars(owner).items():
            if isinstance(value, Lazy):
                endpoints[name] = value.load()
            elif name[0].islower() and (line := _member(cls, name, value)):
                found[name] = line
    for name, line in found.items():
        if name in endpoints:
            yield from ((f"{name}.{member}", f"{name}.{line}") for member, line in _lines(endpoints[name]))
        elif name[0].islower():
            yield name, line


def _member(cls: type, name: str, value: Any) -> str:
    if isinstance(value, DocumentedProperty):
        return f"{name}: {value.type_text}"
    if isinstance(value, property):
        return f"{name}: {_type(inspect.signature(typing.cast('Any', value.fget)).return_annotation)}"
    if inspect.isfunction(value) or isinstance(value, (classmethod, staticmethod)):
        return _signature(name, getattr(cls, name))
    return ""  # the line of its annotation is enough


def _signature(name: str, thing: Any) -> str:
    signature = inspect.signature(thing)
    given, starred = [], False
    for one in signature.parameters.values():
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            given.append("*")
        starred = starred or one.kind in (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_POSITIONAL)
        prefix = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(
            one.kind, ""
        )
        typed = "" if one.annotation is inspect.Parameter.empty else f": {_type(one.annotation)}"
        default = "" if one.default is inspect.Parameter.empty else f" = {_value(one.default)}"
        given.append(f"{prefix}{one.name}{typed}{default}")
    returned = signature.return_annotation
    result = "" if returned is inspect.Signature.empty or name == "__init__" else f" -> {_type(returned)}"
    return f"{name}({', '.join(given)}){result}"


def _type(hint: Any) -> str:
    if isinstance(hint, str):
        return hint
    return hint.__forward_arg__ if isinstance(hint, typing.ForwardRef) else type_text(hint)


def _value(value: Any) -> str:
    """Return a value as comparable text, or only its type if the text contains an address."""
    text = type_text(value) if typing.get_origin(value) else repr(value)
    return type(value).__name__ if " at 0x" in text else text


if __name__ == "__main__":
    PATH.write_text(text())
    sys.stdout.write(f"wrote {PATH.name}\n")
