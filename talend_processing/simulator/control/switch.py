"""A switch: the setting of a rule of the API that its reference leaves open."""

from __future__ import annotations

from dataclasses import dataclass

Setting = str | float | int | None

_MOST = 10**10
"""The maximum value. As seconds, it is more than the clock can advance."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One open rule, with its possible values."""

    default: Setting
    says: str
    """A sentence that states the rule, for the documentation."""
    choices: tuple[str, ...] = ()
    """The words that it accepts. Without any, it accepts a number of at least 0."""
    number: bool = False
    """Whether it accepts a number as well as its words."""
    nothing: bool = False
    """Whether it accepts null."""

    def accepts(self, value: object) -> bool:
        """Return whether it accepts a value."""
        if value is None:
            return self.nothing
        if isinstance(value, str):
            return value in self.choices
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return (self.number or not self.choices) and 0 <= value <= _MOST

    def accepted_values(self) -> str:
        """Return the values that it accepts, as text."""
        found = [*self.choices]
        if self.number or not self.choices:
            found.append("a number")
        if self.nothing:
            found.append("null")
        return " | ".join(found)


def words(default: str, others: str, says: str) -> Switch:
    """Return a switch that accepts words: the default, and the blank-separated `others`."""
    return Switch(default, says, (default, *others.split()))


def number(default: float, says: str) -> Switch:
    """Return a switch that accepts a number."""
    return Switch(default, says)
