"""Remote Engine Clusters and their members."""

from __future__ import annotations

from talend_processing.client.api.crud import Creates, Deletes, Endpoints, Gets, Lists
from talend_processing.client.api.remote_engines import BaseEngine
from talend_processing.client.operation import Operation

_PATH = "/processing/runtimes/remote-engine-clusters"
_MEMBER_PATH = f"{_PATH}/{{clusterId}}/engines/{{engineId}}"
_PERMISSION = "TMC_CLUSTER_MANAGEMENT"


class EngineCluster(BaseEngine):
    """A cluster of Remote Engines."""

    engines: list[str] | None = None
    """Ids of the members. The list of clusters omits them."""


class Clusters(Lists[BaseEngine], Gets[EngineCluster], Creates[EngineCluster], Deletes):
    """Clusters. The API can create and delete them, but can change only their members."""

    LIST = Operation(
        method="GET",
        path=_PATH,
        summary="Listing remote engine clusters",
        result=list[BaseEngine],
        query_parameter="_s",
        permission=_PERMISSION,
    )
    CREATE = Operation(
        method="POST",
        path=_PATH,
        summary="Creating remote engine cluster {name}",
        result=EngineCluster,
        permission=_PERMISSION,
    )
    GET = Operation(
        method="GET",
        path=f"{_PATH}/{{clusterId}}",
        summary="Reading remote engine cluster {clusterId}",
        result=EngineCluster,
        permission=_PERMISSION,
    )
    DELETE = Operation(
        method="DELETE",
        path=f"{_PATH}/{{clusterId}}",
        summary="Deleting remote engine cluster {clusterId}",
        result=type(None),
        permission=_PERMISSION,
        hints={400: "If the cluster contains engines, take them out first, then try again"},
    )


class ClusterMembers(Endpoints):
    """Memberships of engines in clusters."""

    ADD = Operation(
        method="PUT",
        path=_MEMBER_PATH,
        summary="Adding remote engine {engineId} to cluster {clusterId}",
        result=type(None),
        permission=_PERMISSION,
        hints={409: "An engine can be in only one cluster, which must be in the engine's environment"},
    )
    REMOVE = Operation(
        method="DELETE",
        path=_MEMBER_PATH,
        summary="Removing remote engine {engineId} from cluster {clusterId}",
        result=type(None),
        permission=_PERMISSION,
    )

    def add(
        self, cluster: str, engine: str, *, method: str | None = None, run_profile_id: str | None = None
    ) -> None:
        """Add an engine to a cluster.

        Args:
            cluster: Id of the cluster.
            engine: Id of the engine.
            method: How the engine's scheduled tasks move to the cluster: DEFAULT, DUPLICATE_RUN_PROFILES or
                CLUSTER_RUN_PROFILE. If it is None, the API decides.
            run_profile_id: For CLUSTER_RUN_PROFILE, the id of the cluster's run profile that these tasks use
                in the cluster. Not sent if `method` is None.

        """
        body: dict[str, object] | None = None
        if method is not None:
            body = {"method": method}
            if run_profile_id is not None:
                body["runProfileId"] = run_profile_id
        self._dispatcher.call(self.ADD, cluster, engine, body=body)

    def remove(self, cluster: str, engine: str) -> None:
        """Remove an engine from a cluster."""
        self._dispatcher.call(self.REMOVE, cluster, engine)
