"""Pulumi's markers of special values, and secrets in an exported state.

A secret that the export contains in plain text is compared like any other value. An encrypted secret becomes
`MASKED`, and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from talend_processing.provider.kinds.values import Outputs, Value
from talend_processing.secret_text import MASK
from talend_processing.stack.document import loaded

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key of an object with which Pulumi's engine marks a special value."""
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - not a secret, but the mark of one
"""The value of `SIGNATURE` if the object is a secret."""
UNKNOWN_MARKER: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The text that stands for a value that only `up` will know."""


class Masked:
    """The marker for a value that is encrypted in the export.

    The function `masked_like` copies it into an observed value, so that the comparison finds no difference.
    """

    def __repr__(self) -> str:
        return MASK


MASKED: Final = Masked()

Path = tuple[str, ...]


def unwrapped(value: Value) -> Value:
    """Return a value of a state as the provider's host would pass it, with `MASKED` for encrypted values."""
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            shown = value.get("plaintext")
            return unwrapped(loaded(shown)) if isinstance(shown, str) else MASKED
        return unwrapped_map(value)
    if isinstance(value, list):
        return [unwrapped(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def unwrapped_map(values: Mapping[str, Value]) -> Outputs:
    """Apply `unwrapped` to the inputs or outputs of a resource."""
    return {str(key): unwrapped(part) for key, part in values.items() if key != "__provider"}


def secrets(value: Value, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of secrets in a value of a state. A list with a secret item is secret as a whole."""
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            yield path
            return
        for key, part in value.items():
            yield from secrets(part, (*path, str(key)))
    elif isinstance(value, list) and any(True for part in value for _ in secrets(part)):
        yield path


def is_masked(value: Value) -> bool:
    """Whether a value or any part of it is `MASKED`."""
    if isinstance(value, Mapping):
        return any(is_masked(part) for part in value.values())
    if isinstance(value, list):
        return any(is_masked(part) for part in value)
    return value is MASKED


def masked_like(value: Value, stored: Value) -> Value:
    """Return an observed value with `MASKED` in the places where the state is masked."""
    if stored is MASKED:
        return MASKED
    if isinstance(stored, Mapping) and isinstance(value, Mapping):
        return {name: masked_like(part, stored.get(name)) for name, part in value.items()}
    # The API may use another order, so a list with masked items is taken from the state as a whole.
    if (
        isinstance(stored, list)
        and isinstance(value, list)
        and len(stored) == len(value)
        and is_masked(stored)
    ):
        return stored
    return value
