"""A run profile of a Remote Engine cluster: the JVM arguments that its tasks run with."""

from __future__ import annotations

from talend_processing.provider.declare.fields import ParentId, Prop, option, parent_id
from talend_processing.provider.declare.spec import Endpoint
from talend_processing.resources.jvm_run_profile import RuntimeRunProfile


class EngineClusterRunProfile(
    RuntimeRunProfile,
    endpoint=Endpoint(
        "cluster_run_profiles",
        "Remote Engine cluster run profile",
        parents=("clusterId",),
        replacement="replacementRunProfileId",
        environment="scopeId",
        parent_collection="clusters",
        body_parents={"runtimeId": "clusterId"},
        dies_with_parent=True,
    ),
):
    """JVM arguments that tasks on a Remote Engine cluster can run with.

    It is deleted together with its cluster.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles`.
    """

    cluster_id: ParentId[str] = parent_id(of=("EngineCluster",))
    """The cluster, its id or the resource itself."""
    replacement_run_profile_id: Prop[str | None] = option(default=None)
    """The run profile that tasks use instead once this one is deleted."""
