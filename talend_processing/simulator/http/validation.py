"""Types of request bodies and parameters, which validate values strictly and produce JSON Schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_INT32 = 2**31
_INT64 = 2**63
_MAX_DIGITS = 4000
"""The maximum number of digits that `Integer.read` parses. By default, `int` fails above 4,300 digits."""


class ValueType(Protocol):
    """A type, such as `Text`, which validates values and parses query parameters."""

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Yield the errors of the value. `path` is its path for the messages, such as `tasks[0].name`."""
        ...

    def read(self, text: str) -> object:
        """Parse a query parameter. Return invalid text unchanged, so that `errors` rejects it."""
        return text

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        ...


def _type_name(value: object) -> str:
    if value is None:
        return "null"
    type_names = {
        bool: "boolean",
        str: "string",
        int: "integer",
        float: "number",
        list: "array",
        dict: "object",
    }
    return type_names.get(type(value), type(value).__name__)


@dataclass(frozen=True, slots=True)
class Text(ValueType):
    """A string."""

    choices: tuple[str, ...] = ()
    max_length: int | None = None
    blank: bool = True
    """Whether blank text is valid."""

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Reject a wrong type, unpaired surrogates, and text that is blank, too long or not in `choices`."""
        if not isinstance(value, str):
            yield f"{path}: must be a string, was {_type_name(value)}"
        elif any("\ud800" <= character <= "\udfff" for character in value):
            yield f"{path}: contains an unpaired surrogate"
        elif self.choices and value not in self.choices:
            yield f"{path}: must be one of {', '.join(self.choices)}"
        elif self.max_length is not None and len(value) > self.max_length:
            yield f"{path}: must not be longer than {self.max_length} characters"
        elif not self.blank and not value.strip():
            yield f"{path}: must not be blank"

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        json_schema: dict[str, Any] = {"type": "string"}
        if self.choices:
            json_schema["enum"] = list(self.choices)
        if self.max_length is not None:
            json_schema["maxLength"] = self.max_length
        if not self.blank:
            json_schema["pattern"] = r"\S"
        return json_schema


@dataclass(frozen=True, slots=True)
class DateTime(ValueType):
    """A date and time such as `2022-10-20T14:20:28.582Z` (RFC 3339)."""

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Reject a wrong type and an invalid date or time."""
        if not isinstance(value, str):
            yield f"{path}: must be a string, was {_type_name(value)}"
        elif not _is_date_time(value):
            yield f"{path}: must be a date-time such as 2022-10-20T14:20:28.582Z"

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        return {"type": "string", "format": "date-time"}


def _is_date_time(text: str) -> bool:
    parts = _DATE_TIME.fullmatch(text)
    if parts is None:
        return False
    try:
        # RFC 3339 allows leap seconds such as 23:59:60, `datetime` does not.
        datetime.fromisoformat(f"{parts[1]}T{parts[2]}:{'59' if parts[3] == '60' else parts[3]}")
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Integer(ValueType):
    """An integer within bounds, by default those of INT32."""

    minimum: int = -_INT32
    maximum: int = _INT32 - 1
    as_number: bool = False
    """Whether 10.0 is accepted, for fields whose type is number in the reference."""

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Reject a wrong type and a value out of range."""
        if self.as_number and isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"{path}: must be an integer, was {_type_name(value)}"
        elif not self.minimum <= value <= self.maximum:
            yield f"{path}: must be in range [{self.minimum}, {self.maximum}]"

    def read(self, text: str) -> object:
        """Parse an integer, or return the text."""
        digits = text.removeprefix("-")
        return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS else text

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


MILLISECONDS = Integer(0, _INT64 - 1)
"""Any number of milliseconds that fits into INT64."""
INSTANT = Integer(0, 253_402_300_799_999)
"""Milliseconds since 1970, up to the end of the year 9999."""


@dataclass(frozen=True, slots=True)
class Number(ValueType):
    """A number, integer or not."""

    minimum: float = 0
    maximum: float = 10**10

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Reject a wrong type and a value out of range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"{path}: must be a number, was {_type_name(value)}"
        elif not self.minimum <= value <= self.maximum:
            yield f"{path}: must be in range [{self.minimum}, {self.maximum}]"

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        return {"type": "number", "minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True)
class Boolean(ValueType):
    """True or false."""

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Reject a wrong type."""
        if not isinstance(value, bool):
            yield f"{path}: must be a boolean, was {_type_name(value)}"

    def read(self, text: str) -> object:
        """Parse `true` and `false`, or return the text."""
        return {"true": True, "false": False}.get(text, text)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Array(ValueType):
    """A list of values of one type."""

    items: ValueType

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Reject a wrong type and invalid items."""
        if not isinstance(value, list):
            yield f"{path}: must be an array, was {_type_name(value)}"
            return
        for index, item in enumerate(value):
            yield from self.items.errors(item, f"{path}[{index}]")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        return {"type": "array", "items": self.items.schema()}


@dataclass(frozen=True, slots=True)
class FreeMap(ValueType):
    """An object with arbitrary keys."""

    values: ValueType | None = None

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Reject a wrong type and invalid values."""
        if not isinstance(value, dict):
            yield f"{path}: must be an object, was {_type_name(value)}"
            return
        if self.values is not None:
            for key, item in value.items():
                yield from self.values.errors(item, f"{path}.{key}")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        return {"type": "object"} | (
            {"additionalProperties": self.values.schema()} if self.values is not None else {}
        )


@dataclass(frozen=True, slots=True)
class Shape(ValueType):
    """An object with all required fields, any of the optional fields, and no others."""

    required: Mapping[str, ValueType] = field(default_factory=dict)
    optional: Mapping[str, ValueType] = field(default_factory=dict)

    def errors(self, value: object, path: str) -> Iterator[str]:
        """Reject unknown fields, missing fields and invalid values."""
        if not isinstance(value, dict):
            yield f"{path or 'body'}: must be an object, was {_type_name(value)}"
            return
        prefix = f"{path}." if path else ""
        for name in value:
            if name not in self.required and name not in self.optional:
                yield f"unrecognized field: {prefix}{name}"
        for name, value_type in self.required.items():
            if name in value:
                yield from value_type.errors(value[name], f"{prefix}{name}")
            else:
                yield f"missing required field: {prefix}{name}"
        for name, value_type in self.optional.items():
            if name in value:
                yield from value_type.errors(value[name], f"{prefix}{name}")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        json_schema: dict[str, Any] = {
            "type": "object",
            "properties": {
                name: value_type.schema() for name, value_type in {**self.required, **self.optional}.items()
            },
            "additionalProperties": False,
        }
        if self.required:
            json_schema["required"] = list(self.required)
        return json_schema


NAME = Text(blank=False)
TEXT = Text()
FLAG = Boolean()
DATE_TIME = DateTime()
TEXTS = Array(TEXT)
COUNT = Integer()


def fields(names: str, value_type: ValueType) -> dict[str, ValueType]:
    """Return fields of one type, for names that are separated by spaces."""
    return dict.fromkeys(names.split(), value_type)
