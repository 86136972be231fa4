"""The table of all operations: the reference's 65, and the few more that they need."""

from __future__ import annotations

from talend_processing.client.operation import Operation
from talend_processing.client.operations.cloud_jvm import CLOUD_JVM
from talend_processing.client.operations.clusters import CLUSTERS
from talend_processing.client.operations.executables import EXECUTABLES
from talend_processing.client.operations.pipeline_engines import PIPELINE_ENGINES
from talend_processing.client.operations.pipeline_run_profiles import PIPELINE_RUN_PROFILES
from talend_processing.client.operations.places import PLACES
from talend_processing.client.operations.plan_executions import PLAN_EXECUTIONS
from talend_processing.client.operations.promotions import PROMOTIONS
from talend_processing.client.operations.remote_engines import REMOTE_ENGINES
from talend_processing.client.operations.run_profiles import RUN_PROFILES
from talend_processing.client.operations.task_executions import TASK_EXECUTIONS
from talend_processing.client.operations.token import FETCH_TOKEN

OPERATIONS: tuple[Operation[object], ...] = (
    *TASK_EXECUTIONS,
    *PLAN_EXECUTIONS,
    *PROMOTIONS,
    *REMOTE_ENGINES,
    *CLUSTERS,
    *PIPELINE_ENGINES,
    *PIPELINE_RUN_PROFILES,
    *RUN_PROFILES,
    *CLOUD_JVM,
)
"""Those of the reference."""

SUPPORTING: tuple[Operation[object], ...] = (FETCH_TOKEN, *PLACES, *EXECUTABLES)
"""What the reference leaves out but the rest needs: token, environments, workspaces, executables."""
