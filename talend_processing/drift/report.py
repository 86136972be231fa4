"""The result of a comparison, independent of the output format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from talend_processing.stack.source_position import Position

Remedy: TypeAlias = Literal["up", "replacement"]
"""The remedy for a change: the next `pulumi up --refresh`, or only a replacement."""


@dataclass(frozen=True)
class StackResource:
    """A resource of the stack."""

    urn: str
    kind: str
    """The class that declares it, such as `RemoteEngine`."""
    object_id: str
    title: str
    """The object in words: `Remote Engine 'etl-1'`."""
    position: Position | None = None
    """The line of the program that declares it."""


@dataclass(frozen=True)
class Change:
    """One argument, or one member of a block, that differs from the state."""

    argument: str
    """Its name in Python; members of a block after a dot."""
    held: str
    """The state's value as text, without secrets."""
    found: str
    """The API's value as text, without secrets."""
    remedy: Remedy


@dataclass(frozen=True)
class Changed:
    """A resource whose object was changed."""

    resource: StackResource
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Unread:
    """A resource whose object could not be read."""

    resource: StackResource
    why: str


@dataclass(frozen=True)
class Unmanaged:
    """An object that no resource manages."""

    kind: str
    """The class that would declare it."""
    object_id: str
    title: str
    environment: str
    """The name of its environment, or its id. Empty for run profiles."""
    where: str
    """The engine or cluster that it belongs to, as text, or empty."""
    adopt: str
    """The line of a program that adopts it."""


@dataclass(frozen=True)
class Drift:
    """The result of the whole comparison."""

    project: str
    stack: str
    api_url: str
    resources: int
    """The number of compared resources."""
    changed: tuple[Changed, ...] = ()
    missing: tuple[StackResource, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
    """Facts that were not compared, with the reasons."""

    @property
    def found(self) -> bool:
        """Whether there is any drift."""
        return bool(self.changed or self.missing or self.unmanaged)

    @property
    def headline(self) -> str:
        """The amount of drift in one line."""
        counts = {
            "changed": len(self.changed),
            "missing": len(self.missing),
            "unmanaged": len(self.unmanaged),
            "could not be read": len(self.unread),
        }
        counted = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
        return counted or f"no drift in {self.resources} resource{'s' if self.resources != 1 else ''}"
