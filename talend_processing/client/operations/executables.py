"""Operations on tasks and plans that can be executed, which the reference leaves out."""

from __future__ import annotations

from talend_processing.client.models.executions import Executable
from talend_processing.client.models.model import Page
from talend_processing.client.operation import Operation

_FILTERS = ("name", "environmentId", "workspaceId", "limit", "offset")

LIST_TASKS = Operation(
    id="tasks.list",
    method="GET",
    path="/processing/executables/tasks",
    doing="Listing tasks",
    answer=Page[Executable],
    permission="TMC_OPERATOR",
    query=_FILTERS,
)
LIST_PLANS = Operation(
    id="plans.list",
    method="GET",
    path="/processing/executables/plans",
    doing="Listing plans",
    answer=Page[Executable],
    permission="TMC_OPERATOR",
    query=_FILTERS,
)

EXECUTABLES = (LIST_TASKS, LIST_PLANS)
