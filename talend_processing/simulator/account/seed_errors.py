"""Errors in seeds, with their locations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

_MAX_REASONS = 5
_FIELD = re.compile(r"(?:(?:unrecognized|missing required) field: (?P<last>\S+)|(?P<first>[^\s:]+):)")
"""Matches the field in `tasks[0].name: …` or `missing required field: tasks[0].name`."""


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
def located(path: str, seed_object: Mapping[str, object]) -> Iterator[None]:
    """Prefix errors with the path of the object, such as `tasks[0]`, or of its invalid field if known."""
    try:
        yield
    except SeedError as error:
        field = None if error.value is None else next(_paths_of(error.value, seed_object, ""), None)
        raise SeedError([f"{path}{field or ''}: {reason}" for reason in error.errors]) from error


def _paths_of(value: object, container: object, path: str) -> Iterator[str]:
    """Yield the path of each occurrence of the value in the container, which itself has the given path."""
    if isinstance(container, Mapping):
        for key, item in container.items():
            yield from _paths_of(value, item, f"{path}.{key}")
    elif isinstance(container, list):
        for index, item in enumerate(container):
            yield from _paths_of(value, item, f"{path}[{index}]")
    elif container == value:
        yield path


def field_of(error: str) -> str | None:
    """Return the path of the field that an error names, such as `tasks[0].name`; None if it names none."""
    match = _FIELD.match(error)
    return None if match is None else match["last"] or match["first"]
