"""The membership of a Remote Engine in a cluster."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import ParentId, Prop, option, parent_id
from talend_processing.provider.kinds.spec import Endpoint
from talend_processing.provider.kinds.values import Inputs


def method_is_given(inputs: Inputs) -> Iterator[str]:
    """Yield a fault if `run_profile_id` is given without `method`."""
    if inputs.get("runProfileId") and not inputs.get("method"):
        yield (
            'run_profile_id has no effect without method: set method="CLUSTER_RUN_PROFILE", or omit'
            " run_profile_id"
        )


class ClusterMembership(
    TalendResource,
    endpoint=Endpoint(
        "cluster_members",
        "Cluster membership",
        parents=("clusterId", "engineId"),
        key=("engineId",),
        form="membership",
        environment="__environmentId",
    ),
    rules=[method_is_given],
):
    """A Remote Engine in a cluster. An engine can be in one cluster at most.

    If the engine is in the cluster already, the provider adopts the membership. `on_existing` has no effect.

    Operations: `PUT` and `DELETE /processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}`.
    The provider reads the engine's `clusterId` with `GET /processing/runtimes/remote-engines`, and with
    `GET /processing/runtimes/remote-engines/{id}` if the list may be out of date.
    """

    cluster_id: ParentId[str] = parent_id(parent_kinds=("EngineCluster",))
    """The cluster, as an id or as the resource itself."""
    engine_id: ParentId[str] = parent_id(parent_kinds=("RemoteEngine",))
    """The engine, as an id or as the resource itself. Its environment must be that of the cluster."""
    method: Prop[str | None] = option(
        default=None, known=("DEFAULT", "DUPLICATE_RUN_PROFILES", "CLUSTER_RUN_PROFILE")
    )
    """How the engine's scheduled tasks get run profiles of the cluster. If omitted, the API decides."""
    run_profile_id: Prop[str | None] = option(default=None)
    """The id of the run profile that the engine's scheduled tasks get if `method` is CLUSTER_RUN_PROFILE."""
