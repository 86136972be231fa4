"""Plans, which run tasks in consecutive steps."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Record, Response
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Array, Shape
from talend_processing.simulator.resources.executables import LIST_PARAMETERS, PERMISSION, list_executables
from talend_processing.simulator.resources.executions.failures import FAILURES

_STEP = Shape({"tasks": Array(NAME)}, {"id": NAME, "name": NAME, "errorHandler": NAME, "failures": FAILURES})


@resource(
    "plans",
    "Plan",
    Shape(
        {"name": NAME, "workspaceId": NAME, "steps": Array(_STEP)},
        {"id": NAME, "description": TEXT, "paused": FLAG, "configured": FLAG},
    ),
    order=30,
)
def fill_defaults(account: Account, given: Record) -> Record:
    """Fill in the defaults of a plan in a seed."""
    referrer = f"plan {given['name']}"
    account.referenced("workspaces", given["workspaceId"], referrer)
    steps = []
    for number, step in enumerate(given["steps"], 1):
        for task in (*step["tasks"], *([step["errorHandler"]] if "errorHandler" in step else [])):
            account.referenced("tasks", task, referrer)
        steps.append({"id": step.get("id") or account.uuid(), "name": f"Step {number}", **step})
    found = {"id": given.get("id") or account.uuid(), "paused": False, "configured": True, **given}
    return {**found, "steps": steps}


@operation(
    "list_plans",
    "GET",
    "/processing/executables/plans",
    query=LIST_PARAMETERS,
    permission=PERMISSION,
    supporting=True,
)
def list_plans(call: Call) -> Response:
    """Return a page of the plans."""
    return list_executables(call, "plans")
