"""Pulumi's markers of secrets and unknown values, and the secrets in an exported state.

Drift detection compares a secret that the export contains in plain text. An encrypted secret becomes `MASKED`
and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from talend_processing.provider.kinds.values import Outputs, Value
from talend_processing.secret_text import MASK
from talend_processing.stack.document import load_json

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key that marks a JSON object as a special value of Pulumi, such as a secret."""
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the marker of secrets, not a secret
"""The value under the key `SIGNATURE` in an object that is a secret."""
UNKNOWN_MARKER: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The text that stands for a value that is not known before the `up`."""


class Masked:
    """The marker for a value that is encrypted in the exported state, and therefore cannot be compared."""

    def __repr__(self) -> str:
        return MASK


MASKED: Final = Masked()

KeyPath = tuple[str, ...]
"""The keys that lead to a value in nested mappings."""


def unwrapped(value: Value) -> Value:
    """Replace the secrets in a value of a state: by their plain text, or by `MASKED` if they are encrypted.

    Integral floats become ints, as when Pulumi passes the value to the provider.
    """
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            text = value.get("plaintext")
            return unwrapped(load_json(text)) if isinstance(text, str) else MASKED
        return unwrapped_map(value)
    if isinstance(value, list):
        return [unwrapped(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def unwrapped_map(values: Mapping[str, Value]) -> Outputs:
    """Apply `unwrapped` to the inputs or outputs of a resource."""
    return {str(key): unwrapped(value) for key, value in values.items() if key != "__provider"}


def secret_paths(value: Value, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the paths of the secrets in a value of a state. For a secret in a list, yield the list's path."""
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            yield path
            return
        for key, member in value.items():
            yield from secret_paths(member, (*path, str(key)))
    elif isinstance(value, list) and any(True for item in value for _ in secret_paths(item)):
        yield path


def holds_masked(value: Value) -> bool:
    """Return whether a value or any part of it is `MASKED`."""
    if isinstance(value, Mapping):
        return any(holds_masked(member) for member in value.values())
    if isinstance(value, list):
        return any(holds_masked(item) for item in value)
    return value is MASKED


def masked_like(observed: Value, stored: Value) -> Value:
    """Copy `MASKED` from the stored value to the observed one, so that a comparison finds no difference."""
    if stored is MASKED:
        return MASKED
    if isinstance(stored, Mapping) and isinstance(observed, Mapping):
        return {name: masked_like(member, stored.get(name)) for name, member in observed.items()}
    # The API may return the items in another order, so take the whole list from the state if it contains
    # a masked item.
    if (
        isinstance(stored, list)
        and isinstance(observed, list)
        and len(stored) == len(observed)
        and holds_masked(stored)
    ):
        return stored
    return observed
