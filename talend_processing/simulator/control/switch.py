"""A switch: an open rule of the API, and what it can be set to."""

from __future__ import annotations

from dataclasses import dataclass

Setting = str | float | int | None

_MOST = 10**10
"""The maximum value. As seconds, it is more than the clock can advance."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One open rule: what it may be set to, and what it is about."""

    default: Setting
    says: str
    choices: tuple[str, ...] = ()
    """The words it takes; a switch without any takes a number, 0 or more."""
    number: bool = False
    """Whether it takes a number beside its words."""
    nothing: bool = False
    """Whether it can be set to null."""

    def accepts(self, value: object) -> bool:
        """Whether it can be set to that."""
        if value is None:
            return self.nothing
        if isinstance(value, str):
            return value in self.choices
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return (self.number or not self.choices) and 0 <= value <= _MOST

    def takes(self) -> str:
        """What it can be set to, for people."""
        found = [*self.choices]
        if self.number or not self.choices:
            found.append("a number")
        if self.nothing:
            found.append("null")
        return " | ".join(found)


def words(default: str, others: str, says: str) -> Switch:
    """Return a switch that takes words."""
    return Switch(default, says, (default, *others.split()))


def number(default: float, says: str) -> Switch:
    """Return a switch that takes a number."""
    return Switch(default, says)
