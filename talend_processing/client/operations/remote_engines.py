"""Operations on Remote Engines and their run profiles."""

from __future__ import annotations

from talend_processing.client.models.engines import Engine
from talend_processing.client.models.run_profiles import RuntimeRunProfile
from talend_processing.client.operation import Operation

LIST = Operation(
    id="remote_engines.list",
    method="GET",
    path="/processing/runtimes/remote-engines",
    doing="Listing remote engines",
    answer=list[Engine],
    query=("query",),
    search="query",
    permission="TMC_CLUSTER_MANAGEMENT",
)
CREATE = Operation(
    id="remote_engines.create",
    method="POST",
    path="/processing/runtimes/remote-engines",
    doing="Creating remote engine{name}",
    answer=Engine,
    success=(201,),
    permission="TMC_CLUSTER_MANAGEMENT",
)
GET = Operation(
    id="remote_engines.get",
    method="GET",
    path="/processing/runtimes/remote-engines/{id}",
    doing="Reading remote engine {id}",
    answer=Engine,
    permission="TMC_CLUSTER_MANAGEMENT",
)
DELETE = Operation(
    id="remote_engines.delete",
    method="DELETE",
    path="/processing/runtimes/remote-engines/{id}",
    doing="Deleting remote engine {id}",
    answer=type(None),
    success=(204,),
    permission="TMC_CLUSTER_MANAGEMENT",
    hints={409: "Take the engine out of its cluster, or unpair it, then try again"},
)
UNPAIR = Operation(
    id="remote_engines.unpair",
    method="DELETE",
    path="/processing/runtimes/remote-engines/{id}/pairing",
    doing="Unpairing remote engine {id}",
    answer=str,
    query=("keepOsgiDeployments", "keepMicroserviceDeployments"),
    permission="TMC_CLUSTER_MANAGEMENT",
)
LIST_RUN_PROFILES = Operation(
    id="remote_engine_run_profiles.list",
    method="GET",
    path="/processing/runtimes/remote-engines/{engineId}/run-profiles",
    doing="Listing run profiles of remote engine {engineId}",
    answer=list[RuntimeRunProfile],
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
CREATE_RUN_PROFILE = Operation(
    id="remote_engine_run_profiles.create",
    method="POST",
    path="/processing/runtimes/remote-engines/{engineId}/run-profiles",
    doing="Creating run profile{name} on remote engine {engineId}",
    answer=RuntimeRunProfile,
    success=(201,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
    hints={409: "Give it another name, or adopt the one that is there"},
)
GET_RUN_PROFILE = Operation(
    id="remote_engine_run_profiles.get",
    method="GET",
    path="/processing/runtimes/remote-engines/{engineId}/run-profiles/{runProfileId}",
    doing="Reading run profile {runProfileId} of remote engine {engineId}",
    answer=RuntimeRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
UPDATE_RUN_PROFILE = Operation(
    id="remote_engine_run_profiles.update",
    method="PUT",
    path="/processing/runtimes/remote-engines/{engineId}/run-profiles/{runProfileId}",
    doing="Updating run profile {runProfileId} of remote engine {engineId}",
    answer=RuntimeRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
DELETE_RUN_PROFILE = Operation(
    id="remote_engine_run_profiles.delete",
    method="DELETE",
    path="/processing/runtimes/remote-engines/{engineId}/run-profiles/{runProfileId}",
    doing="Deleting run profile {runProfileId} of remote engine {engineId}",
    answer=str,
    success=(202,),
    query=("newRunProfileId",),
    replacement="newRunProfileId",
    permission="TMC_RUN_PROFILE_MANAGEMENT",
    hints={409: "Tasks use it: name the run profile that takes its place"},
)

REMOTE_ENGINES = (
    LIST,
    CREATE,
    GET,
    DELETE,
    UNPAIR,
    LIST_RUN_PROFILES,
    CREATE_RUN_PROFILE,
    GET_RUN_PROFILE,
    UPDATE_RUN_PROFILE,
    DELETE_RUN_PROFILE,
)
