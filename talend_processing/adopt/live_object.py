"""An object of the account, with its properties and its location."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.objects import object_lifecycle
from talend_processing.stack.step import shown

Answer: TypeAlias = Mapping[str, Value]
"""An object as the API shows it, by wire names."""
PLACES: Final = {"environmentId": "environment", "scopeId": "environment", "workspaceId": "workspace"}
"""Arguments with the id of an environment or a workspace."""


@dataclass(frozen=True)
class Place:
    """An environment or a workspace."""

    object_id: str
    name: str
    """Empty if the API does not show it."""


@dataclass(frozen=True)
class LiveObject:
    """One object of the account, of a kind that a resource can declare."""

    spec: ResourceSpec
    object_id: str
    answer: Answer
    """Its properties in the API, by wire names. A membership has only the creation time of its engine."""
    parents: Mapping[str, str] = field(default_factory=dict)
    """The ids of its parents in the API's path, by the wire names of the arguments."""
    environment: Place | None = None
    workspace: Place | None = None
    runtime: str = ""
    """The name of the engine or cluster of a run profile, or of the engine of a membership; else empty."""

    @property
    def kind(self) -> str:
        """The class that declares it."""
        return self.spec.kind

    @property
    def key(self) -> tuple[str, str]:
        """Its kind and its id, which identify it in the account."""
        return self.kind, self.object_id

    @property
    def name(self) -> str:
        """Its name; an empty text if it has none."""
        found = self.answer.get("name")
        return found if isinstance(found, str) else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and its parent's name, for filters."""
        return tuple(name for name in (self.name, self.runtime) if name)

    @property
    def created(self) -> str:
        """The creation time in the API's format. Empty if the API does not show it."""
        return str(self.answer.get("createDate") or self.answer.get("creationDate") or "")

    @property
    def title(self) -> str:
        """A description, such as `Remote Engine 'etl-1' in production`."""
        place = self.runtime or (self.environment.name if self.environment else "")
        title = self.spec.describe(self.answer)
        if not self.name and self.runtime:
            return shown(f"{title} of '{self.runtime}'")
        return shown(f"{title} in {place}" if place else title)


def run_profile(runtime: LiveObject, kind: str, key: str, answer: Answer) -> LiveObject:
    """Return a run profile of an engine or a cluster.

    Args:
        runtime: The engine or cluster.
        kind: The class that declares it.
        key: The id of the run profile.
        answer: Its properties in the API.

    """
    spec = registry.find(kind)
    return _child(runtime, spec, key, answer, {spec.endpoint.parents[0]: runtime.object_id})


def run_profile_kind(runtime: str, answer: Answer) -> str:
    """Return the kind of a run profile.

    In a Pipeline Engine, a profile of a type that this version does not know counts as a
    `DataIntegrationRunProfile`.

    Args:
        runtime: The kind of the engine or cluster.
        answer: The properties of the run profile in the API.

    """
    kinds = registry.profile_kinds(runtime)
    return next(kind for kind in kinds if object_lifecycle(registry.find(kind)).is_same({}, answer))


def membership(engine: LiveObject, cluster: str) -> LiveObject:
    """Return the membership of an engine in a cluster, with the creation time of the engine."""
    spec, parents = registry.find("ClusterMembership"), {"clusterId": cluster, "engineId": engine.object_id}
    return _child(engine, spec, f"{cluster}/{engine.object_id}", {"createDate": engine.created}, parents)


def _child(
    runtime: LiveObject, spec: ResourceSpec, key: str, answer: Answer, parents: Mapping[str, str]
) -> LiveObject:
    """Return an object in the environment and the workspace of an engine or a cluster."""
    return LiveObject(spec, key, answer, parents, runtime.environment, runtime.workspace, runtime.name)


@dataclass(frozen=True)
class Omission:
    """An object or a list of objects that is not exported, and the reason."""

    title: str
    reason: str
