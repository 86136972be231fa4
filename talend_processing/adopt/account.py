"""An account: its environments, workspaces and objects, and what could not be read or declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from talend_processing.adopt.live_object import LiveObject, Omission, Place
from talend_processing.provider.kinds.values import Value

KINDS: Final = (
    "EngineCluster",
    "RemoteEngine",
    "ClusterMembership",
    "EngineClusterRunProfile",
    "RemoteEngineRunProfile",
    "PipelineEngine",
    "StandardRunProfile",
    "AdvancedRunProfile",
    "BigDataRunProfile",
    "DatabricksRunProfile",
    "DataIntegrationRunProfile",
    "RunProfile",
    "CloudJvmRollback",
)
"""All kinds that can be exported. A child comes after its parent."""


@dataclass
class Account:
    """The part of an account that was read."""

    api_url: str
    environments: Mapping[str, Place] = field(default_factory=dict)
    """Environments by id. Empty if they cannot be listed."""
    workspaces: dict[str, tuple[Place, str]] = field(default_factory=dict)
    """Workspaces by id, each with the id of its environment. Empty if they cannot be listed."""
    objects: list[LiveObject] = field(default_factory=list)
    """All objects that were read and that a program can declare, whether or not the filters select them."""
    undeclarable: list[LiveObject] = field(default_factory=list)
    """Objects that cannot be declared or read, but that a look-up by name may find."""
    omissions: list[Omission] = field(default_factory=list)

    def runtimes(self, kind: str) -> dict[str, LiveObject]:
        """Return the engines or clusters of a kind that a program can declare, by id."""
        return {one.object_id: one for one in self.objects if one.kind == kind}


def places_of(item: Mapping[str, Value]) -> tuple[Place | None, Place | None]:
    """Return the environment and the workspace that the API shows for an engine or a cluster."""
    workspace = item.get("workspace")
    environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
    return place_of(environment), place_of(workspace)


def place_of(value: Value) -> Place | None:
    """Return the environment or the workspace that a property from the API describes, or None."""
    if not isinstance(value, Mapping) or not value.get("id"):
        return None
    return Place(str(value["id"]), str(value.get("name") or ""))


def is_managed_by_talend(item: Mapping[str, Value]) -> bool:
    """Return whether Talend manages an engine or a cluster itself, so that no program can declare it."""
    return item.get("managed") is True or item.get("cloudRunner") is True
