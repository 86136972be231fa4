"""Plans, which run tasks in consecutive steps."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Record, Response
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Array, Shape
from talend_processing.simulator.resources.executables import LIST_PARAMETERS, PERMISSION, list_executables
from talend_processing.simulator.resources.executions.failures import OUTCOME_OVERRIDES

_STEP = Shape(
    {"tasks": Array(NAME)}, {"id": NAME, "name": NAME, "errorHandler": NAME, "failures": OUTCOME_OVERRIDES}
)


@resource(
    "plans",
    "Plan",
    Shape(
        {"name": NAME, "workspaceId": NAME, "steps": Array(_STEP)},
        {"id": NAME, "description": TEXT, "paused": FLAG, "configured": FLAG},
    ),
    order=30,
)
def fill_defaults(account: Account, plan: Record) -> Record:
    """Fill in the defaults of a plan in a seed."""
    referrer = f"plan {plan['name']}"
    account.referenced("workspaces", plan["workspaceId"], referrer)
    steps = []
    for number, step in enumerate(plan["steps"], 1):
        for task_id in (*step["tasks"], *([step["errorHandler"]] if "errorHandler" in step else [])):
            account.referenced("tasks", task_id, referrer)
        steps.append({"id": step.get("id") or account.uuid(), "name": f"Step {number}", **step})
    plan_id = plan.get("id") or account.uuid()
    return {"id": plan_id, "paused": False, "configured": True, **plan, "steps": steps}


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
