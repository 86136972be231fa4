"""Operations on Pipeline Engines and the list of their run profiles."""

from __future__ import annotations

from talend_processing.client.models.engines import PipelineEngine
from talend_processing.client.models.pipeline_run_profiles import PipelineRunProfile
from talend_processing.client.operation import Operation

LIST = Operation(
    id="pipeline_engines.list",
    method="GET",
    path="/processing/runtimes/pipeline-engines",
    doing="Listing pipeline engines",
    answer=list[PipelineEngine],
    query=("query",),
    search="query",
    permission="TMC_CLUSTER_MANAGEMENT",
)
CREATE = Operation(
    id="pipeline_engines.create",
    method="POST",
    path="/processing/runtimes/pipeline-engines",
    doing="Creating pipeline engine{name}",
    answer=PipelineEngine,
    success=(201,),
    permission="TMC_CLUSTER_MANAGEMENT",
)
GET = Operation(
    id="pipeline_engines.get",
    method="GET",
    path="/processing/runtimes/pipeline-engines/{engineId}",
    doing="Reading pipeline engine {engineId}",
    answer=PipelineEngine,
    permission="TMC_CLUSTER_MANAGEMENT",
)
DELETE = Operation(
    id="pipeline_engines.delete",
    method="DELETE",
    path="/processing/runtimes/pipeline-engines/{engineId}",
    doing="Deleting pipeline engine {engineId}",
    answer=type(None),
    success=(204,),
    permission="TMC_CLUSTER_MANAGEMENT",
    hints={409: "Unpair the engine, then try again"},
)
UNPAIR = Operation(
    id="pipeline_engines.unpair",
    method="DELETE",
    path="/processing/runtimes/pipeline-engines/{engineId}/pairing",
    doing="Unpairing pipeline engine {engineId}",
    answer=str,
    permission="TMC_CLUSTER_MANAGEMENT",
)
LIST_RUN_PROFILES = Operation(
    id="pipeline_run_profiles.list",
    method="GET",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles",
    doing="Listing run profiles of pipeline engine {engineId}",
    answer=list[PipelineRunProfile],
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
DELETE_RUN_PROFILE = Operation(
    id="pipeline_run_profiles.delete",
    method="DELETE",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/{type}/{runProfileId}",
    doing="Deleting {type} run profile {runProfileId} of pipeline engine {engineId}",
    answer=type(None),
    success=(204,),
    query=("newRunProfileId",),
    replacement="newRunProfileId",
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)

PIPELINE_ENGINES = (
    LIST,
    CREATE,
    GET,
    DELETE,
    UNPAIR,
    LIST_RUN_PROFILES,
    DELETE_RUN_PROFILE,
)
