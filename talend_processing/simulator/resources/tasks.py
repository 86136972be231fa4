"""Tasks: what can be executed."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, Record
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Array, Integer, Number, Shape, Text
from talend_processing.simulator.resources.executables import FILTERS, PERMISSION, executables
from talend_processing.simulator.resources.executions.failures import ENDS, FAILURES

RUNTIME = Shape(
    {"type": Text(("CLOUD", "CLOUD_EXCLUSIVE", "REMOTE_ENGINE", "REMOTE_ENGINE_CLUSTER"))}, {"id": NAME}
)


@noun(
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
            "timeout": Integer(1),
            "seconds": Number(),
            "outcomes": Array(Text(tuple(ENDS))),
            "failures": FAILURES,
            "errorMessage": TEXT,
            "runs": Integer(0),
        },
    ),
    order=20,
)
def complete(world: World, given: Record) -> Record:
    """A task of a seed."""
    world.parent("workspaces", given["workspaceId"], f"task {given['name']}")
    return {
        "id": given.get("id") or world.hex_id(),
        "version": "0.1",
        "tags": [],
        "runtime": {"type": "CLOUD"},
        "paused": False,
        "configured": True,
        "parallelExecutionAllowed": True,
        "outcomes": ["success"],
        "runs": 0,
        **given,
    }


@operation(
    "list_tasks",
    "GET",
    "/processing/executables/tasks",
    query=FILTERS,
    permission=PERMISSION,
    supporting=True,
)
def list_tasks(call: Call) -> Answer:
    """A page of the tasks."""
    return executables(call, "tasks")
