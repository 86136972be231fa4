"""Operations on Remote Engine Clusters, their members and their run profiles."""

from __future__ import annotations

from talend_processing.client.models.engines import BaseEngine, EngineCluster
from talend_processing.client.models.run_profiles import RuntimeRunProfile
from talend_processing.client.operation import Operation

LIST = Operation(
    id="clusters.list",
    method="GET",
    path="/processing/runtimes/remote-engine-clusters",
    doing="Listing remote engine clusters",
    answer=list[BaseEngine],
    query=("_s",),
    search="_s",
    permission="TMC_CLUSTER_MANAGEMENT",
)
CREATE = Operation(
    id="clusters.create",
    method="POST",
    path="/processing/runtimes/remote-engine-clusters",
    doing="Creating remote engine cluster{name}",
    answer=EngineCluster,
    success=(201,),
    permission="TMC_CLUSTER_MANAGEMENT",
)
GET = Operation(
    id="clusters.get",
    method="GET",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}",
    doing="Reading remote engine cluster {clusterId}",
    answer=EngineCluster,
    permission="TMC_CLUSTER_MANAGEMENT",
)
DELETE = Operation(
    id="clusters.delete",
    method="DELETE",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}",
    doing="Deleting remote engine cluster {clusterId}",
    answer=type(None),
    success=(204,),
    permission="TMC_CLUSTER_MANAGEMENT",
    hints={400: "If engines are in it, take them out first, then try again"},
)
ADD_MEMBER = Operation(
    id="cluster_members.add",
    method="PUT",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}",
    doing="Adding remote engine {engineId} to cluster {clusterId}",
    answer=type(None),
    success=(204,),
    permission="TMC_CLUSTER_MANAGEMENT",
    hints={409: "An engine joins a cluster of its own environment, and only one at a time"},
)
REMOVE_MEMBER = Operation(
    id="cluster_members.remove",
    method="DELETE",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}",
    doing="Removing remote engine {engineId} from cluster {clusterId}",
    answer=type(None),
    success=(204,),
    permission="TMC_CLUSTER_MANAGEMENT",
)
LIST_RUN_PROFILES = Operation(
    id="cluster_run_profiles.list",
    method="GET",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles",
    doing="Listing run profiles of cluster {clusterId}",
    answer=list[RuntimeRunProfile],
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
CREATE_RUN_PROFILE = Operation(
    id="cluster_run_profiles.create",
    method="POST",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles",
    doing="Creating run profile{name} on cluster {clusterId}",
    answer=RuntimeRunProfile,
    success=(201,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
    hints={409: "Give it another name, or adopt the one that is there"},
)
GET_RUN_PROFILE = Operation(
    id="cluster_run_profiles.get",
    method="GET",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles/{runProfileId}",
    doing="Reading run profile {runProfileId} of cluster {clusterId}",
    answer=RuntimeRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
UPDATE_RUN_PROFILE = Operation(
    id="cluster_run_profiles.update",
    method="PUT",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles/{runProfileId}",
    doing="Updating run profile {runProfileId} of cluster {clusterId}",
    answer=RuntimeRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
DELETE_RUN_PROFILE = Operation(
    id="cluster_run_profiles.delete",
    method="DELETE",
    path="/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles/{runProfileId}",
    doing="Deleting run profile {runProfileId} of cluster {clusterId}",
    answer=type(None),
    success=(204,),
    query=("runProfileId",),
    replacement="runProfileId",
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)

CLUSTERS = (
    LIST,
    CREATE,
    GET,
    DELETE,
    ADD_MEMBER,
    REMOVE_MEMBER,
    LIST_RUN_PROFILES,
    CREATE_RUN_PROFILE,
    GET_RUN_PROFILE,
    UPDATE_RUN_PROFILE,
    DELETE_RUN_PROFILE,
)
