"""Executions of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from talend_processing.client.answers import Before
from talend_processing.client.errors import TalendError
from talend_processing.client.groups.executions import Histories, body_of
from talend_processing.client.groups.verbs import Gets
from talend_processing.client.models.executions import ExecutionIdentifier, TaskExecution
from talend_processing.client.models.requests import TaskRequest
from talend_processing.client.operations import task_executions as operations

_STOPPED = 204


class TaskExecutions(Histories[TaskExecution], Gets[TaskExecution]):
    """Executions of tasks: start, watch and end them, and list those of the past.

    All lists come page by page as they are read, the latest executions first, each once. Without a period
    they are those of the last 7 days; the API keeps 60 days at most.
    """

    GET = operations.GET

    def start(self, request: TaskRequest, *, before: Before = None) -> ExecutionIdentifier:
        """Start a task. If the outcome is not known, the task is not started again.

        `before` is asked right before each try, and keeps it from being sent by an error.
        """
        return self._caller.call(operations.START, body=body_of(operations.START, request), before=before)

    def terminate(self, execution: str) -> bool:
        """End an execution; False: it had ended already."""
        return self._caller.status(operations.TERMINATE, execution) == _STOPPED

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
        """Executions of all tasks.

        Args:
            since: The beginning of the period: executions that ran at any time within it are listed.
            until: Its end; now if omitted.
            last_days: The period as the number of days up to now, 1 to 60.
            status: Such as executing, execution_successful or execution_failed.
            environment_id: Only those of this environment.
            workspace_id: Only those of this workspace.

        """
        return self._history(
            operations.LIST,
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
        """Executions of one task; the arguments are those of `list`."""
        return self._history(
            operations.LIST_BY_TASK,
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
        """Executions of tasks that have all these tags; the other arguments are those of `list`.

        Raises:
            TalendError: `tags` is one text, whose letters would be tags.

        """
        if isinstance(tags, str):
            raise TalendError(
                f"{operations.SEARCH.doing}: tags is one text. Give a list: [{tags!r}]", outcome="not_sent"
            )
        return self._history(
            operations.SEARCH,
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
