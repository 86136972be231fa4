"""What a look at the account has found, before any output's form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from talend_processing.stack.source_position import Position

Remedy: TypeAlias = Literal["up", "replacement"]
"""What would put a change right: the next `pulumi up --refresh`, or only a replacement."""


@dataclass(frozen=True)
class Subject:
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
    """One argument that is not what the state holds."""

    argument: str
    """Its name in Python; members of a block after a dot."""
    held: str
    """The state's value in words, without secrets."""
    found: str
    """The API's, likewise."""
    remedy: Remedy


@dataclass(frozen=True)
class Changed:
    """A resource whose object was changed."""

    subject: Subject
    changes: tuple[Change, ...]

    @property
    def remedies(self) -> frozenset[Remedy]:
        """All that it would take."""
        return frozenset(change.remedy for change in self.changes)


@dataclass(frozen=True)
class Unread:
    """A resource whose object could not be looked at."""

    subject: Subject
    why: str


@dataclass(frozen=True)
class Unmanaged:
    """An object that no resource stands for."""

    kind: str
    """The class that would declare it."""
    object_id: str
    title: str
    environment: str
    """The name of its environment, or its id."""
    where: str
    """What it is in, in words; empty for what lies in the environment itself."""
    adopt: str
    """The line of a program that takes it over."""


@dataclass(frozen=True)
class Drift:
    """The whole comparison."""

    project: str
    stack: str
    api_url: str
    resources: int
    """How many were compared."""
    changed: tuple[Changed, ...] = ()
    missing: tuple[Subject, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What was not compared, and why."""

    @property
    def found(self) -> bool:
        """Whether there is any."""
        return bool(self.changed or self.missing or self.unmanaged)

    @property
    def headline(self) -> str:
        """How much there is, in one line."""
        counts = {
            "changed": len(self.changed),
            "missing": len(self.missing),
            "unmanaged": len(self.unmanaged),
            "could not be read": len(self.unread),
        }
        told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
        return told or f"no drift in {self.resources} resource{'s' if self.resources != 1 else ''}"
