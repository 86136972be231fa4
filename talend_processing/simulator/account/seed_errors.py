"""Errors in seeds, with their locations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

_MAX_REASONS = 5
_FIELD = re.compile(r"(?:(?:unrecognized|missing required) field: (?P<last>\S+)|(?P<first>[^\s:]+):)")
"""Finds the path of a field in an error."""


class SeedError(ValueError):
    """A seed is invalid. `errors` lists all reasons, and the message contains the first five."""

    def __init__(self, errors: Sequence[str], *, value: object = None) -> None:
        self.errors = list(errors)
        self.value = value
        """The invalid value, such as the id of a missing object. `located` adds its path to the errors."""
        reasons = "; ".join(self.errors[:_MAX_REASONS])
        more = len(self.errors) - _MAX_REASONS
        super().__init__(f"invalid seed: {reasons}" + (f"; and {more} more" if more > 0 else ""))


@contextmanager
def located(at: str, given: Mapping[str, object]) -> Iterator[None]:
    """Prefix the errors of an object in a seed with its path (`at`) or the path of the invalid field."""
    try:
        yield
    except SeedError as error:
        field = None if error.value is None else next(_paths_of(error.value, given, ""), None)
        raise SeedError([f"{at}{field or ''}: {reason}" for reason in error.errors]) from error


def _paths_of(wanted: object, value: object, at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _paths_of(wanted, item, f"{at}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths_of(wanted, item, f"{at}[{index}]")
    elif value == wanted:
        yield at


def field_of(error: str) -> str | None:
    """Return the path of the field that an error names, such as `tasks[0].name`; None if it names none."""
    found = _FIELD.match(error)
    return None if found is None else found["last"] or found["first"]
