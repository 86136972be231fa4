"""The types of the probe: a rule of the API, an experiment, and a finding about a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from talend_processing.probe.lab import Lab

Value: TypeAlias = str | float | int | None
"""The answer to a rule's question, such as `refuse` or 400."""

CLUSTER_MANAGEMENT: Final = "TMC_CLUSTER_MANAGEMENT"
PROFILE_MANAGEMENT: Final = "TMC_RUN_PROFILE_MANAGEMENT"
OPERATOR: Final = "TMC_OPERATOR"


@dataclass(frozen=True, slots=True)
class Rule:
    """A question about the API that its reference leaves open."""

    name: str
    """The rule's name, such as `list_order`. A simulator switch of this name sets the rule's value."""
    question: str
    assumed: Value
    """The value that this version of the package expects. It is also the default of the switch."""
    consequences: Mapping[str, str] = field(default_factory=dict)
    """What each value means for the user, by `as_text(value)`. `*` stands for all values not listed."""
    has_switch: bool = True
    """Whether the simulator has a switch for the rule."""
    tolerance: float = 0.0
    """The largest difference from the assumed number that is not a deviation."""

    def consequence(self, value: Value) -> str:
        """Return what an observed value means for the provider and the user's programs."""
        text = self.consequences.get(as_text(value)) or self.consequences.get("*")
        return text or "No effect: the provider works with either value."


@dataclass(frozen=True, slots=True)
class Observed:
    """The value of a rule in the probed account."""

    value: Value
    also_possible: tuple[Value, ...] = ()
    """Other values that the experiment could not exclude."""
    note: str = ""
    """Details. They reveal nothing about the account."""


@dataclass(frozen=True, slots=True)
class Unobserved:
    """The reason why an experiment could not determine the value of a rule."""

    reason: str


Finding: TypeAlias = Observed | Unobserved


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment on the API that determines the values of one or more rules."""

    rules: tuple[Rule, ...]
    summary: str
    """What the experiment does, such as `deletes an engine that is in a cluster`."""
    run: Callable[[Lab], None]
    calls: int = 0
    """The approximate number of API calls."""
    permission: str = CLUSTER_MANAGEMENT
    """The permission that the token's user needs; empty if none is needed."""
    required_options: tuple[str, ...] = ()
    """The command-line options without which the experiment is skipped, such as `--task`."""
    engines: tuple[str, ...] = ()
    """The engines that it shares with other experiments: `engine`, `second engine`, `pipeline engine`."""
    lasting_changes: tuple[str, ...] = ()
    """Changes in the account that the probe does not undo."""

    @property
    def rule_names(self) -> tuple[str, ...]:
        """The names of the experiment's rules."""
        return tuple(rule.name for rule in self.rules)


class NotObservedError(Exception):
    """The value of a rule cannot be determined. The message gives the reason, but no name of an object."""


def is_as_assumed(rule: Rule, value: Value) -> bool:
    """Return whether a value equals the assumed one. Numbers may differ by the tolerance of the rule."""
    if isinstance(value, int | float) and isinstance(rule.assumed, int | float):
        return abs(value - rule.assumed) <= rule.tolerance
    return equal_as_text(value, rule.assumed)


def as_text(value: Value) -> str:
    """Return a value as text: `null` for None, `400` for 400."""
    if value is None:
        return "null"
    return f"{value:g}" if isinstance(value, float) else str(value)


def equal_as_text(left: Value, right: Value) -> bool:
    """Return whether two values have the same text: the number 400 equals the string `400`."""
    return as_text(left) == as_text(right)
