# ruff: noqa: F405 - `__all__` lists names that the modules of this folder define
"""Look-ups for programs: `get_…` returns one object by id, `find_…` one by name, and `list_…` several.

Each reads the API while the program runs, also in a preview. Each has an `…_output` variant, which accepts
outputs of resources and waits until they are known. The types of the results, such as `RemoteEngineInfo`, are
public, so that programs can use them in annotations.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from talend_processing.lazy import make_dir

if TYPE_CHECKING:
    from talend_processing.lookups.environments import *  # noqa: F403
    from talend_processing.lookups.execution_outputs import *  # noqa: F403
    from talend_processing.lookups.executions import *  # noqa: F403 - the names of __all__
    from talend_processing.lookups.outputs import *  # noqa: F403
    from talend_processing.lookups.results import *  # noqa: F403
    from talend_processing.lookups.run_profiles import *  # noqa: F403
    from talend_processing.lookups.runtimes import *  # noqa: F403

__all__ = [
    "EngineClusterDetails",
    "EngineClusterInfo",
    "ExecutableInfo",
    "PipelineEngineInfo",
    "PipelineRunProfileInfo",
    "PlanExecutionInfo",
    "PlanStepDetails",
    "PlanStepInfo",
    "PromotionExecutionInfo",
    "RemoteEngineInfo",
    "RunProfileDetails",
    "RunProfileInfo",
    "RuntimeRunProfileInfo",
    "TaskExecutionInfo",
    "find_engine_cluster",
    "find_engine_cluster_output",
    "find_environment",
    "find_environment_output",
    "find_pipeline_engine",
    "find_pipeline_engine_output",
    "find_plan",
    "find_plan_output",
    "find_remote_engine",
    "find_remote_engine_output",
    "find_run_profile",
    "find_run_profile_output",
    "find_task",
    "find_task_output",
    "find_workspace",
    "find_workspace_output",
    "get_cloud_jvm_rollback",
    "get_cloud_jvm_rollback_output",
    "get_engine_cluster",
    "get_engine_cluster_output",
    "get_engine_cluster_run_profile",
    "get_engine_cluster_run_profile_output",
    "get_environment",
    "get_environment_output",
    "get_pipeline_engine",
    "get_pipeline_engine_output",
    "get_plan_error_handler",
    "get_plan_error_handler_output",
    "get_plan_execution",
    "get_plan_execution_output",
    "get_plan_step",
    "get_plan_step_output",
    "get_promotion_execution",
    "get_promotion_execution_output",
    "get_remote_engine",
    "get_remote_engine_output",
    "get_remote_engine_run_profile",
    "get_remote_engine_run_profile_output",
    "get_run_profile",
    "get_run_profile_output",
    "get_task_execution",
    "get_task_execution_output",
    "get_workspace",
    "get_workspace_output",
    "list_engine_cluster_run_profiles",
    "list_engine_cluster_run_profiles_output",
    "list_engine_clusters",
    "list_engine_clusters_output",
    "list_environments",
    "list_environments_output",
    "list_pipeline_engine_run_profiles",
    "list_pipeline_engine_run_profiles_output",
    "list_pipeline_engines",
    "list_pipeline_engines_output",
    "list_plan_executions",
    "list_plan_executions_output",
    "list_plan_steps",
    "list_plan_steps_output",
    "list_plans",
    "list_plans_output",
    "list_remote_engine_run_profiles",
    "list_remote_engine_run_profiles_output",
    "list_remote_engines",
    "list_remote_engines_output",
    "list_run_profiles",
    "list_run_profiles_output",
    "list_task_executions",
    "list_task_executions_output",
    "list_tasks",
    "list_tasks_output",
    "list_workspaces",
    "list_workspaces_output",
]

_MODULES = (
    "environments",
    "executions",
    "run_profiles",
    "runtimes",
    "outputs",
    "execution_outputs",
    "results",
)
"""The modules to search for a name. The last three import other look-ups or the client."""

__dir__ = make_dir(globals())


def __getattr__(name: str) -> object:
    """Import a look-up or a result type when it is first used."""
    if name in __all__:
        for module in (import_module(f"{__name__}.{module_name}") for module_name in _MODULES):
            if name in module.__all__:
                member: object = getattr(module, name)
                globals()[name] = member
                return member
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
