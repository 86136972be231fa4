"""Convert the fields of a declared class to the signature of its constructor and to `spec.Property`s."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pulumi import Output

from talend_processing.provider.declare.fields import MISSING, Computed, FieldInfo
from talend_processing.provider.kinds.spec import Property, Shape

_SHAPES: dict[Any, str] = {str: "text", int: "integer", bool: "boolean"}
_LISTED_LAST = ("on_existing", "adopt_id")
"""The arguments that every `TalendResource` has. A signature lists them last."""
_REQUIRED = inspect.Parameter.empty
_KEYWORDS = inspect.Parameter.VAR_KEYWORD


class Signature:
    """The fields of a declared class and of its bases, with their types."""

    def __init__(self, owner: type) -> None:
        hints: dict[str, Any] = {}
        self.fields: dict[str, FieldInfo] = {}
        for cls in reversed(owner.__mro__):
            inherited = vars(cls).get("__signature_of__")
            if inherited is not None:
                hints |= inherited.hints
                self.fields |= inherited.fields
            elif declared_fields := {
                name: value for name, value in vars(cls).items() if isinstance(value, FieldInfo)
            }:
                hints |= inspect.get_annotations(cls, eval_str=True)
                self.fields |= declared_fields
        self.owner = owner.__name__
        self.hints = {name: hints[name] for name in self.fields}
        self.types = {
            name: typing.get_origin(hint).value_type(typing.get_args(hint)[0])
            for name, hint in self.hints.items()
        }

    def with_defaults(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return all arguments: the values, and defaults for arguments that `values` lacks.

        Raises:
            TypeError: A required argument is missing, or an argument is unknown.

        """
        arguments = {name: info for name, info in self.fields.items() if not isinstance(info, Computed)}
        if unexpected := sorted(values.keys() - arguments.keys()):
            unknown_names = ", ".join(name + did_you_mean(name, arguments) for name in unexpected)
            raise TypeError(f"{self.owner}() got an unexpected argument: {unknown_names}")
        missing = [name for name, info in arguments.items() if info.default is MISSING and name not in values]
        if missing:
            raise TypeError(f"{self.owner}() needs {', '.join(missing)}")
        return {
            name: values.get(name, None if info.default is MISSING else info.default)
            for name, info in arguments.items()
        }

    def mark_secrets(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments with secrets marked as such.

        If a block is a dict, mark its secret members. If a block is an output, mark the whole block.
        """
        marked = dict(arguments)
        for name, value in arguments.items():
            if value is None:
                continue
            if self.fields[name].attributes.get("secret"):
                marked[name] = Output.secret(value)
            elif isinstance(value, (str, int, list)) or block_in(type(value)):
                continue  # the constructor of a block has marked its secret members
            elif (block := block_in(self.types[name])) is None:
                continue
            elif isinstance(value, dict):
                block_signature: Signature = block.__signature_of__
                known_fields = {
                    field_name: value[field_name]
                    for field_name in block_signature.fields.keys() & value.keys()
                }
                marked[name] = value | block_signature.mark_secrets(known_fields)
            elif _has_secret(block):  # an output, whose value is not known yet
                marked[name] = Output.secret(value)
        return marked

    def sign(self, constructor: Callable[..., None]) -> Callable[..., None]:
        """Set the signature of a constructor: required arguments first, `on_existing` and `adopt_id` last."""
        signed: Any = constructor
        fixed_parameters = [
            parameter
            for parameter in inspect.signature(signed).parameters.values()
            if parameter.kind != _KEYWORDS
        ]
        argument_parameters = sorted(self._arguments(), key=_sort_key)
        signed.__name__ = "__init__"
        signed.__qualname__ = f"{self.owner}.__init__"
        signed.__signature__ = inspect.Signature([*fixed_parameters, *argument_parameters])
        return constructor

    def argument_types(self) -> dict[str, str]:
        """Return the type of each argument, in Python's syntax."""
        return {
            parameter.name: parameter.annotation for parameter in sorted(self._arguments(), key=_sort_key)
        }

    def output_types(self) -> dict[str, str]:
        """Return the type of each output that is not an argument, in Python's syntax."""
        return {
            name: f"Output[{type_text(self.types[name])}]"
            for name, info in self.fields.items()
            if isinstance(info, Computed)
        }

    def _arguments(self) -> Iterator[inspect.Parameter]:
        for name, info in self.fields.items():
            if not isinstance(info, Computed):
                hint = self.hints[name]
                takes: str = typing.get_origin(hint).takes
                yield inspect.Parameter(
                    name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=_REQUIRED if info.default is MISSING else info.default,
                    annotation=takes.format(*map(type_text, typing.get_args(hint))),
                )

    def properties(self) -> tuple[Property, ...]:
        """Return the fields as `Property`s, which the provider uses instead of the class."""
        return tuple(self._property(name, info) for name, info in self.fields.items())

    def _property(self, name: str, info: FieldInfo) -> Property:
        attributes: dict[str, Any] = {"only": _closed_set(self.types[name]), **info.attributes}
        attributes.pop("wire", None)
        return Property(
            name=name,
            wire=info.wire,
            shape=_shape(self.types[name]),
            required=info.default is MISSING,
            default=None if info.default is MISSING else info.default,
            **attributes,
        )


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return ` (did you mean …?)` with the most similar of `names`, or an empty string."""
    import difflib  # noqa: PLC0415 - only a program with a wrong name needs it

    matches = difflib.get_close_matches(name, list(names), 1)
    return f" (did you mean {matches[0]}?)" if matches else ""


def _sort_key(argument: inspect.Parameter) -> tuple[bool, bool]:
    return argument.default is not _REQUIRED, argument.name in _LISTED_LAST


def block_in(hint: Any) -> Any:
    """Return the block class in a type such as `Block`, `list[Block]` or `Block | None`, or None."""
    if isinstance(hint, type) and hasattr(hint, "__signature_of__"):
        return hint
    return next(
        (block for type_argument in typing.get_args(hint) if (block := block_in(type_argument))), None
    )


def _has_secret(block: Any) -> bool:
    signature: Signature = block.__signature_of__
    nested_blocks = (block_in(hint) for hint in signature.types.values())
    return any(info.attributes.get("secret") for info in signature.fields.values()) or any(
        _has_secret(nested_block) for nested_block in nested_blocks if nested_block
    )


def type_text(hint: Any) -> str:
    """Return a type in Python's syntax: `list[str] | None`, `Literal['fail', 'adopt']`."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(map(type_text, arguments))
    if origin is typing.Literal:
        return f"Literal[{', '.join(map(repr, arguments))}]"
    if origin is not None:
        return f"{origin.__name__}[{', '.join(map(type_text, arguments))}]"
    return "None" if hint is types.NoneType else str(getattr(hint, "__name__", hint))


def _closed_set(hint: Any) -> tuple[str, ...]:
    """Return the values of a `Literal` or of `Literal | None`; empty for other types."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return next((values for argument in arguments if (values := _closed_set(argument))), ())
    return arguments if origin is typing.Literal else ()


def _shape(hint: Any) -> Shape:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _shape(next(arg for arg in args if arg is not types.NoneType))
    if origin is list:
        return Shape("list", _shape(args[0]))
    if origin is dict:
        return Shape("map", _shape(args[1]))
    if origin is typing.Literal:
        return Shape("text")
    if block := block_in(hint):
        return Shape("block", fields=block.__signature_of__.properties(), block=block.__name__)
    return Shape(_SHAPES.get(hint, "any"))
