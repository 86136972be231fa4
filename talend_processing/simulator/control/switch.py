"""A switch: the setting of a rule of the API that its reference leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

Setting = str | float | int | None

_MAX_VALUE = 10**10
"""The largest accepted number: more seconds than the simulator's clock can be advanced by."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One open rule, with its possible values."""

    default: Setting
    says: str
    """A sentence that states the rule, for the documentation."""
    choices: tuple[str, ...] = ()
    """The words that the switch accepts. Without words, it accepts a number from 0 to 10,000,000,000."""
    number: bool = False
    """Whether the switch accepts a number in addition to its words."""
    nothing: bool = False
    """Whether the switch accepts null."""

    def as_word(self, value: object) -> object:
        """Return the value as text if `choices` has it. JSON and YAML read an unquoted 409 as a number."""
        return str(value) if str(value) in self.choices else value

    def accepts(self, value: object) -> TypeGuard[Setting]:
        """Return whether the switch accepts a value."""
        if value is None:
            return self.nothing
        if isinstance(value, str):
            return value in self.choices
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return (self.number or not self.choices) and 0 <= value <= _MAX_VALUE

    def accepted_values(self) -> str:
        """Return the values that the switch accepts, as text."""
        found = [*self.choices]
        if self.number or not self.choices:
            found.append("a number")
        if self.nothing:
            found.append("null")
        return " | ".join(found)


def words(default: str, others: str, says: str) -> Switch:
    """Return a switch that accepts words: the default, and the space-separated `others`."""
    return Switch(default, says, (default, *others.split()))


def number(default: float, says: str) -> Switch:
    """Return a switch that accepts a number."""
    return Switch(default, says)
