"""A cluster of Remote Engines, which distributes tasks over its engines."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import (
    Computed,
    LocationId,
    NameProp,
    OptionalListProp,
    Prop,
    computed,
    location_id,
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

    Declare the cluster's engines either in `remote_engines` or with one `ClusterMembership` for each engine.
    Do not use both.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/remote-engine-clusters`. To change the
    members, `PUT` and `DELETE /processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}`:
    if `remote_engines` changes, or if an engine moves from another cluster of the program. If the API refuses
    to delete a cluster that declares `remote_engines`, the provider first removes its engines. It finds the
    members with `GET /processing/runtimes/remote-engines`.
    """

    name: NameProp[str] = prop(default=None, replace=True)
    """The name in Talend's console. The default is the resource's name in Pulumi."""
    environment_id: LocationId[str, EnvironmentInfo] = location_id(
        replace=True, observed="workspace.environment.id"
    )
    """The environment of the cluster and its engines, as an id or the result of a look-up."""
    workspace_id: LocationId[str, WorkspaceInfo] = location_id(replace=True, observed="workspace.id")
    """The cluster's workspace, as an id or the result of a look-up. An engine that joins the cluster
    moves to this workspace."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """The cluster's description."""
    remote_engines: OptionalListProp[str] = prop(
        default=None, unordered=True, observed="engines", action=True
    )
    """The ids of the cluster's engines. `up` removes all other engines from the cluster. Omit the list to use
    `ClusterMembership`."""

    runtime_id: Computed[str] = computed()
    """The cluster's UUID in executions."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    engines: Computed[list[str] | None] = computed()
    """The ids of the engines that the provider last found in the cluster."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """The cluster's workspace and environment."""
    create_date: Computed[str] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the cluster's machines."""
