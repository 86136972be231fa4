"""Tasks and their executions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pydantic import Field

from talend_processing.client.api.crud import Gets
from talend_processing.client.api.executables import (
    Executable,
    Executables,
    ExecutionIdentifier,
    StartRequest,
)
from talend_processing.client.api.history import Execution, Histories
from talend_processing.client.errors import TalendError
from talend_processing.client.model import Model, Page, Timestamp
from talend_processing.client.operation import BeforeSend, Operation

_STATUS_IF_TERMINATED = 204
_PERMISSION = "TMC_OPERATOR"


class TaskRequest(StartRequest):
    """Request that starts a task (schema Executabletask)."""

    parameters: dict[str, object] | None = Field(default=None, repr=False)
    """Values for the parameters of the task's Job. They may be secret."""
    log_level: str | None = None
    """OFF, ERROR, WARN or INFO."""
    timeout: int | None = None
    """Minutes after which the API terminates the execution."""

    def faults(self) -> Iterator[str]:
        """Yield the reasons for which the API would refuse the request, with advice."""
        yield from super().faults()
        if self.timeout is not None and self.timeout < 1:
            yield f"timeout is {self.timeout}. Give 1 minute or more, or leave it out"


class Runtime(Model):
    """The engine or cluster that a task ran on, as lists return it."""

    type: str | None = None
    id: str | None = None
    engine_id: str | None = None
    cluster_id: str | None = None
    run_profile_id: str | None = None


class TaskExecution(Execution):
    """One run of a task. `get` and the lists return different fields."""

    start_timestamp: Timestamp | None = None
    """None while the execution has not started to run."""
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
    """Whether the task may be started again while it runs. Returned only in lists."""


class Tasks(Executables):
    """Tasks that the token's user has access to."""

    LIST = Operation(
        method="GET",
        path="/processing/executables/tasks",
        summary="Listing tasks",
        result=Page[Executable],
        permission=_PERMISSION,
    )


class TaskExecutions(Histories[TaskExecution], Gets[TaskExecution]):
    """Methods that start, read, terminate and list executions of tasks.

    The methods that list executions yield each execution once. They fetch a page when it is needed, from the
    end of the period backwards.
    Without a period they cover the last 7 days. The API keeps executions for 60 days.
    """

    LIST = Operation(
        method="GET",
        path="/processing/executables/tasks/executions",
        summary="Listing task executions",
        result=Page[TaskExecution],
        permission=_PERMISSION,
    )
    LIST_BY_TASK = Operation(
        method="GET",
        path="/processing/executables/tasks/{taskId}/executions",
        summary="Listing executions of task {taskId}",
        result=Page[TaskExecution],
        permission=_PERMISSION,
    )
    SEARCH = Operation(
        method="POST",
        path="/processing/executables/tasks/executions",
        summary="Searching task executions",
        result=Page[TaskExecution],
        repeatable_post=True,
        permission=_PERMISSION,
    )
    START = Operation(
        method="POST",
        path="/processing/executions",
        summary="Starting task {name}",
        result=ExecutionIdentifier,
        permission=_PERMISSION,
        hints={
            405: "The task is paused: resume it in Talend Management Console, then try again",
            501: "Complete the task's configuration in Talend Management Console, then try again",
        },
    )
    GET = Operation(
        method="GET",
        path="/processing/executions/{executionId}",
        summary="Reading task execution {executionId}",
        result=TaskExecution,
        permission=_PERMISSION,
    )
    TERMINATE = Operation(
        method="DELETE",
        path="/processing/executions/{executionId}",
        summary="Terminating task execution {executionId}",
        result=str,
        permission=_PERMISSION,
    )

    def start(self, request: TaskRequest, *, before: BeforeSend = None) -> ExecutionIdentifier:
        """Start a task. If the task may have started, the request is not repeated.

        Args:
            request: The task and its parameters.
            before: Called right before every attempt. If it raises an error, nothing is sent.

        Raises:
            CallError: The call failed. If the error's `outcome` is `unknown`, the task may have started.
            TalendError: The API would refuse the request, so it was not sent.

        """
        return self._dispatcher.call(self.START, body=request.body_for(self.START), before_send=before)

    def terminate(self, execution: str) -> bool:
        """Terminate an execution.

        Args:
            execution: Id of the execution.

        Returns:
            True if the API terminated the execution, False if the execution had already ended.

        """
        return self._dispatcher.status(self.TERMINATE, execution) == _STATUS_IF_TERMINATED

    def list(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        last_days: int | None = None,
        status: str | None = None,
        environment_id: str | None = None,
        workspace_id: str | None = None,
    ) -> Iterator[TaskExecution]:
        """Yield executions of all tasks.

        Args:
            since: Start of the period. Executions that ran in any part of the period are listed.
            until: End of the period; now by default.
            last_days: Length in days, 1 to 60, of a period that ends now, in place of `since` and `until`.
            status: For example executing, execution_successful or execution_failed.
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

    def list_by_task(
        self,
        task: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        last_days: int | None = None,
        status: str | None = None,
    ) -> Iterator[TaskExecution]:
        """Yield executions of the task with the given id. The other arguments are those of `list`."""
        return self._history(
            self.LIST_BY_TASK,
            task,
            since=since,
            until=until,
            last_days=last_days,
            filters={"status": status},
        )

    def search(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        last_days: int | None = None,
        status: str | None = None,
        environment_id: str | None = None,
        workspace_id: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> Iterator[TaskExecution]:
        """Yield executions of the tasks that have every given tag. The other arguments are those of `list`.

        Raises:
            TalendError: `tags` is a string instead of a list of strings.

        """
        if isinstance(tags, str):
            raise TalendError(
                f"{self.SEARCH.summary}: tags is a string. Give a list: [{tags!r}]", outcome="not_sent"
            )
        return self._history(
            self.SEARCH,
            since=since,
            until=until,
            last_days=last_days,
            filters={
                "status": status,
                "environmentId": environment_id,
                "workspaceId": workspace_id,
                "tags": [*tags] if tags else None,
            },
        )
