"""Rules, the experiments that observe them, and their findings."""

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
    """A rule that the API's reference does not specify."""

    name: str
    """The name of the rule. If the simulator has a switch for the rule, the switch has the same name."""
    question: str
    assumed: Value
    """The value that this version of the package assumes: the default of the switch, if there is one."""
    consequences: Mapping[str, str] = field(default_factory=dict)
    """The consequence for the provider, by observed value (as text). `*` means all other values."""
    switch: bool = True
    """Whether the simulator has a switch for the rule."""
    tolerance: float = 0.0
    """How far a number may be from the assumed one without being a deviation."""

    def consequence(self, value: Value) -> str:
        """Return the consequence of a value for the provider and the user's programs."""
        known = self.consequences.get(shown(value)) or self.consequences.get("*")
        return known or "None: the provider works with either value."


@dataclass(frozen=True, slots=True)
class Observed:
    """The observation of a rule by an experiment."""

    value: Value
    also: tuple[Value, ...] = ()
    """Other values that are consistent with the observation."""
    note: str = ""
    """Details as words and numbers that reveal nothing about the account."""


@dataclass(frozen=True, slots=True)
class Unobserved:
    """The reason why a rule could not be observed."""

    reason: str


Finding: TypeAlias = Observed | Unobserved


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment: the rules that it observes, what it needs, and the function that observes them."""

    rules: tuple[Rule, ...]
    does: str
    """A description of its calls, shown before the run and as progress."""
    run: Callable[[Lab], None]
    calls: int = 0
    """The approximate number of calls."""
    permission: str = CLUSTER_MANAGEMENT
    """The permission that the token's user needs; empty if none is needed."""
    needs: tuple[str, ...] = ()
    """Command-line options that it requires, such as `--task`."""
    engines: tuple[str, ...] = ()
    """The shared engines that it uses: `engine`, `second engine`, `pipeline engine`."""
    changes: tuple[str, ...] = ()
    """Changes that it makes in the account and that the probe does not undo."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its rules."""
        return tuple(rule.name for rule in self.rules)


class NotObservedError(Exception):
    """A rule cannot be observed. The message gives the reason without naming objects of the account."""


def fits(rule: Rule, value: Value) -> bool:
    """Whether a value is the assumed one, within the tolerance of the rule."""
    if isinstance(value, int | float) and isinstance(rule.assumed, int | float):
        return abs(value - rule.assumed) <= rule.tolerance
    return same(value, rule.assumed)


def shown(value: Value) -> str:
    """Return a value as text, for the table and for comparisons."""
    if value is None:
        return "null"
    return f"{value:g}" if isinstance(value, float) else str(value)


def same(left: Value, right: Value) -> bool:
    """Whether two values are equal as text: the number 400 equals the string `400`."""
    return shown(left) == shown(right)
