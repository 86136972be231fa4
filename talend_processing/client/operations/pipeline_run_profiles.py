"""Operations on the five kinds of run profiles of Pipeline Engines."""

from __future__ import annotations

from talend_processing.client.models.pipeline_run_profiles import (
    AdvancedRunProfile,
    BigDataRunProfile,
    DatabricksRunProfile,
    DataIntegrationRunProfile,
    StandardRunProfile,
)
from talend_processing.client.operation import Operation

CREATE_STANDARD = Operation(
    id="standard_run_profiles.create",
    method="POST",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/standard",
    doing="Creating standard run profile{name} on pipeline engine {engineId}",
    answer=type(None),
    success=(201,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
GET_STANDARD = Operation(
    id="standard_run_profiles.get",
    method="GET",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/standard/{runProfileId}",
    doing="Reading standard run profile {runProfileId} of pipeline engine {engineId}",
    answer=StandardRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
UPDATE_STANDARD = Operation(
    id="standard_run_profiles.update",
    method="PUT",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/standard/{runProfileId}",
    doing="Updating standard run profile {runProfileId} of pipeline engine {engineId}",
    answer=type(None),
    success=(204,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
CREATE_ADVANCED = Operation(
    id="advanced_run_profiles.create",
    method="POST",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/advanced",
    doing="Creating advanced run profile{name} on pipeline engine {engineId}",
    answer=type(None),
    success=(201,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
GET_ADVANCED = Operation(
    id="advanced_run_profiles.get",
    method="GET",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/advanced/{runProfileId}",
    doing="Reading advanced run profile {runProfileId} of pipeline engine {engineId}",
    answer=AdvancedRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
UPDATE_ADVANCED = Operation(
    id="advanced_run_profiles.update",
    method="PUT",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/advanced/{runProfileId}",
    doing="Updating advanced run profile {runProfileId} of pipeline engine {engineId}",
    answer=type(None),
    success=(204,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
CREATE_BIG_DATA = Operation(
    id="big_data_run_profiles.create",
    method="POST",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/big-data",
    doing="Creating big-data run profile{name} on pipeline engine {engineId}",
    answer=type(None),
    success=(201,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
GET_BIG_DATA = Operation(
    id="big_data_run_profiles.get",
    method="GET",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/big-data/{runProfileId}",
    doing="Reading big-data run profile {runProfileId} of pipeline engine {engineId}",
    answer=BigDataRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
UPDATE_BIG_DATA = Operation(
    id="big_data_run_profiles.update",
    method="PUT",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/big-data/{runProfileId}",
    doing="Updating big-data run profile {runProfileId} of pipeline engine {engineId}",
    answer=type(None),
    success=(204,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
CREATE_DATABRICKS = Operation(
    id="databricks_run_profiles.create",
    method="POST",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/databricks",
    doing="Creating Databricks run profile{name} on pipeline engine {engineId}",
    answer=type(None),
    success=(201,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
GET_DATABRICKS = Operation(
    id="databricks_run_profiles.get",
    method="GET",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/databricks/{runProfileId}",
    doing="Reading Databricks run profile {runProfileId} of pipeline engine {engineId}",
    answer=DatabricksRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
UPDATE_DATABRICKS = Operation(
    id="databricks_run_profiles.update",
    method="PUT",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/databricks/{runProfileId}",
    doing="Updating Databricks run profile {runProfileId} of pipeline engine {engineId}",
    answer=type(None),
    success=(204,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
CREATE_DATA_INTEGRATION = Operation(
    id="data_integration_run_profiles.create",
    method="POST",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/data-integration",
    doing="Creating data-integration run profile{name} on pipeline engine {engineId}",
    answer=type(None),
    success=(200,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
GET_DATA_INTEGRATION = Operation(
    id="data_integration_run_profiles.get",
    method="GET",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/data-integration/{runProfileId}",
    doing="Reading data-integration run profile {runProfileId} of pipeline engine {engineId}",
    answer=DataIntegrationRunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
UPDATE_DATA_INTEGRATION = Operation(
    id="data_integration_run_profiles.update",
    method="PUT",
    path="/processing/runtimes/pipeline-engines/{engineId}/run-profiles/data-integration/{runProfileId}",
    doing="Updating data-integration run profile {runProfileId} of pipeline engine {engineId}",
    answer=type(None),
    success=(204,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)

PIPELINE_RUN_PROFILES = (
    CREATE_STANDARD,
    GET_STANDARD,
    UPDATE_STANDARD,
    CREATE_ADVANCED,
    GET_ADVANCED,
    UPDATE_ADVANCED,
    CREATE_BIG_DATA,
    GET_BIG_DATA,
    UPDATE_BIG_DATA,
    CREATE_DATABRICKS,
    GET_DATABRICKS,
    UPDATE_DATABRICKS,
    CREATE_DATA_INTEGRATION,
    GET_DATA_INTEGRATION,
    UPDATE_DATA_INTEGRATION,
)
