"""The environments, workspaces and objects that an export reads from an account."""

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
"""The resource classes that can be exported. A child, such as a run profile, comes after its parent."""


@dataclass
class Account:
    """The content of an account, as far as it was read."""

    api_url: str
    environments: Mapping[str, Place] = field(default_factory=dict)
    """By id. Empty if the list cannot be read."""
    workspaces: dict[str, tuple[Place, str]] = field(default_factory=dict)
    """By id, each with the id of its environment. Empty if the list cannot be read."""
    objects: list[LiveObject] = field(default_factory=list)
    """The objects that a program can declare, including objects that the filters exclude."""
    undeclarable: list[LiveObject] = field(default_factory=list)
    """Objects that Talend manages, and unreadable run profiles. The provider can find them by name."""
    omissions: list[Omission] = field(default_factory=list)

    def runtimes(self, kind: str) -> dict[str, LiveObject]:
        """From `objects`, return the engines or clusters of one class, by id."""
        return {one.object_id: one for one in self.objects if one.kind == kind}


def places_of(runtime: Mapping[str, Value]) -> tuple[Place | None, Place | None]:
    """Return the environment and the workspace of an engine or a cluster."""
    workspace = runtime.get("workspace")
    environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
    return place_of(environment), place_of(workspace)


def place_of(value: Value) -> Place | None:
    """Return the environment or the workspace in a JSON value. Return None if the value has no id."""
    if not isinstance(value, Mapping) or not value.get("id"):
        return None
    return Place(str(value["id"]), str(value.get("name") or ""))


def is_managed_by_talend(runtime: Mapping[str, Value]) -> bool:
    """Return whether Talend itself manages an engine or a cluster. If so, no program can declare it."""
    return runtime.get("managed") is True or runtime.get("cloudRunner") is True
