"""Plans: tasks in steps, one step after the other."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, Record
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Array, Shape
from talend_processing.simulator.resources.executables import FILTERS, PERMISSION, executables
from talend_processing.simulator.resources.executions.failures import FAILURES

_STEP = Shape({"tasks": Array(NAME)}, {"id": NAME, "name": NAME, "errorHandler": NAME, "failures": FAILURES})


@noun(
    "plans",
    "Plan",
    Shape(
        {"name": NAME, "workspaceId": NAME, "steps": Array(_STEP)},
        {"id": NAME, "description": TEXT, "paused": FLAG, "configured": FLAG},
    ),
    order=30,
)
def complete(world: World, given: Record) -> Record:
    """A plan of a seed."""
    of = f"plan {given['name']}"
    world.parent("workspaces", given["workspaceId"], of)
    steps = []
    for number, step in enumerate(given["steps"], 1):
        for task in (*step["tasks"], *([step["errorHandler"]] if "errorHandler" in step else [])):
            world.parent("tasks", task, of)
        steps.append({"id": step.get("id") or world.uuid(), "name": f"Step {number}", **step})
    found = {"id": given.get("id") or world.uuid(), "paused": False, "configured": True, **given}
    return {**found, "steps": steps}


@operation(
    "list_plans",
    "GET",
    "/processing/executables/plans",
    query=FILTERS,
    permission=PERMISSION,
    supporting=True,
)
def list_plans(call: Call) -> Answer:
    """A page of the plans."""
    return executables(call, "plans")
