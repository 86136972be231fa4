"""An object of the account, with its properties, parents, environment and workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.objects import object_lifecycle
from talend_processing.stack.step import display_text

JsonProperties: TypeAlias = Mapping[str, Value]
"""The JSON properties of an object, such as `clusterId`."""
PLACES: Final = {"environmentId": "environment", "scopeId": "environment", "workspaceId": "workspace"}
"""The arguments that hold the id of an environment or a workspace."""


@dataclass(frozen=True)
class Place:
    """An environment or a workspace."""

    object_id: str
    name: str
    """Empty if the API does not show it."""


@dataclass(frozen=True)
class LiveObject:
    """One object of the account."""

    spec: ResourceSpec
    object_id: str
    properties: JsonProperties
    """Its JSON properties. A membership has only the creation time of its engine."""
    parents: Mapping[str, str] = field(default_factory=dict)
    """The ids of its parents by argument, such as `engineId`."""
    environment: Place | None = None
    workspace: Place | None = None
    runtime_name: str = ""
    """The name of a run profile's engine or cluster, or of a membership's engine. Empty for other objects."""

    @property
    def kind(self) -> str:
        """Its resource class, such as `RemoteEngine`."""
        return self.spec.kind

    @property
    def key(self) -> tuple[str, str]:
        """Its class and its id, which identify it in the account."""
        return self.kind, self.object_id

    @property
    def name(self) -> str:
        """Its name, or an empty text."""
        name = self.properties.get("name")
        return name if isinstance(name, str) else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and its parent's name, for filters."""
        return tuple(name for name in (self.name, self.runtime_name) if name)

    @property
    def created(self) -> str:
        """The creation time in the API's format. Empty if the API does not show it."""
        return str(self.properties.get("createDate") or self.properties.get("creationDate") or "")

    @property
    def title(self) -> str:
        """A description, such as `Remote Engine 'etl-1' in production`."""
        location = self.runtime_name or (self.environment.name if self.environment else "")
        title = self.spec.describe(self.properties)
        if not self.name and self.runtime_name:
            return display_text(f"{title} of '{self.runtime_name}'")
        return display_text(f"{title} in {location}" if location else title)


def run_profile(runtime: LiveObject, kind: str, object_id: str, properties: JsonProperties) -> LiveObject:
    """Return a run profile of an engine or a cluster.

    Args:
        runtime: The engine or cluster.
        kind: The class of the run profile.
        object_id: The id of the run profile.
        properties: The JSON properties of the run profile.

    """
    spec = registry.find(kind)
    return _child(runtime, spec, object_id, properties, {spec.endpoint.parents[0]: runtime.object_id})


def run_profile_kind(runtime_kind: str, properties: JsonProperties) -> str:
    """Return the class of a run profile.

    A run profile of a Pipeline Engine counts as a `DataIntegrationRunProfile` if its type is unknown.

    Args:
        runtime_kind: The class of the run profile's engine or cluster.
        properties: The JSON properties of the run profile.

    """
    kinds = registry.profile_kinds(runtime_kind)
    return next(kind for kind in kinds if object_lifecycle(registry.find(kind)).is_same({}, properties))


def membership(engine: LiveObject, cluster_id: str) -> LiveObject:
    """Return the membership of an engine in a cluster, with the creation time of the engine."""
    spec = registry.find("ClusterMembership")
    parents = {"clusterId": cluster_id, "engineId": engine.object_id}
    return _child(engine, spec, f"{cluster_id}/{engine.object_id}", {"createDate": engine.created}, parents)


def _child(
    runtime: LiveObject,
    spec: ResourceSpec,
    object_id: str,
    properties: JsonProperties,
    parents: Mapping[str, str],
) -> LiveObject:
    """Return a child of an engine or a cluster, in the same environment and workspace."""
    return LiveObject(
        spec, object_id, properties, parents, runtime.environment, runtime.workspace, runtime.name
    )


@dataclass(frozen=True)
class Omission:
    """An object or a list of objects that is not exported, and the reason."""

    title: str
    reason: str
