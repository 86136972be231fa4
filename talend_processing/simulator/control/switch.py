"""A switch decides how the simulator behaves where the API reference leaves a rule open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

Setting = str | float | int | None

_MAX_VALUE = 10**10
"""The largest accepted number. In seconds, this is about 317 years."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule that the API reference leaves open, and the values that the switch accepts."""

    default: Setting
    description: str
    """A sentence for the documentation that says what the value decides."""
    choices: tuple[str, ...] = ()
    """The words that the switch accepts. Without words, it accepts a number from 0 to 10,000,000,000."""
    accepts_number: bool = False
    """Whether a switch with words accepts a number too."""
    accepts_null: bool = False

    def as_word(self, value: object) -> object:
        """Return a value such as 409 as text if that text is one of `choices`. YAML reads 409 as a number."""
        return str(value) if str(value) in self.choices else value

    def accepts(self, value: object) -> TypeGuard[Setting]:
        """Return whether the switch accepts a value."""
        if value is None:
            return self.accepts_null
        if isinstance(value, str):
            return value in self.choices
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return (self.accepts_number or not self.choices) and 0 <= value <= _MAX_VALUE

    def accepted_values(self) -> str:
        """Return the accepted values as text, such as `date | a number | null`."""
        accepted = [*self.choices]
        if self.accepts_number or not self.choices:
            accepted.append("a number")
        if self.accepts_null:
            accepted.append("null")
        return " | ".join(accepted)


def words(default: str, other_words: str, description: str) -> Switch:
    """Return a switch that accepts the default and `other_words`, which are separated by spaces."""
    return Switch(default, description, (default, *other_words.split()))


def number(default: float, description: str) -> Switch:
    """Return a switch that accepts a number."""
    return Switch(default, description)
