"""The plan of an adoption: the decision for each resource that `up` would create."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from talend_processing.adopt.plan.preview import Planned
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.values import Value

Status: TypeAlias = Literal["identical", "changed", "create", "ambiguous", "impossible"]
"""The decision for a resource.

- `identical`: adopted unchanged
- `changed`: adopted, and then changed by the next `up`
- `create`: the next `up` creates it
- `ambiguous`: not adopted, because several objects match
- `impossible`: not adopted for another reason
"""

ADOPTED: Final[frozenset[Status]] = frozenset({"identical", "changed"})
REFUSED: Final[frozenset[Status]] = frozenset({"ambiguous", "impossible"})


@dataclass(frozen=True)
class Change:
    """An argument that the next `up` changes."""

    argument: str
    """Its name in Python."""
    found: str
    """The account's value as text, without secrets."""
    declared: str
    """The program's value as text, without secrets."""


@dataclass(frozen=True)
class Decision:
    """The decision for one resource."""

    planned: Planned
    status: Status
    object_id: str = ""
    reason: str = ""
    """The reason why it is not adopted, and what to do."""
    changes: tuple[Change, ...] = ()
    inputs: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """The inputs for the import file, with markers on secrets."""
    outputs: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """The outputs for the import file, with markers on secrets."""


@dataclass(frozen=True)
class Plan:
    """The decisions for all resources."""

    project: str
    stack: str
    api_url: str
    decisions: tuple[Decision, ...]
    in_state: int
    """The number of this provider's resources that are already in the state."""

    def of(self, *statuses: Status) -> tuple[Decision, ...]:
        """Return the decisions with one of the statuses."""
        return tuple(one for one in self.decisions if one.status in statuses)

    @property
    def adopted(self) -> tuple[Decision, ...]:
        """The resources to import into the state."""
        return tuple(one for one in self.decisions if one.status in ADOPTED)

    @property
    def refused(self) -> tuple[Decision, ...]:
        """The resources that cannot be adopted."""
        return tuple(one for one in self.decisions if one.status in REFUSED)

    @property
    def finds_nothing(self) -> bool:
        """Whether the account has none of the program's objects, so that it may be the wrong account.

        Settings do not count, because every account has them.
        """
        listed = [
            one for one in self.decisions if registry.find(one.planned.kind).endpoint.form != "singleton"
        ]
        return bool(listed) and not self.in_state and all(one.status == "create" for one in listed)
