"""A Remote Engine cluster: a runtime whose tasks are distributed over its engines."""

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

    Either `remote_engines` lists exactly the cluster's members, or you omit it and each `ClusterMembership`
    adds one member. Do not use both.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/remote-engine-clusters`, and `PUT` and
    `DELETE /processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}` if `remote_engines`
    changes, an engine moves from another cluster of the program, or the API refuses to delete a cluster with
    listed engines. The provider finds the members with `GET /processing/runtimes/remote-engines`.
    """

    name: NameProp[str] = prop(default=None, replace=True)
    """Its name in Talend's console. The default is the resource's own name."""
    environment_id: PlaceId[str, EnvironmentInfo] = place_id(
        replace=True, observed="workspace.environment.id"
    )
    """The environment of its engines, as an id or the result of a look-up."""
    workspace_id: PlaceId[str, WorkspaceInfo] = place_id(replace=True, observed="workspace.id")
    """The workspace that may use it, as an id or the result of a look-up. Joining engines move there."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """Its description."""
    remote_engines: OptionalListProp[str] = prop(
        default=None, unordered=True, observed="engines", action=True
    )
    """The ids of its engines. `up` removes other engines. If omitted, each `ClusterMembership` adds one."""

    runtime_id: Computed[str] = computed()
    """The UUID with which executions refer to it."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    engines: Computed[list[str] | None] = computed()
    """The ids of the engines that are in it now."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """Its workspace and environment."""
    create_date: Computed[str] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the machines it runs on."""
