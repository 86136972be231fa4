"""Pulumi's markers for secrets. They are removed for comparisons, and added for the import file."""

from __future__ import annotations

import json
from collections.abc import Mapping

from talend_processing.provider.kinds.spec import Property
from talend_processing.provider.kinds.values import UNKNOWN, Outputs, Value
from talend_processing.stack.secret_markers import SECRET, SIGNATURE, UNKNOWN_MARKER


def is_secret(value: Value) -> bool:
    """Return whether a value is marked as a secret."""
    return isinstance(value, Mapping) and value.get(SIGNATURE) == SECRET


def secret(value: Value) -> Value:
    """Mark a value as a secret that the stack's secrets provider is to encrypt."""
    return {SIGNATURE: SECRET, "plaintext": json.dumps(value, ensure_ascii=False)}


def unwrapped(value: Value) -> Value:
    """Return a value without markers, with `UNKNOWN` for values that only `up` will know."""
    if isinstance(value, Mapping):
        if is_secret(value):
            return unwrapped(json.loads(str(value.get("plaintext"))))
        return {str(key): unwrapped(part) for key, part in value.items() if key != "__provider"}
    if isinstance(value, list):
        return [unwrapped(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return UNKNOWN if value == UNKNOWN_MARKER else value


def marked_like(value: Value, given: Value) -> Value:
    """Return an observed value with the markers of the declared one.

    Pulumi does the same with the outputs of a provider: an output is secret if the input of the same name is.
    """
    if is_secret(given):
        return secret(value)
    if isinstance(given, Mapping) and isinstance(value, Mapping):
        return {key: marked_like(part, given.get(key)) for key, part in value.items()}
    if isinstance(given, list) and isinstance(value, list) and any(is_secret(part) for part in given):
        return secret(value)
    return value


def marked_outputs(properties: tuple[Property, ...], outputs: Outputs, given: Mapping[str, Value]) -> Outputs:
    """Return outputs with markers on values that the declaration or the inputs mark as secret."""
    always = {prop.wire for prop in properties if prop.secret}
    return {
        wire: secret(value) if wire in always else marked_like(value, given.get(wire))
        for wire, value in outputs.items()
    }
