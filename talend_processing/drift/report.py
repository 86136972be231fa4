"""The result of a comparison of a state with the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from talend_processing.stack.source_position import Position

Remedy: TypeAlias = Literal["up", "replacement"]
"""What undoes a change: the next `pulumi up --refresh`, or a replacement of the object."""


@dataclass(frozen=True)
class StackResource:
    """A resource of the stack."""

    urn: str
    kind: str
    """The class that declares it, such as `RemoteEngine`."""
    object_id: str
    title: str
    """A description of its object, such as `Remote Engine 'etl-1'`."""
    position: Position | None = None
    """The line of the program that declares it."""


@dataclass(frozen=True)
class Change:
    """A change of an argument, or of a member of a block, outside Pulumi."""

    argument: str
    """The argument's Python name. The name of a block's member follows after a dot."""
    held: str
    """The value in the state as text, without secrets."""
    found: str
    """The value in the account as text, without secrets."""
    remedy: Remedy


@dataclass(frozen=True)
class Changed:
    """A resource whose object was changed outside Pulumi."""

    resource: StackResource
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Unread:
    """A resource whose object could not be read."""

    resource: StackResource
    reason: str


@dataclass(frozen=True)
class Unmanaged:
    """An object that no resource manages."""

    kind: str
    """The class that would declare it."""
    object_id: str
    title: str
    environment: str
    """The name or the id of its environment. Empty for run profiles."""
    container: str
    """The engine or cluster that contains it, such as `Remote Engine 'etl-1'`, or an empty text."""
    adoption_line: str
    """The line of Python that adopts it."""


@dataclass(frozen=True)
class Drift:
    """The result of the whole comparison."""

    project: str
    stack: str
    api_url: str
    resource_count: int
    """The number of resources that were compared, including those that could not be read."""
    changed: tuple[Changed, ...] = ()
    missing: tuple[StackResource, ...] = ()
    """The resources whose objects no longer exist."""
    unmanaged: tuple[Unmanaged, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences about values that were not compared, and about objects that `drift` did not look for."""

    @property
    def has_drift(self) -> bool:
        """Whether an object is changed, missing or unmanaged. Objects that could not be read do not count."""
        return bool(self.changed or self.missing or self.unmanaged)

    @property
    def headline(self) -> str:
        """The numbers of objects that drifted or could not be read, on one line."""
        counts = {
            "changed": len(self.changed),
            "missing": len(self.missing),
            "unmanaged": len(self.unmanaged),
            "could not be read": len(self.unread),
        }
        drifted = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
        plural = "s" if self.resource_count != 1 else ""
        return drifted or f"no drift in {self.resource_count} resource{plural}"
