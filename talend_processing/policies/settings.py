"""The settings of policies: their declarations, and their validated values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from jsonschema import Draft202012Validator

from talend_processing.provider.kinds.values import Value

Schema: TypeAlias = Mapping[str, Value]
"""A JSON Schema."""

WHOLE_NUMBER: Final[Schema] = {"type": "integer", "minimum": 1}
FLAG: Final[Schema] = {"type": "boolean"}
TEXT: Final[Schema] = {"type": "string"}
TEXTS: Final[Schema] = {"type": "array", "items": {"type": "string", "minLength": 1}}
PATTERN: Final[Schema] = {"type": "string", "format": "regex"}
PATTERNS: Final[Schema] = {"type": "array", "items": PATTERN}


class PolicyConfigError(Exception):
    """The config of a policy is invalid. The message says what is wrong."""


def kinds_among(kinds: Sequence[str]) -> Schema:
    """Return a schema for a list that may contain only these kinds of resource."""
    return {"type": "array", "items": {"type": "string", "enum": [*kinds]}}


def pattern_by_kind(kinds: Sequence[str]) -> Schema:
    """Return a schema for a map from kinds of resource to patterns."""
    return {"type": "object", "propertyNames": {"enum": [*kinds]}, "additionalProperties": PATTERN}


@dataclass(frozen=True)
class Setting:
    """The declaration of one setting of a policy."""

    schema: Schema
    default: Value
    meaning: str

    @property
    def declared(self) -> dict[str, Value]:
        """The schema for Pulumi, which includes the default and the meaning."""
        return {**self.schema, "default": self.default, "description": self.meaning}


class Settings:
    """The validated settings of one policy.

    Pulumi checks the values too, but ignores settings with a misspelt name. This class refuses them.

    Args:
        policy: The name of the policy, for error messages.
        known: The declarations of the policy's settings, by name.
        given: The values from the config, by name. Where one is missing, the default applies.

    Raises:
        PolicyConfigError: A name is unknown, or a value does not match its schema.

    """

    def __init__(self, policy: str, known: Mapping[str, Setting], given: Mapping[str, Value]) -> None:
        refuse_unknown(policy, known, given)
        self._values = {name: _as_json(given.get(name, setting.default)) for name, setting in known.items()}
        for name, value in self._values.items():
            _check(policy, name, known[name].schema, value)

    def number(self, name: str) -> int:
        """Return a whole number."""
        value = self._values[name]
        assert isinstance(value, int)  # noqa: S101 - the schema has checked it
        return value

    def flag(self, name: str) -> bool:
        """Whether the setting is true."""
        return self._values[name] is True

    def text(self, name: str) -> str:
        """Return a text."""
        return str(self._values[name] or "")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._values[name]
        return tuple(str(one) for one in value) if isinstance(value, list) else ()

    def by_kind(self, name: str) -> Mapping[str, str]:
        """Return a map from kinds of resource to texts."""
        value = self._values[name]
        return {str(key): str(one) for key, one in value.items()} if isinstance(value, Mapping) else {}

    def matches(self, name: str, text: str) -> bool:
        """Whether a text matches one of the patterns in a setting."""
        return any(re.search(pattern, text) for pattern in self.texts(name))


def refuse_unknown(policy: str, known: Mapping[str, Setting], values: Mapping[str, Value]) -> None:
    """Raise PolicyConfigError for names that are not settings of the policy."""
    if unknown := sorted(values.keys() - known.keys()):
        advice = f"its settings are {', '.join(sorted(known))}" if known else "it has no settings"
        raise PolicyConfigError(f"policy {policy}: unknown setting {', '.join(unknown)}; {advice}")


def _check(policy: str, name: str, schema: Schema, value: Value) -> None:
    schema_dict = cast("dict[str, Any]", schema)  # the type that the validator accepts
    validator = Draft202012Validator(schema_dict, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for fault in validator.iter_errors(cast("Any", value)):
        reason = f"{fault.message} ({fault.cause})" if fault.cause else fault.message
        raise PolicyConfigError(f"policy {policy}: {name} does not match its schema: {reason}")


def _as_json(value: Value) -> Value:
    """Convert floats such as 2.0 to integers, and tuples to lists, so that the value fits its schema."""
    if isinstance(value, float) and value.is_integer():
        return int(value)  # Pulumi passes whole numbers as floats
    return list(value) if isinstance(value, tuple) else value
