"""The plan of an adoption: the decision for each resource that `pulumi up` would create."""

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
    """A change of an argument, or of a member of a block, by the next `up`."""

    argument: str
    """The argument's Python name. The name of a block's member follows after a dot."""
    account_value: str
    """The value in the account as text, without secrets."""
    program_value: str
    """The value in the program as text, without secrets."""


@dataclass(frozen=True)
class Decision:
    """The decision for one resource."""

    planned: Planned
    status: Status
    object_id: str = ""
    """The id of the one object that matches, or an empty string."""
    reason: str = ""
    """Why no object is adopted, and what to do. Empty if an object is adopted."""
    changes: tuple[Change, ...] = ()
    inputs: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """The inputs for the import file, in which secrets are marked."""
    outputs: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """The outputs for the import file, in which secrets are marked."""


@dataclass(frozen=True)
class Plan:
    """The decisions for all resources."""

    project: str
    stack: str
    api_url: str
    decisions: tuple[Decision, ...]
    managed_count: int
    """The number of this provider's resources that are already in the state."""

    def with_status(self, *statuses: Status) -> tuple[Decision, ...]:
        """Return the decisions that have one of the statuses."""
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
        """Whether no object of the program exists in the state or in the account.

        The account may then be the wrong one. Account settings do not count, because every account has them.
        """
        objects = [
            one for one in self.decisions if registry.find(one.planned.kind).endpoint.form != "singleton"
        ]
        return bool(objects) and not self.managed_count and all(one.status == "create" for one in objects)
