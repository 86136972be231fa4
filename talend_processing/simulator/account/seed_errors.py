"""What is wrong with a seed, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

_SHOWN = 5
_FIELD = re.compile(r"(?:(?:unrecognized|missing required) field: (?P<named>\S+)|(?P<first>[^\s:]+):)")


class SeedError(ValueError):
    """A seed that cannot be loaded, and why. `faults` are all of them, the message has the first few."""

    def __init__(self, faults: Sequence[str], *, at_value: object = None) -> None:
        self.faults = list(faults)
        self.at_value = at_value
        """What an object refers to in vain, so that the field which says so can be named."""
        shown = "; ".join(self.faults[:_SHOWN])
        more = len(self.faults) - _SHOWN
        super().__init__(f"the seed does not fit: {shown}" + (f"; and {more} more" if more > 0 else ""))


@contextmanager
def located(at: str, given: Mapping[str, object]) -> Iterator[None]:
    """Put the place of an object of a seed before what is wrong with it."""
    try:
        yield
    except SeedError as error:
        value = error.at_value
        inside = None if value is None else next(_places_of(value, given, ""), None)
        raise SeedError([f"{at}{inside or ''}: {fault}" for fault in error.faults]) from error


def _places_of(wanted: object, value: object, at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _places_of(wanted, item, f"{at}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places_of(wanted, item, f"{at}[{index}]")
    elif value == wanted:
        yield at


def field_of(fault: str) -> str | None:
    """The field that a fault names: `tasks[0].name`."""
    found = _FIELD.match(fault)
    return None if found is None else found["named"] or found["first"]
