"""The encoding of values between Pulumi's engine and a policy pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from talend_processing.provider.kinds.values import UNKNOWN

_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - how a secret is marked
_UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@dataclass(frozen=True)
class SecretInput:
    """A secret value of a program."""

    value: object


def encoded(values: Mapping[str, object]) -> dict[str, object]:
    """Encode properties as the engine sends them."""
    return {key: _encoded(value) for key, value in values.items()}


def _encoded(value: object) -> object:
    if value is UNKNOWN:
        return _UNKNOWN
    if isinstance(value, SecretInput):
        return {_SIGNATURE: _SECRET, "value": _encoded(value.value)}
    if isinstance(value, Mapping):
        return encoded(value)
    return [_encoded(one) for one in value] if isinstance(value, list) else value


def decoded(values: Mapping[str, object]) -> dict[str, object]:
    """Decode properties for a test. Whole numbers become integers."""
    return {key: _decoded(value) for key, value in values.items()}


def _decoded(value: object) -> object:
    if value == _UNKNOWN:
        return UNKNOWN
    if isinstance(value, Mapping):
        if value.get(_SIGNATURE) == _SECRET:
            return SecretInput(_decoded(value["value"]))
        return decoded(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return [_decoded(one) for one in value] if isinstance(value, list) else value
