"""Executions of plans and of their steps."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from datetime import datetime

from talend_processing.client.answers import Before
from talend_processing.client.groups.executions import Histories, body_of
from talend_processing.client.groups.verbs import Gets
from talend_processing.client.models.executions import (
    ExecutionIdentifier,
    PlanExecution,
    StepExecution,
    StepExecutionDetails,
)
from talend_processing.client.models.requests import PlanRequest
from talend_processing.client.operations import plan_executions as operations


class PlanExecutions(Histories[PlanExecution], Gets[PlanExecution]):
    """Executions of plans: start, resume and watch them, and list those of the past.

    All lists of executions come page by page as they are read, the latest first, each once. Without a period
    they are those of the last 7 days; the API keeps 60 days at most.
    """

    GET = operations.GET

    def start(self, request: PlanRequest, *, before: Before = None) -> ExecutionIdentifier:
        """Start a plan, or resume a failed execution. If the outcome is not known, it is not tried again.

        `before` is asked right before each try, and keeps it from being sent by an error.
        """
        return self._caller.call(operations.START, body=body_of(operations.START, request), before=before)

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
        """Executions of all plans.

        Args:
            since: The beginning of the period.
            until: Its end; now if omitted.
            last_days: The period as the number of days up to now, 1 to 60.
            status: executing, execution_successful or execution_failed.
            environment_id: Only those of plans in this environment.
            workspace_id: Only those of plans in this workspace.

        """
        return self._history(
            operations.LIST,
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
        """Executions of one plan; the arguments are those of `list`."""
        return self._history(
            operations.LIST_BY_PLAN,
            plan,
            since=since,
            until=until,
            last_days=last_days,
            filters={"status": status},
        )

    def steps(self, execution: str) -> builtins.list[StepExecution]:
        """The steps of an execution in the plan's order, without error handlers."""
        return self._caller.call(operations.LIST_STEPS, execution)

    def step(self, execution: str, step: str) -> StepExecutionDetails:
        """One step of an execution, with what it ran."""
        return self._caller.call(operations.GET_STEP, execution, step)

    def error_handler(self, execution: str, step: str) -> StepExecutionDetails:
        """What handled the error of a step."""
        return self._caller.call(operations.GET_ERROR_HANDLER, execution, step)
