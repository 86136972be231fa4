"""Encoding of the properties that Pulumi's engine and a policy pack exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talend_processing.provider.kinds.values import UNKNOWN
from talend_processing.stack.secret_markers import SECRET, SIGNATURE, UNKNOWN_MARKER


@dataclass(frozen=True)
class SecretInput:
    """A value that a program marks as secret."""

    value: object


def encoded(values: Mapping[str, object]) -> dict[str, object]:
    """Encode properties as the engine sends them to a policy pack."""
    return {key: _encoded(value) for key, value in values.items()}


def _encoded(value: object) -> object:
    if value is UNKNOWN:
        return UNKNOWN_MARKER
    if isinstance(value, SecretInput):
        return {SIGNATURE: SECRET, "value": _encoded(value.value)}
    if isinstance(value, Mapping):
        return encoded(value)
    return [_encoded(one) for one in value] if isinstance(value, list) else value


def decoded(values: Mapping[str, object]) -> dict[str, object]:
    """Decode properties that a policy pack returns. Whole numbers become integers."""
    return {key: _decoded(value) for key, value in values.items()}


def _decoded(value: object) -> object:
    if value == UNKNOWN_MARKER:
        return UNKNOWN
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == SECRET:
            return SecretInput(_decoded(value["value"]))
        return decoded(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return [_decoded(one) for one in value] if isinstance(value, list) else value
