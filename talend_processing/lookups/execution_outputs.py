# ruff: noqa: A002 - the arguments have the names that they have in the look-ups
"""The look-ups of tasks, plans, promotions and their executions, with arguments that may be outputs.

Each call waits until its arguments are known and the resources in `opts.depends_on` are created.

`make docs` generates this file with `tools/docs/lookup_outputs.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pulumi import Input, InvokeOptions, InvokeOutputOptions, Output

from talend_processing.lookups import executions
from talend_processing.lookups.shared import when_known

if TYPE_CHECKING:
    from talend_processing.lookups.results import (
        ExecutableInfo,
        PlanExecutionInfo,
        PlanStepDetails,
        PlanStepInfo,
        PromotionExecutionInfo,
        TaskExecutionInfo,
    )

__all__ = [
    "find_plan_output",
    "find_task_output",
    "get_plan_error_handler_output",
    "get_plan_execution_output",
    "get_plan_step_output",
    "get_promotion_execution_output",
    "get_task_execution_output",
    "list_plan_executions_output",
    "list_plan_steps_output",
    "list_plans_output",
    "list_task_executions_output",
    "list_tasks_output",
]


def find_plan_output(
    *,
    name: Input[str],
    environment: Input[str | None] = None,
    workspace_id: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[ExecutableInfo]:
    """Call `find_plan` with arguments that may be outputs."""
    return when_known(
        executions.find_plan, opts, name=name, environment=environment, workspace_id=workspace_id
    )


def find_task_output(
    *,
    name: Input[str],
    environment: Input[str | None] = None,
    workspace_id: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[ExecutableInfo]:
    """Call `find_task` with arguments that may be outputs."""
    return when_known(
        executions.find_task, opts, name=name, environment=environment, workspace_id=workspace_id
    )


def get_plan_error_handler_output(
    *, execution_id: Input[str], step_id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[PlanStepDetails]:
    """Call `get_plan_error_handler` with arguments that may be outputs."""
    return when_known(executions.get_plan_error_handler, opts, execution_id=execution_id, step_id=step_id)


def get_plan_execution_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[PlanExecutionInfo]:
    """Call `get_plan_execution` with arguments that may be outputs."""
    return when_known(executions.get_plan_execution, opts, id=id)


def get_plan_step_output(
    *, execution_id: Input[str], step_id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[PlanStepDetails]:
    """Call `get_plan_step` with arguments that may be outputs."""
    return when_known(executions.get_plan_step, opts, execution_id=execution_id, step_id=step_id)


def get_promotion_execution_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[PromotionExecutionInfo]:
    """Call `get_promotion_execution` with arguments that may be outputs."""
    return when_known(executions.get_promotion_execution, opts, id=id)


def get_task_execution_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[TaskExecutionInfo]:
    """Call `get_task_execution` with arguments that may be outputs."""
    return when_known(executions.get_task_execution, opts, id=id)


def list_plan_executions_output(
    *,
    plan_id: Input[str | None] = None,
    last_days: Input[int] = 7,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[list[PlanExecutionInfo]]:
    """Call `list_plan_executions` with arguments that may be outputs."""
    return when_known(executions.list_plan_executions, opts, plan_id=plan_id, last_days=last_days)


def list_plan_steps_output(
    *, execution_id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[PlanStepInfo]]:
    """Call `list_plan_steps` with arguments that may be outputs."""
    return when_known(executions.list_plan_steps, opts, execution_id=execution_id)


def list_plans_output(
    *,
    environment_id: Input[str | None] = None,
    workspace_id: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[list[ExecutableInfo]]:
    """Call `list_plans` with arguments that may be outputs."""
    return when_known(executions.list_plans, opts, environment_id=environment_id, workspace_id=workspace_id)


def list_task_executions_output(
    *,
    task_id: Input[str | None] = None,
    last_days: Input[int] = 7,
    status: Input[str | None] = None,
    environment_id: Input[str | None] = None,
    workspace_id: Input[str | None] = None,
    tags: Input[Sequence[Input[str]]] = (),
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[list[TaskExecutionInfo]]:
    """Call `list_task_executions` with arguments that may be outputs."""
    return when_known(
        executions.list_task_executions,
        opts,
        task_id=task_id,
        last_days=last_days,
        status=status,
        environment_id=environment_id,
        workspace_id=workspace_id,
        tags=tags,
    )


def list_tasks_output(
    *,
    environment_id: Input[str | None] = None,
    workspace_id: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[list[ExecutableInfo]]:
    """Call `list_tasks` with arguments that may be outputs."""
    return when_known(executions.list_tasks, opts, environment_id=environment_id, workspace_id=workspace_id)
