"""Operations on executions of tasks."""

from __future__ import annotations

from talend_processing.client.models.executions import ExecutionIdentifier, TaskExecution
from talend_processing.client.models.model import Page
from talend_processing.client.operation import Operation

LIST = Operation(
    id="task_executions.list",
    method="GET",
    path="/processing/executables/tasks/executions",
    doing="Listing task executions",
    answer=Page[TaskExecution],
    query=("from", "to", "status", "lastDays", "environmentId", "workspaceId", "limit", "offset"),
    permission="TMC_OPERATOR",
)
LIST_BY_TASK = Operation(
    id="task_executions.list_by_task",
    method="GET",
    path="/processing/executables/tasks/{taskId}/executions",
    doing="Listing executions of task {taskId}",
    answer=Page[TaskExecution],
    query=("from", "to", "status", "lastDays", "limit", "offset"),
    permission="TMC_OPERATOR",
)
SEARCH = Operation(
    id="task_executions.search",
    method="POST",
    path="/processing/executables/tasks/executions",
    doing="Searching task executions",
    answer=Page[TaskExecution],
    repeatable=True,
    permission="TMC_OPERATOR",
)
START = Operation(
    id="task_executions.start",
    method="POST",
    path="/processing/executions",
    doing="Starting task{name}",
    answer=ExecutionIdentifier,
    success=(201,),
    permission="TMC_OPERATOR",
    hints={
        405: "The task is paused: resume it in Talend Management Console, then try again",
        501: "Complete the task's configuration in Talend Management Console, then try again",
    },
)
GET = Operation(
    id="task_executions.get",
    method="GET",
    path="/processing/executions/{executionId}",
    doing="Reading task execution {executionId}",
    answer=TaskExecution,
    permission="TMC_OPERATOR",
)
TERMINATE = Operation(
    id="task_executions.terminate",
    method="DELETE",
    path="/processing/executions/{executionId}",
    doing="Terminating task execution {executionId}",
    answer=str,
    success=(200, 204),
    permission="TMC_OPERATOR",
)

TASK_EXECUTIONS = (
    LIST,
    LIST_BY_TASK,
    SEARCH,
    START,
    GET,
    TERMINATE,
)
