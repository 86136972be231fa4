"""Look-ups of tasks, plans and promotions, and their executions."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pulumi

from talend_processing.lookups.shared import require_name_or_id, single_match
from talend_processing.provider.declare.program import program_client, reading

if TYPE_CHECKING:
    from talend_processing.client.api.executables import Executables
    from talend_processing.lookups.results import (
        ExecutableInfo,
        PlanExecutionInfo,
        PlanStepDetails,
        PlanStepInfo,
        PromotionExecutionInfo,
        TaskExecutionInfo,
    )

__all__ = [
    "find_plan",
    "find_task",
    "get_plan_error_handler",
    "get_plan_execution",
    "get_plan_step",
    "get_promotion_execution",
    "get_task_execution",
    "list_plan_executions",
    "list_plan_steps",
    "list_plans",
    "list_task_executions",
    "list_tasks",
]


def list_tasks(*, environment_id: str | None = None, workspace_id: str | None = None) -> list[ExecutableInfo]:
    """All tasks that the credentials see, or only those in one environment or workspace.

    Operation: `GET /processing/executables/tasks`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The tasks"):
        return list(program_client().tasks.list(environment_id=environment_id, workspace_id=workspace_id))


def find_task(
    *, name: str, environment: str | None = None, workspace_id: str | None = None
) -> ExecutableInfo:
    """The task named `name`, in any environment or only in `environment` (a name or an id).

    The task's id is the field `executable` of the result.

    Operations: `GET /processing/executables/tasks`, and, if `environment` is given,
    `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    """
    with reading(f"Task '{name}'"):
        return _find("task", program_client().tasks, name, environment, workspace_id)


def list_plans(*, environment_id: str | None = None, workspace_id: str | None = None) -> list[ExecutableInfo]:
    """All plans that the credentials see, or only those in one environment or workspace.

    Operation: `GET /processing/executables/plans`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The plans"):
        return list(program_client().plans.list(environment_id=environment_id, workspace_id=workspace_id))


def find_plan(
    *, name: str, environment: str | None = None, workspace_id: str | None = None
) -> ExecutableInfo:
    """The plan named `name`, in any environment or only in `environment` (a name or an id).

    The plan's id is the field `executable` of the result.

    Operations: `GET /processing/executables/plans`, and, if `environment` is given,
    `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    """
    with reading(f"Plan '{name}'"):
        return _find("plan", program_client().plans, name, environment, workspace_id)


def list_task_executions(
    *,
    task_id: str | None = None,
    last_days: int = 7,
    status: str | None = None,
    environment_id: str | None = None,
    workspace_id: str | None = None,
    tags: Sequence[str] = (),
) -> list[TaskExecutionInfo]:
    """Executions of tasks in the last `last_days` days (1 to 60), latest first.

    The other arguments select executions. `status` is a value such as executing, execution_successful or
    execution_failed. If several `tags` are given, a task must have all of them.

    Operations: `GET /processing/executables/tasks/{taskId}/executions` if `task_id` is given,
    `POST /processing/executables/tasks/executions` if `tags` are given, or else
    `GET /processing/executables/tasks/executions`.

    Raises:
        pulumi.RunError: The API cannot be read, `last_days` is not from 1 to 60, or `task_id` is given
            together with `environment_id`, `workspace_id` or `tags`.

    """
    if task_id is not None and (tags or environment_id or workspace_id):
        raise pulumi.RunError(
            "The executions of one task cannot be filtered by environment_id, workspace_id or tags: omit"
            " these, or task_id"
        )
    with reading("The executions of tasks"):
        executions = program_client().task_executions
        if task_id is not None:
            return list(executions.list_by_task(task_id, last_days=last_days, status=status))
        list_matching = functools.partial(executions.search, tags=tags) if tags else executions.list
        selected_executions = list_matching(
            last_days=last_days, status=status, environment_id=environment_id, workspace_id=workspace_id
        )
        return list(selected_executions)


def get_task_execution(*, id: str) -> TaskExecutionInfo:  # noqa: A002 - as every Pulumi SDK names it
    """One execution of a task.

    Operation: `GET /processing/executions/{executionId}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Execution {id}"):
        return program_client().task_executions.get(id)


def list_plan_executions(*, plan_id: str | None = None, last_days: int = 7) -> list[PlanExecutionInfo]:
    """Executions of one plan, or of all plans, in the last `last_days` days (1 to 60), latest first.

    Operations: `GET /processing/executables/plans/{planId}/executions` if `plan_id` is given, or else
    `GET /processing/executables/plans/executions`.

    Raises:
        pulumi.RunError: The API cannot be read, or `last_days` is not from 1 to 60.

    """
    with reading("The executions of plans"):
        executions = program_client().plan_executions
        if plan_id is not None:
            return list(executions.list_by_plan(plan_id, last_days=last_days))
        return list(executions.list(last_days=last_days))


def get_plan_execution(*, id: str) -> PlanExecutionInfo:  # noqa: A002 - as every Pulumi SDK names it
    """One execution of a plan.

    Operation: `GET /processing/executions/plans/{id}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Execution {id}"):
        return program_client().plan_executions.get(id)


def list_plan_steps(*, execution_id: str) -> list[PlanStepInfo]:
    """The steps of a plan's execution, in the plan's order, without error handlers.

    Operation: `GET /processing/executions/plans/{planExecutionId}/steps`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading(f"The steps of execution {execution_id}"):
        return program_client().plan_executions.steps(execution_id)


def get_plan_step(*, execution_id: str, step_id: str) -> PlanStepDetails:
    """One step of a plan's execution, with the executions of its tasks.

    `step_id` is the step's execution id (`execution_id` in the results of `list_plan_steps`).

    Operation: `GET /processing/executions/plans/{planExecutionId}/steps/{stepExecutionId}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Step {step_id} of execution {execution_id}"):
        return program_client().plan_executions.step(execution_id, step_id)


def get_plan_error_handler(*, execution_id: str, step_id: str) -> PlanStepDetails:
    """The error handler that ran for a step of a plan's execution. `step_id` is the step's execution id.

    Operation: `GET /processing/executions/plans/{planExecutionId}/steps/{stepExecutionId}/error-handler`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"The error handler of step {step_id} of execution {execution_id}"):
        return program_client().plan_executions.error_handler(execution_id, step_id)


def get_promotion_execution(*, id: str) -> PromotionExecutionInfo:  # noqa: A002 - as every Pulumi SDK names it
    """One execution of a promotion: its status and its report.

    Operation: `GET /processing/executions/promotions/{executionId}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Promotion execution {id}"):
        return program_client().promotions.get(id)


def _find(
    noun: str, api: Executables, name: str, environment: str | None, workspace_id: str | None
) -> ExecutableInfo:
    require_name_or_id(environment)
    environment_id = _environment_id(environment) if environment else None
    scope = f" in environment '{environment}'" if environment else ""
    scope += f" in workspace '{workspace_id}'" if workspace_id else ""
    similar = api.list(name=name, environment_id=environment_id, workspace_id=workspace_id)
    namesakes = [one for one in similar if one.name == name]
    # An account may have 30,000 tasks, so the look-up lists all of them only for the suggestions of an error.
    candidates = namesakes or api.list(environment_id=environment_id, workspace_id=workspace_id)
    return single_match(f"{noun} named '{name}'{scope}", name, candidates, lambda one: one.name == name)


def _environment_id(environment: str) -> str:
    """Return the id of the environment with this name or id."""
    environments = program_client().environments.list()
    return next((one.id for one in environments if one.name == environment), environment)
