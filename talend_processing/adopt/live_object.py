"""An object of the account as the API shows it, and where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.stack.step import shown

Answer: TypeAlias = Mapping[str, Value]
"""An object as the API shows it, by wire names."""


@dataclass(frozen=True)
class Place:
    """An environment or a workspace."""

    object_id: str
    name: str
    """An empty text if the API does not tell it."""


@dataclass(frozen=True)
class LiveObject:
    """One object that a resource could stand for."""

    spec: ResourceSpec
    object_id: str
    answer: Answer
    """What the API shows of it, by wire names."""
    parents: Mapping[str, str] = field(default_factory=dict)
    """The ids that its path is made of, by the arguments that hold them (wire names)."""
    environment: Place | None = None
    workspace: Place | None = None
    runtime: str = ""
    """The name of the engine that it lives in or is about; empty for engines and clusters themselves."""

    @property
    def kind(self) -> str:
        """The class that declares it."""
        return self.spec.kind

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other object of the account."""
        return self.kind, self.object_id

    @property
    def name(self) -> str:
        """Its name; an empty text if it has none."""
        found = self.answer.get("name")
        return found if isinstance(found, str) else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and that of what it lives in, for filters."""
        return tuple(name for name in (self.name, self.runtime) if name)

    @property
    def created(self) -> str:
        """When it was created, as the API writes it; empty if it does not tell."""
        return str(self.answer.get("createDate") or self.answer.get("creationDate") or "")

    @property
    def title(self) -> str:
        """The object in words: `Remote Engine 'etl-1' in production`."""
        place = self.runtime or (self.environment.name if self.environment else "")
        title = self.spec.describe(self.answer)
        if not self.name and self.runtime:
            return shown(f"{title} of '{self.runtime}'")
        return shown(f"{title} in {place}" if place else title)


@dataclass(frozen=True)
class Omission:
    """Something that is not exported, and why."""

    title: str
    reason: str
