"""An account: its environments, workspaces and objects, and what could not be read or declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from talend_processing.adopt.filters import Filters
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
    """The objects of an account that the credentials can see."""

    api_url: str
    environments: Mapping[str, Place] = field(default_factory=dict)
    """Environments by id. Empty if they cannot be listed."""
    workspaces: Mapping[str, tuple[Place, str]] = field(default_factory=dict)
    """Workspaces by id, each with the id of its environment. Empty if they cannot be listed."""
    objects: list[LiveObject] = field(default_factory=list)
    """All objects that were read, whether or not the filters select them."""
    undeclarable: list[LiveObject] = field(default_factory=list)
    """Objects that cannot be declared or read, but that a look-up by name may find."""
    omissions: list[Omission] = field(default_factory=list)

    def runtimes(self, kind: str) -> dict[str, LiveObject]:
        """Return the engines or clusters of a kind by id."""
        return {one.object_id: one for one in self.objects if one.kind == kind}


def places_of(item: Mapping[str, Value]) -> tuple[Place | None, Place | None]:
    """Return the environment and the workspace that the API shows for an engine or a cluster."""
    workspace = item.get("workspace")
    environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
    return _place(environment), _place(workspace)


def _place(value: Value) -> Place | None:
    if not isinstance(value, Mapping) or not value.get("id"):
        return None
    return Place(str(value["id"]), str(value.get("name") or ""))


def is_managed_by_talend(item: Mapping[str, Value]) -> bool:
    """Return whether Talend manages an engine or a cluster itself, so that no program can declare it."""
    return item.get("managed") is True or item.get("cloudRunner") is True


def id_in(value: Value) -> str:
    """Return the id of the environment or workspace in an answer, or an empty text."""
    found = _place(value)
    return found.object_id if found else ""


def wanted(account: Account, filters: Filters) -> Iterator[LiveObject]:
    """Yield the objects that the filters select, in the order of `KINDS`."""
    order = {kind: number for number, kind in enumerate(KINDS)}
    listed = sorted(account.objects, key=lambda one: (order[one.kind], one.object_id))
    return (one for one in listed if filters.covers(one))
