"""The plan of an adoption: what becomes of each resource that `up` would create."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from talend_processing.adopt.plan.preview import Planned
from talend_processing.provider.kinds.values import Value

Status: TypeAlias = Literal["identical", "changed", "create", "ambiguous", "impossible"]
"""What becomes of a resource: adopted as it is, adopted and then changed by the next `up`, created by it, or
not adopted because several objects fit or because none may be taken."""

ADOPTED: Final[frozenset[Status]] = frozenset({"identical", "changed"})
REFUSED: Final[frozenset[Status]] = frozenset({"ambiguous", "impossible"})


@dataclass(frozen=True)
class Change:
    """An argument that the next `up` changes."""

    argument: str
    """Its name in Python."""
    found: str
    """The account's value in words, without secrets."""
    declared: str
    """The program's, likewise."""


@dataclass(frozen=True)
class Decision:
    """What becomes of one resource."""

    planned: Planned
    status: Status
    object_id: str = ""
    reason: str = ""
    """Why it is not adopted, and what to do."""
    changes: tuple[Change, ...] = ()
    inputs: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """For the import file, with marks on secrets."""
    outputs: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """What the provider itself would have stored, likewise."""


@dataclass(frozen=True)
class Plan:
    """What becomes of all resources."""

    project: str
    stack: str
    api_url: str
    decisions: tuple[Decision, ...]
    in_state: int
    """Resources of this provider that the state has already."""

    def of(self, *statuses: Status) -> tuple[Decision, ...]:
        """Return the decisions with one of the statuses."""
        return tuple(one for one in self.decisions if one.status in statuses)

    @property
    def adopted(self) -> tuple[Decision, ...]:
        """What the import brings into the state."""
        return tuple(one for one in self.decisions if one.status in ADOPTED)

    @property
    def refused(self) -> tuple[Decision, ...]:
        """What stands in the way."""
        return tuple(one for one in self.decisions if one.status in REFUSED)
