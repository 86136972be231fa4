"""Add and remove the marker that Pulumi wraps around a secret value."""

from __future__ import annotations

import json
from collections.abc import Mapping

from talend_processing.provider.kinds.spec import Property
from talend_processing.provider.kinds.values import UNKNOWN, Outputs, Value
from talend_processing.stack.secret_markers import SECRET, SIGNATURE, UNKNOWN_MARKER


def is_secret(value: Value) -> bool:
    """Return whether a value is marked as a secret."""
    return isinstance(value, Mapping) and value.get(SIGNATURE) == SECRET


def mark_secret(value: Value) -> Value:
    """Mark a value as a secret, which Pulumi encrypts in the state."""
    return {SIGNATURE: SECRET, "plaintext": json.dumps(value, ensure_ascii=False)}


def unwrapped(value: Value) -> Value:
    """Return a value without Pulumi's markers. Values that only the next `up` knows become `UNKNOWN`."""
    if isinstance(value, Mapping):
        if is_secret(value):
            return unwrapped(json.loads(str(value.get("plaintext"))))
        return {str(key): unwrapped(member) for key, member in value.items() if key != "__provider"}
    if isinstance(value, list):
        return [unwrapped(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return UNKNOWN if value == UNKNOWN_MARKER else value


def marked_like(value: Value, declared: Value) -> Value:
    """Copy the secret markers of a declared value to another value.

    Pulumi does the same with a provider's outputs: it marks an output if the input of that name is marked.
    """
    if is_secret(declared):
        return mark_secret(value)
    if isinstance(declared, Mapping) and isinstance(value, Mapping):
        return {key: marked_like(member, declared.get(key)) for key, member in value.items()}
    if isinstance(declared, list) and isinstance(value, list) and any(is_secret(item) for item in declared):
        return mark_secret(value)
    return value


def marked_outputs(
    properties: tuple[Property, ...], outputs: Outputs, inputs: Mapping[str, Value]
) -> Outputs:
    """Mark the outputs that are always secret, and those whose inputs the program marks as secret."""
    always_secret = {prop.wire for prop in properties if prop.secret}
    return {
        wire: mark_secret(value) if wire in always_secret else marked_like(value, inputs.get(wire))
        for wire, value in outputs.items()
    }
