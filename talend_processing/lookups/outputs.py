# ruff: noqa: A002 - the names are those of the look-ups
"""The look-ups with arguments that may be outputs. `make docs` writes it (`tools/docs/lookup_outputs.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pulumi

from talend_processing.lookups import executions, places, run_profiles, runtimes
from talend_processing.lookups.looking import when_known

if TYPE_CHECKING:
    from talend_processing.client.api.clusters import EngineCluster
    from talend_processing.client.api.executables import Executable
    from talend_processing.client.api.pipeline_engines import PipelineEngine
    from talend_processing.client.api.pipeline_run_profiles import PipelineRunProfile
    from talend_processing.client.api.plans import PlanExecution, StepExecution, StepExecutionDetails
    from talend_processing.client.api.promotions import PromotionExecution
    from talend_processing.client.api.remote_engines import BaseEngine, Engine
    from talend_processing.client.api.run_profiles import BaseRunProfile, RunProfile, RuntimeRunProfile
    from talend_processing.client.api.tasks import TaskExecution
    from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

__all__ = [
    "find_engine_cluster_output",
    "find_environment_output",
    "find_pipeline_engine_output",
    "find_plan_output",
    "find_remote_engine_output",
    "find_run_profile_output",
    "find_task_output",
    "find_workspace_output",
    "get_cloud_jvm_rollback_output",
    "get_engine_cluster_output",
    "get_engine_cluster_run_profile_output",
    "get_environment_output",
    "get_pipeline_engine_output",
    "get_plan_error_handler_output",
    "get_plan_execution_output",
    "get_plan_step_output",
    "get_promotion_execution_output",
    "get_remote_engine_output",
    "get_remote_engine_run_profile_output",
    "get_run_profile_output",
    "get_task_execution_output",
    "get_workspace_output",
    "list_engine_cluster_run_profiles_output",
    "list_engine_clusters_output",
    "list_environments_output",
    "list_pipeline_engine_run_profiles_output",
    "list_pipeline_engines_output",
    "list_plan_executions_output",
    "list_plan_steps_output",
    "list_plans_output",
    "list_remote_engine_run_profiles_output",
    "list_remote_engines_output",
    "list_run_profiles_output",
    "list_task_executions_output",
    "list_tasks_output",
    "list_workspaces_output",
]


def find_engine_cluster_output(
    *, name: pulumi.Input[str], environment: pulumi.Input[str | None] = None
) -> pulumi.Output[BaseEngine]:
    """`find_engine_cluster` with arguments that may be outputs."""
    return when_known(runtimes.find_engine_cluster, name=name, environment=environment)


def find_environment_output(*, name: pulumi.Input[str]) -> pulumi.Output[EnvironmentInfo]:
    """`find_environment` with arguments that may be outputs."""
    return when_known(places.find_environment, name=name)


def find_pipeline_engine_output(
    *, name: pulumi.Input[str], environment: pulumi.Input[str | None] = None
) -> pulumi.Output[PipelineEngine]:
    """`find_pipeline_engine` with arguments that may be outputs."""
    return when_known(runtimes.find_pipeline_engine, name=name, environment=environment)


def find_plan_output(
    *, name: pulumi.Input[str], workspace_id: pulumi.Input[str | None] = None
) -> pulumi.Output[Executable]:
    """`find_plan` with arguments that may be outputs."""
    return when_known(executions.find_plan, name=name, workspace_id=workspace_id)


def find_remote_engine_output(
    *, name: pulumi.Input[str], environment: pulumi.Input[str | None] = None
) -> pulumi.Output[Engine]:
    """`find_remote_engine` with arguments that may be outputs."""
    return when_known(runtimes.find_remote_engine, name=name, environment=environment)


def find_run_profile_output(
    *, name: pulumi.Input[str], environment_id: pulumi.Input[str | None] = None
) -> pulumi.Output[BaseRunProfile]:
    """`find_run_profile` with arguments that may be outputs."""
    return when_known(run_profiles.find_run_profile, name=name, environment_id=environment_id)


def find_task_output(
    *, name: pulumi.Input[str], workspace_id: pulumi.Input[str | None] = None
) -> pulumi.Output[Executable]:
    """`find_task` with arguments that may be outputs."""
    return when_known(executions.find_task, name=name, workspace_id=workspace_id)


def find_workspace_output(
    *, name: pulumi.Input[str], environment: pulumi.Input[str]
) -> pulumi.Output[WorkspaceInfo]:
    """`find_workspace` with arguments that may be outputs."""
    return when_known(places.find_workspace, name=name, environment=environment)


def get_cloud_jvm_rollback_output() -> pulumi.Output[bool]:
    """`get_cloud_jvm_rollback` with arguments that may be outputs."""
    return when_known(runtimes.get_cloud_jvm_rollback)


def get_engine_cluster_output(*, id: pulumi.Input[str]) -> pulumi.Output[EngineCluster]:
    """`get_engine_cluster` with arguments that may be outputs."""
    return when_known(runtimes.get_engine_cluster, id=id)


def get_engine_cluster_run_profile_output(
    *, cluster_id: pulumi.Input[str], id: pulumi.Input[str]
) -> pulumi.Output[RuntimeRunProfile]:
    """`get_engine_cluster_run_profile` with arguments that may be outputs."""
    return when_known(run_profiles.get_engine_cluster_run_profile, cluster_id=cluster_id, id=id)


def get_environment_output(*, id: pulumi.Input[str]) -> pulumi.Output[EnvironmentInfo]:
    """`get_environment` with arguments that may be outputs."""
    return when_known(places.get_environment, id=id)


def get_pipeline_engine_output(*, id: pulumi.Input[str]) -> pulumi.Output[PipelineEngine]:
    """`get_pipeline_engine` with arguments that may be outputs."""
    return when_known(runtimes.get_pipeline_engine, id=id)


def get_plan_error_handler_output(
    *, execution_id: pulumi.Input[str], step_id: pulumi.Input[str]
) -> pulumi.Output[StepExecutionDetails]:
    """`get_plan_error_handler` with arguments that may be outputs."""
    return when_known(executions.get_plan_error_handler, execution_id=execution_id, step_id=step_id)


def get_plan_execution_output(*, id: pulumi.Input[str]) -> pulumi.Output[PlanExecution]:
    """`get_plan_execution` with arguments that may be outputs."""
    return when_known(executions.get_plan_execution, id=id)


def get_plan_step_output(
    *, execution_id: pulumi.Input[str], step_id: pulumi.Input[str]
) -> pulumi.Output[StepExecutionDetails]:
    """`get_plan_step` with arguments that may be outputs."""
    return when_known(executions.get_plan_step, execution_id=execution_id, step_id=step_id)


def get_promotion_execution_output(*, id: pulumi.Input[str]) -> pulumi.Output[PromotionExecution]:
    """`get_promotion_execution` with arguments that may be outputs."""
    return when_known(executions.get_promotion_execution, id=id)


def get_remote_engine_output(*, id: pulumi.Input[str]) -> pulumi.Output[Engine]:
    """`get_remote_engine` with arguments that may be outputs."""
    return when_known(runtimes.get_remote_engine, id=id)


def get_remote_engine_run_profile_output(
    *, engine_id: pulumi.Input[str], id: pulumi.Input[str]
) -> pulumi.Output[RuntimeRunProfile]:
    """`get_remote_engine_run_profile` with arguments that may be outputs."""
    return when_known(run_profiles.get_remote_engine_run_profile, engine_id=engine_id, id=id)


def get_run_profile_output(*, id: pulumi.Input[str]) -> pulumi.Output[RunProfile]:
    """`get_run_profile` with arguments that may be outputs."""
    return when_known(run_profiles.get_run_profile, id=id)


def get_task_execution_output(*, id: pulumi.Input[str]) -> pulumi.Output[TaskExecution]:
    """`get_task_execution` with arguments that may be outputs."""
    return when_known(executions.get_task_execution, id=id)


def get_workspace_output(*, id: pulumi.Input[str]) -> pulumi.Output[WorkspaceInfo]:
    """`get_workspace` with arguments that may be outputs."""
    return when_known(places.get_workspace, id=id)


def list_engine_cluster_run_profiles_output(
    *, cluster_id: pulumi.Input[str]
) -> pulumi.Output[list[RuntimeRunProfile]]:
    """`list_engine_cluster_run_profiles` with arguments that may be outputs."""
    return when_known(run_profiles.list_engine_cluster_run_profiles, cluster_id=cluster_id)


def list_engine_clusters_output() -> pulumi.Output[list[BaseEngine]]:
    """`list_engine_clusters` with arguments that may be outputs."""
    return when_known(runtimes.list_engine_clusters)


def list_environments_output() -> pulumi.Output[list[EnvironmentInfo]]:
    """`list_environments` with arguments that may be outputs."""
    return when_known(places.list_environments)


def list_pipeline_engine_run_profiles_output(
    *, engine_id: pulumi.Input[str]
) -> pulumi.Output[list[PipelineRunProfile]]:
    """`list_pipeline_engine_run_profiles` with arguments that may be outputs."""
    return when_known(run_profiles.list_pipeline_engine_run_profiles, engine_id=engine_id)


def list_pipeline_engines_output() -> pulumi.Output[list[PipelineEngine]]:
    """`list_pipeline_engines` with arguments that may be outputs."""
    return when_known(runtimes.list_pipeline_engines)


def list_plan_executions_output(
    *, plan_id: pulumi.Input[str | None] = None, last_days: pulumi.Input[int] = 7
) -> pulumi.Output[list[PlanExecution]]:
    """`list_plan_executions` with arguments that may be outputs."""
    return when_known(executions.list_plan_executions, plan_id=plan_id, last_days=last_days)


def list_plan_steps_output(*, execution_id: pulumi.Input[str]) -> pulumi.Output[list[StepExecution]]:
    """`list_plan_steps` with arguments that may be outputs."""
    return when_known(executions.list_plan_steps, execution_id=execution_id)


def list_plans_output(
    *, environment_id: pulumi.Input[str | None] = None, workspace_id: pulumi.Input[str | None] = None
) -> pulumi.Output[list[Executable]]:
    """`list_plans` with arguments that may be outputs."""
    return when_known(executions.list_plans, environment_id=environment_id, workspace_id=workspace_id)


def list_remote_engine_run_profiles_output(
    *, engine_id: pulumi.Input[str]
) -> pulumi.Output[list[RuntimeRunProfile]]:
    """`list_remote_engine_run_profiles` with arguments that may be outputs."""
    return when_known(run_profiles.list_remote_engine_run_profiles, engine_id=engine_id)


def list_remote_engines_output() -> pulumi.Output[list[Engine]]:
    """`list_remote_engines` with arguments that may be outputs."""
    return when_known(runtimes.list_remote_engines)


def list_run_profiles_output(
    *, name: pulumi.Input[str | None] = None, environment_id: pulumi.Input[str | None] = None
) -> pulumi.Output[list[BaseRunProfile]]:
    """`list_run_profiles` with arguments that may be outputs."""
    return when_known(run_profiles.list_run_profiles, name=name, environment_id=environment_id)


def list_task_executions_output(
    *,
    task_id: pulumi.Input[str | None] = None,
    last_days: pulumi.Input[int] = 7,
    status: pulumi.Input[str | None] = None,
    environment_id: pulumi.Input[str | None] = None,
    workspace_id: pulumi.Input[str | None] = None,
    tags: pulumi.Input[Sequence[pulumi.Input[str]]] = (),
) -> pulumi.Output[list[TaskExecution]]:
    """`list_task_executions` with arguments that may be outputs."""
    return when_known(
        executions.list_task_executions,
        task_id=task_id,
        last_days=last_days,
        status=status,
        environment_id=environment_id,
        workspace_id=workspace_id,
        tags=tags,
    )


def list_tasks_output(
    *, environment_id: pulumi.Input[str | None] = None, workspace_id: pulumi.Input[str | None] = None
) -> pulumi.Output[list[Executable]]:
    """`list_tasks` with arguments that may be outputs."""
    return when_known(executions.list_tasks, environment_id=environment_id, workspace_id=workspace_id)


def list_workspaces_output(
    *, environment: pulumi.Input[str | None] = None
) -> pulumi.Output[list[WorkspaceInfo]]:
    """`list_workspaces` with arguments that may be outputs."""
    return when_known(places.list_workspaces, environment=environment)
