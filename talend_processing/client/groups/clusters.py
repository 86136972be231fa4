"""Remote Engine Clusters, their members and their run profiles."""

from __future__ import annotations

from talend_processing.client.groups.verbs import Creates, Deletes, Gets, Group, Lists, Updates
from talend_processing.client.models.engines import BaseEngine, EngineCluster
from talend_processing.client.models.run_profiles import RuntimeRunProfile
from talend_processing.client.operations import clusters as operations


class Clusters(Lists[BaseEngine], Gets[EngineCluster], Creates[EngineCluster], Deletes):
    """Clusters. They cannot be changed, but for their members."""

    LIST = operations.LIST
    GET = operations.GET
    CREATE = operations.CREATE
    DELETE = operations.DELETE


class ClusterMembers(Group):
    """Which engines are in which cluster."""

    def add(
        self, cluster: str, engine: str, *, method: str | None = None, run_profile_id: str | None = None
    ) -> None:
        """Let an engine join a cluster.

        Args:
            cluster: The cluster's id.
            engine: The engine's id.
            method: How scheduled tasks move: DEFAULT, DUPLICATE_RUN_PROFILES or CLUSTER_RUN_PROFILE.
                Without one, nothing is sent but the request itself.
            run_profile_id: The cluster's run profile that tasks use, for CLUSTER_RUN_PROFILE.

        """
        body: dict[str, object] | None = None
        if method is not None:
            body = {"method": method}
            if run_profile_id is not None:
                body["runProfileId"] = run_profile_id
        self._caller.call(operations.ADD_MEMBER, cluster, engine, body=body)

    def remove(self, cluster: str, engine: str) -> None:
        """Take an engine out of a cluster."""
        self._caller.call(operations.REMOVE_MEMBER, cluster, engine)


class ClusterRunProfiles(
    Lists[RuntimeRunProfile],
    Gets[RuntimeRunProfile],
    Creates[RuntimeRunProfile],
    Updates[RuntimeRunProfile],
    Deletes,
):
    """Run profiles of one cluster."""

    LIST = operations.LIST_RUN_PROFILES
    GET = operations.GET_RUN_PROFILE
    CREATE = operations.CREATE_RUN_PROFILE
    UPDATE = operations.UPDATE_RUN_PROFILE
    DELETE = operations.DELETE_RUN_PROFILE
