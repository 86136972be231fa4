"""Executions of plans: a step begins when the one before it has ended well."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.account.clock import timestamp
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, Record, as_json, created, not_found
from talend_processing.simulator.http.validation import (
    FLAG,
    INSTANT,
    NAME,
    TEXTS,
    Array,
    Integer,
    Shape,
    Text,
)
from talend_processing.simulator.resources.executables import PERMISSION, runnable
from talend_processing.simulator.resources.executions.history import OF_ALL, OF_ONE, kept_since, page, placed
from talend_processing.simulator.resources.executions.plan_runs import new, resume
from talend_processing.simulator.resources.executions.task_executions import STATUSES, show

_EXECUTIONS = "/processing/executions/plans"
_PLANS = "/processing/executables/plans"
_STATUSES = {
    "executing": "STARTED",
    "execution_successful": "EXECUTION_SUCCESS",
    "execution_failed": "EXECUTION_FAILED",
}
_START = Shape({"executable": NAME}, {"executionPlanId": NAME, "stepId": NAME, "rerunOnlyFailedTasks": FLAG})
_RUN = Shape(
    {"executionId": NAME, "tasks": TEXTS},
    {
        "id": NAME,
        "taskExecutions": TEXTS,
        "started": INSTANT,
        "finished": INSTANT,
        "status": Text(tuple(_STATUSES)),
    },
)
_STEP = Shape(_RUN.required, {**_RUN.optional, "errorHandler": _RUN})


@noun(
    "planExecutions",
    "Plan execution",
    Shape(
        {"planId": NAME, "status": Text(tuple(_STATUSES)), "triggered": INSTANT, "steps": Array(_STEP)},
        {
            "id": NAME,
            "finished": INSTANT,
            "first": Integer(0),
            "userId": NAME,
            "userType": Text(("HUMAN", "SERVICE")),
        },
    ),
    order=50,
    owner="planId",
)
def complete(world: World, given: Record) -> Record:
    """An execution of a seed; one under way goes on."""
    world.parent("plans", given["planId"], "a plan execution")
    for step in given["steps"]:
        for run in (step, step.get("errorHandler", {})):
            for name in ("tasks", "taskExecutions"):
                for one in run.get(name, ()):
                    world.parent(name, one, "a plan execution")
            _fill(world, run)
    defaults = {"first": 0, "userId": "simulated-user", "userType": "HUMAN"}
    found = {"id": given.get("id") or world.uuid(), **defaults, **given}
    if found["status"] != "executing":
        found.setdefault("finished", found["triggered"])
    else:
        found.pop("finished", None)
        world.schedule(world.now(), "plan goes on", found["id"])
    return found


def _fill(world: World, run: Record) -> None:
    """What a seed may leave out of a step or an error handler."""
    if run:
        run.setdefault("id", world.uuid())
    if "finished" in run:
        run.setdefault("started", run["finished"])
    if "started" in run:
        run.setdefault("taskExecutions", [])
        run.setdefault("status", "execution_successful" if "finished" in run else "executing")


def _counts(found: Record) -> tuple[int, int]:
    steps = found["steps"][found["first"] :]
    planned = sum(len(step["tasks"]) for step in steps)
    return planned, sum(len(step["tasks"]) for step in steps if "finished" in step)


def _show(world: World, found: Record, *, item: bool) -> Record:
    planned, done = _counts(found)
    shown = {
        "executionId": found["id"],
        "startTimestamp": timestamp(found["triggered"]),
        "userId": found["userId"],
        "userType": found["userType"],
        "planId": found["planId"],
        "executionStatus": _STATUSES[found["status"]],
        "plannedExecutableCount": planned,
        "doneExecutableCount": done,
    }
    if "finished" in found:
        shown["finishTimestamp"] = timestamp(found["finished"])
    if item:
        return {**shown, "status": found["status"]}
    return {**shown, "doneExecutableDetails": [one for step in found["steps"] for one in _done(world, step)]}


def _done(world: World, run: Record) -> list[Record]:
    executions = world.table("taskExecutions")
    return [
        show(world, executions[one]) for one in run.get("taskExecutions", []) if "finished" in executions[one]
    ]


def _show_step(run: Record) -> Record:
    shown = {"id": run["id"], "executionId": run["executionId"]}
    for name, word in (("started", "startTimestamp"), ("finished", "finishTimestamp")):
        if name in run:
            shown[word] = timestamp(run[name])
    if "status" in run:
        shown["executionStatus"] = STATUSES[run["status"]]
    return shown


def _show_details(world: World, run: Record) -> Record:
    done = _done(world, run)
    counts = {"plannedExecutableCount": len(run["tasks"]), "doneExecutableCount": len(done)}
    return {**_show_step(run), **counts, "doneTaskExecutableDetails": done}


@operation("start_plan", "POST", _EXECUTIONS, body=_START, permission=PERMISSION)
def start(call: Call) -> Answer:
    """A new execution of a plan, from its beginning or from a step that failed before."""
    world = call.world
    found = new(world, runnable(world, "plans", call.body["executable"]), call.caller)
    resume(world, found, call.body)
    world.table("planExecutions")[found["id"]] = found
    world.schedule(world.now(), "plan goes on", found["id"])
    return created({"executionId": found["id"]})


def _get(call: Call, execution_id: str) -> Record:
    found = call.world.get("planExecutions", execution_id)
    if found.get("finished", call.world.now()) < kept_since(call.world):
        raise not_found("Plan execution", found["id"])
    return found


@operation("get_plan_execution", "GET", f"{_EXECUTIONS}/{{id}}", permission=PERMISSION)
def get(call: Call) -> Answer:
    """One execution."""
    return as_json(_show(call.world, _get(call, call.path["id"]), item=False))


def _steps(call: Call) -> list[Record]:
    found = _get(call, call.path["planExecutionId"])
    steps: list[Record] = found["steps"][found["first"] :]
    return steps


def _step(call: Call) -> Record:
    wanted = call.path["stepExecutionId"]
    for step in _steps(call):
        if step["executionId"] == wanted:
            return step
    raise not_found("Step execution", wanted)


_STEPS = f"{_EXECUTIONS}/{{planExecutionId}}/steps"


@operation("list_plan_steps", "GET", _STEPS, permission=PERMISSION)
def list_steps(call: Call) -> Answer:
    """The steps in the plan's order, without error handlers."""
    return as_json([_show_step(step) for step in _steps(call)])


@operation("get_plan_step", "GET", f"{_STEPS}/{{stepExecutionId}}", permission=PERMISSION)
def get_step(call: Call) -> Answer:
    """One step with what it ran."""
    return as_json(_show_details(call.world, _step(call)))


@operation(
    "get_plan_error_handler", "GET", f"{_STEPS}/{{stepExecutionId}}/error-handler", permission=PERMISSION
)
def get_error_handler(call: Call) -> Answer:
    """What handled the error of a step; 404 if nothing did."""
    step = _step(call)
    handler = step.get("errorHandler", {})
    if "started" not in handler:
        raise not_found("Error handler", step["executionId"])
    return as_json(_show_details(call.world, handler))


@operation("list_plan_executions", "GET", f"{_PLANS}/executions", query=OF_ALL, permission=PERMISSION)
def list_all(call: Call) -> Answer:
    """A page of the executions of all plans."""
    world, asked = call.world, dict(call.query)
    plans = placed(call, "plans", asked)
    wanted = None if plans is None else {one["id"] for one in plans}
    return page(call, "planExecutions", lambda one: _show(world, one, item=True), asked=asked, owners=wanted)


@operation(
    "list_executions_of_plan", "GET", f"{_PLANS}/{{planId}}/executions", query=OF_ONE, permission=PERMISSION
)
def list_of_plan(call: Call) -> Answer:
    """A page of the executions of one plan."""
    world = call.world
    plan = world.get("plans", call.path["planId"])
    return page(
        call,
        "planExecutions",
        lambda one: _show(world, one, item=True),
        asked=dict(call.query),
        owners={plan["id"]},
    )
