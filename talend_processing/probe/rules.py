"""Rules, what is observed of them, and the experiments that observe them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from talend_processing.probe.lab import Lab

Value: TypeAlias = str | float | int | None

CLUSTER_MANAGEMENT: Final = "TMC_CLUSTER_MANAGEMENT"
PROFILE_MANAGEMENT: Final = "TMC_RUN_PROFILE_MANAGEMENT"
OPERATOR: Final = "TMC_OPERATOR"


@dataclass(frozen=True, slots=True)
class Rule:
    """One open rule of the API."""

    name: str
    """If the simulator can vary the rule, the name of its switch."""
    question: str
    assumed: Value
    """What this version of the package assumes: the switch's default."""
    consequences: Mapping[str, str] = field(default_factory=dict)
    """What an observed value, as text, means for the provider. `*` stands for all other values."""
    switch: bool = True
    """Whether the simulator can be set to the value."""
    tolerance: float = 0.0
    """How far a number may be from what is assumed without a deviation."""

    def consequence(self, value: Value) -> str:
        """Return what the value means for the provider and the user's programs."""
        known = self.consequences.get(shown(value)) or self.consequences.get("*")
        return known or "None: the provider works with either value."


@dataclass(frozen=True, slots=True)
class Observed:
    """What an experiment observed of a rule."""

    value: Value
    also: tuple[Value, ...] = ()
    """Other values that the observation does not exclude."""
    note: str = ""
    """How it showed, in words and numbers that name nothing of the account."""


@dataclass(frozen=True, slots=True)
class Unobserved:
    """Why a rule could not be observed."""

    reason: str


Finding: TypeAlias = Observed | Unobserved


@dataclass(frozen=True, slots=True)
class Experiment:
    """One experiment: what it asks, what it does, and how it reads the answers."""

    rules: tuple[Rule, ...]
    does: str
    """The calls it makes, for the plan."""
    run: Callable[[Lab], None]
    calls: int = 0
    """About how many calls it makes."""
    permission: str = CLUSTER_MANAGEMENT
    """What the token's user needs."""
    needs: tuple[str, ...] = ()
    """Options of the command line without which it does not run, such as `--task`."""
    engines: tuple[str, ...] = ()
    """The engines of the lab that it needs: `engine`, `second engine`, `pipeline engine`."""
    creates: tuple[str, ...] = ()
    """Other objects that it creates, for the plan, such as `2 clusters`."""
    changes: tuple[str, ...] = ()
    """What else it changes in the account."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its rules."""
        return tuple(rule.name for rule in self.rules)


class NotObservedError(Exception):
    """An experiment cannot go on; the text says why, without naming anything of the account."""


def fits(rule: Rule, value: Value) -> bool:
    """Whether a value is what this version assumes."""
    if isinstance(value, int | float) and isinstance(rule.assumed, int | float):
        return abs(value - rule.assumed) <= rule.tolerance
    return same(value, rule.assumed)


def shown(value: Value) -> str:
    """Return a value as the report and the command line write it."""
    if value is None:
        return "null"
    return f"{value:g}" if isinstance(value, float) else str(value)


def same(left: Value, right: Value) -> bool:
    """Whether two values mean the same setting: `400` may be a number or a word."""
    return shown(left) == shown(right)
