"""Tasks. A seed defines them, because the API can only list and run them."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Record, Response
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Array, Integer, Number, Shape, Text
from talend_processing.simulator.resources.executables import LIST_PARAMETERS, PERMISSION, list_executables
from talend_processing.simulator.resources.executions.failures import OUTCOME_OVERRIDES, STATUS_BY_OUTCOME

RUNTIME = Shape(
    {"type": Text(("CLOUD", "CLOUD_EXCLUSIVE", "REMOTE_ENGINE", "REMOTE_ENGINE_CLUSTER"))}, {"id": NAME}
)


@resource(
    "tasks",
    "Task",
    Shape(
        {"name": NAME, "workspaceId": NAME},
        {
            "id": NAME,
            "description": TEXT,
            "version": TEXT,
            "tags": Array(NAME),
            "runtime": RUNTIME,
            "runProfileId": NAME,
            "paused": FLAG,
            "configured": FLAG,
            "parallelExecutionAllowed": FLAG,
            "microservice": FLAG,
            "timeout": Integer(1),
            "seconds": Number(),
            "outcomes": Array(Text(tuple(STATUS_BY_OUTCOME))),
            "failures": OUTCOME_OVERRIDES,
            "errorMessage": TEXT,
            "runs": Integer(0),
        },
    ),
    order=20,
)
def fill_defaults(account: Account, task: Record) -> Record:
    """Fill in the defaults of a task in a seed."""
    account.referenced("workspaces", task["workspaceId"], f"task {task['name']}")
    return {
        "id": task.get("id") or account.hex_id(),
        "version": "0.1",
        "tags": [],
        "runtime": {"type": "CLOUD"},
        "paused": False,
        "configured": True,
        "parallelExecutionAllowed": True,
        "outcomes": ["success"],
        "runs": 0,
        **task,
    }


@operation(
    "list_tasks",
    "GET",
    "/processing/executables/tasks",
    query=LIST_PARAMETERS,
    permission=PERMISSION,
    supporting=True,
)
def list_tasks(call: Call) -> Response:
    """Return a page of the tasks."""
    return list_executables(call, "tasks")
