"""Executions of tasks and plans, and what can be executed."""

from __future__ import annotations

from talend_processing.client.models.model import Model, Timestamp
from talend_processing.client.models.places import WorkspaceInfo


class ExecutionIdentifier(Model):
    """The id of an execution that has just started."""

    execution_id: str


class Runtime(Model):
    """Where a task ran, as lists show it."""

    type: str | None = None
    id: str | None = None
    engine_id: str | None = None
    cluster_id: str | None = None
    run_profile_id: str | None = None


class TaskExecution(Model):
    """One run of a task. Lists and single answers have different fields."""

    execution_id: str
    start_timestamp: Timestamp | None = None
    """Absent until the execution has really started."""
    trigger_timestamp: Timestamp | None = None
    finish_timestamp: Timestamp | None = None
    user_id: str | None = None
    user_type: str | None = None
    task_id: str | None = None
    task_version: str | None = None
    job_id: str | None = None
    job_version: str | None = None
    environment_version: str | None = None
    execution_status: str | None = None
    execution_type: str | None = None
    execution_destination: str | None = None
    container_id: str | None = None
    run_profile_id: str | None = None
    remote_engine_id: str | None = None
    remote_engine_cluster_id: str | None = None
    number_of_processed_rows: int | None = None
    number_of_rejected_rows: int | None = None
    account_id: str | None = None
    workspace_id: str | None = None
    plan_id: str | None = None
    error_type: str | None = None
    error_message: str | None = None
    timeout: int | None = None
    """Minutes."""
    status: str | None = None
    misfired_execution_reason: str | None = None
    runtime: Runtime | None = None
    parallel_execution_allowed: bool | None = None
    """Whether the task may be started while it runs; only in lists."""


class PlanExecution(Model):
    """One run of a plan."""

    execution_id: str
    start_timestamp: Timestamp | None = None
    finish_timestamp: Timestamp | None = None
    user_id: str | None = None
    user_type: str | None = None
    plan_id: str | None = None
    execution_status: str | None = None
    status: str | None = None
    """Only in lists."""
    planned_executable_count: int | None = None
    done_executable_count: int | None = None
    done_executable_details: list[TaskExecution] | None = None
    misfired_execution_reason: str | None = None


class StepExecution(Model):
    """One step of a plan's run."""

    id: str | None = None
    execution_id: str | None = None
    start_timestamp: Timestamp | None = None
    finish_timestamp: Timestamp | None = None
    execution_status: str | None = None


class StepExecutionDetails(StepExecution):
    """One step of a plan's run, or its error handler, with what it ran."""

    planned_executable_count: int | None = None
    done_executable_count: int | None = None
    done_task_executable_details: list[TaskExecution] | None = None
    done_plan_executable_details: list[PlanExecution] | None = None


class Executable(Model):
    """A task or a plan that can be run."""

    executable: str
    """Its id."""
    name: str | None = None
    description: str | None = None
    workspace: WorkspaceInfo | None = None
