"""Plans, their executions, and the steps of the executions."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from datetime import datetime

from talend_processing.client.api.crud import Gets
from talend_processing.client.api.executables import (
    Executable,
    Executables,
    ExecutionIdentifier,
    StartRequest,
)
from talend_processing.client.api.history import Execution, Histories
from talend_processing.client.api.tasks import TaskExecution
from talend_processing.client.model import Model, Page, Timestamp
from talend_processing.client.operation import BeforeSend, Operation

_EXECUTION_PATH = "/processing/executions/plans/{planExecutionId}"
_STEP_PATH = f"{_EXECUTION_PATH}/steps/{{stepExecutionId}}"
_PERMISSION = "TMC_OPERATOR"


class PlanRequest(StartRequest):
    """Request that starts a plan, or resumes a failed execution of it (schema PlanExecutable)."""

    execution_plan_id: str | None = None
    """Id of the failed execution to resume."""
    step_id: str | None = None
    """Id of the step execution to resume at (`execution_id` of `StepExecution`)."""
    rerun_only_failed_tasks: bool | None = None
    """Whether tasks that succeeded are skipped."""

    def faults(self) -> Iterator[str]:
        """Yield the reasons for which the API would refuse the request, with advice."""
        yield from super().faults()
        if self.execution_plan_id is None and (self.step_id or self.rerun_only_failed_tasks):
            argument = "step_id" if self.step_id else "rerun_only_failed_tasks"
            yield f"{argument} is given without execution_plan_id. Give the id of the failed execution too"


class PlanExecution(Execution):
    """One run of a plan."""

    start_timestamp: Timestamp | None = None
    finish_timestamp: Timestamp | None = None
    user_id: str | None = None
    user_type: str | None = None
    plan_id: str | None = None
    execution_status: str | None = None
    status: str | None = None
    """Returned only in lists."""
    planned_executable_count: int | None = None
    done_executable_count: int | None = None
    done_executable_details: list[TaskExecution] | None = None
    misfired_execution_reason: str | None = None


class StepExecution(Model):
    """One step of a plan execution."""

    id: str | None = None
    execution_id: str | None = None
    start_timestamp: Timestamp | None = None
    finish_timestamp: Timestamp | None = None
    execution_status: str | None = None


class StepExecutionDetails(StepExecution):
    """One step of a plan execution, or the step's error handler, with the tasks that it ran."""

    planned_executable_count: int | None = None
    done_executable_count: int | None = None
    done_task_executable_details: list[TaskExecution] | None = None
    done_plan_executable_details: list[PlanExecution] | None = None


class Plans(Executables):
    """Plans that the token's user has access to."""

    LIST = Operation(
        method="GET",
        path="/processing/executables/plans",
        summary="Listing plans",
        result=Page[Executable],
        permission=_PERMISSION,
    )


class PlanExecutions(Histories[PlanExecution], Gets[PlanExecution]):
    """Methods that start, resume, read and list executions of plans.

    The methods that list executions yield each execution once. They fetch a page when it is needed, from the
    end of the period backwards.
    Without a period they cover the last 7 days. The API keeps executions for 10 to 60 days.
    """

    LIST = Operation(
        method="GET",
        path="/processing/executables/plans/executions",
        summary="Listing plan executions",
        result=Page[PlanExecution],
        permission=_PERMISSION,
    )
    LIST_BY_PLAN = Operation(
        method="GET",
        path="/processing/executables/plans/{planId}/executions",
        summary="Listing executions of plan {planId}",
        result=Page[PlanExecution],
        permission=_PERMISSION,
    )
    START = Operation(
        method="POST",
        path="/processing/executions/plans",
        summary="Starting plan {name}",
        result=ExecutionIdentifier,
        permission=_PERMISSION,
        hints={
            405: "The plan is paused: resume it in Talend Management Console, then try again",
            422: "Only a failed and recent execution can be resumed: start the plan again",
            501: "Complete the plan's configuration in Talend Management Console, then try again",
        },
    )
    GET = Operation(
        method="GET",
        path="/processing/executions/plans/{id}",
        summary="Reading plan execution {id}",
        result=PlanExecution,
        permission=_PERMISSION,
    )
    STEPS = Operation(
        method="GET",
        path=f"{_EXECUTION_PATH}/steps",
        summary="Listing steps of plan execution {planExecutionId}",
        result=list[StepExecution],
        permission=_PERMISSION,
    )
    STEP = Operation(
        method="GET",
        path=_STEP_PATH,
        summary="Reading step {stepExecutionId} of plan execution {planExecutionId}",
        result=StepExecutionDetails,
        permission=_PERMISSION,
    )
    ERROR_HANDLER = Operation(
        method="GET",
        path=f"{_STEP_PATH}/error-handler",
        summary="Reading the error handler of step {stepExecutionId} of plan execution {planExecutionId}",
        result=StepExecutionDetails,
        permission=_PERMISSION,
    )

    def start(self, request: PlanRequest, *, before: BeforeSend = None) -> ExecutionIdentifier:
        """Start a plan, or resume a failed execution.

        If the plan may have started, the request is not repeated.

        Args:
            request: The plan, and the execution to resume.
            before: Called right before every attempt. If it raises an error, nothing is sent.

        Raises:
            CallError: The call failed. If the error's `outcome` is `unknown`, the plan may have started.
            TalendError: The API would refuse the request, so it was not sent.

        """
        return self._dispatcher.call(self.START, body=request.body_for(self.START), before_send=before)

    def list(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        last_days: int | None = None,
        status: str | None = None,
        environment_id: str | None = None,
        workspace_id: str | None = None,
    ) -> Iterator[PlanExecution]:
        """Yield executions of all plans.

        Args:
            since: Start of the period. Executions that ran in any part of the period are listed.
            until: End of the period; now by default.
            last_days: Length in days, 1 to 60, of a period that ends now, in place of `since` and `until`.
            status: executing, execution_successful or execution_failed.
            environment_id: Id of the environment; None for all.
            workspace_id: Id of the workspace; None for all.

        """
        return self._history(
            self.LIST,
            since=since,
            until=until,
            last_days=last_days,
            filters={"status": status, "environmentId": environment_id, "workspaceId": workspace_id},
        )

    def list_by_plan(
        self,
        plan: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        last_days: int | None = None,
        status: str | None = None,
    ) -> Iterator[PlanExecution]:
        """Yield executions of the plan with the given id. The other arguments are those of `list`."""
        return self._history(
            self.LIST_BY_PLAN,
            plan,
            since=since,
            until=until,
            last_days=last_days,
            filters={"status": status},
        )

    def steps(self, execution: str) -> builtins.list[StepExecution]:
        """Return the steps of an execution, in the order of the plan, without error handlers."""
        return self._dispatcher.call(self.STEPS, execution)

    def step(self, execution: str, step: str) -> StepExecutionDetails:
        """Return one step of an execution with the tasks that this step ran."""
        return self._dispatcher.call(self.STEP, execution, step)

    def error_handler(self, execution: str, step: str) -> StepExecutionDetails:
        """Return the execution of a step's error handler."""
        return self._dispatcher.call(self.ERROR_HANDLER, execution, step)
