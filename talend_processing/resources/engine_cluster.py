"""A Remote Engine cluster: engines that share the work of one runtime."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import (
    Computed,
    NameProp,
    OptionalListProp,
    PlaceId,
    Prop,
    computed,
    place_id,
    prop,
)
from talend_processing.provider.kinds.spec import Endpoint
from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo


class EngineCluster(
    TalendResource,
    endpoint=Endpoint(
        "clusters",
        "Remote Engine cluster",
        key=("name", "workspaceId"),
        lifecycle="clusters.ClusterLifecycle",
        children=("cluster_run_profiles",),
        environment="environmentId",
    ),
):
    """A cluster of Remote Engines in a workspace.

    Either `remote_engines` manages its members exactly, or it is omitted and `ClusterMembership` adds
    them one by one: not both.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/remote-engine-clusters`, and `PUT` and
    `DELETE /processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}` when `remote_engines`
    change or a delete needs it; the members are read from `GET /processing/runtimes/remote-engines`.
    """

    name: NameProp[str] = prop(default=None, replace=True)
    """What Talend's console calls it; the resource's own name if omitted."""
    environment_id: PlaceId[str, EnvironmentInfo] = place_id(
        replace=True, observed="workspace.environment.id"
    )
    """The environment of its engines: its id, or what a look-up of environments found."""
    workspace_id: PlaceId[str, WorkspaceInfo] = place_id(replace=True, observed="workspace.id")
    """The workspace that may use it: its id, or what a look-up found; engines that join are moved here."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """What it is for."""
    remote_engines: OptionalListProp[str] = prop(
        default=None, unordered=True, observed="engines", action=True
    )
    """The ids of exactly the engines that are in it; omitted, members are left to `ClusterMembership`."""

    runtime_id: Computed[str] = computed()
    """The id that executions know it by, a UUID."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    engines: Computed[list[str] | None] = computed()
    """The ids of the engines that are in it now."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """The workspace and environment it lies in."""
    create_date: Computed[str] = computed()
    """When it was created, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """When it was last changed, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the machines it runs on."""
