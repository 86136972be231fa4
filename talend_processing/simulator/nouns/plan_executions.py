"""Executions of plans: a step begins when the one before it has ended well."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.answers import Answer, ApiError, Record, as_json, created, not_found
from talend_processing.simulator.clock import timestamp
from talend_processing.simulator.nouns.history import OF_ALL, OF_ONE, in_place, page
from talend_processing.simulator.nouns.task_executions import PERMISSION, STATUSES, runnable, show, start_task
from talend_processing.simulator.operations import Call, Caller, operation
from talend_processing.simulator.validation import (
    FLAG,
    MILLISECONDS,
    NAME,
    TEXTS,
    Array,
    Integer,
    Shape,
    Text,
)
from talend_processing.simulator.world import World, event, noun

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
    {"id": NAME, "taskExecutions": TEXTS, "started": MILLISECONDS, "finished": MILLISECONDS, "status": NAME},
)
_STEP = Shape(_RUN.required, {**_RUN.optional, "errorHandler": _RUN})


@noun(
    "planExecutions",
    "Plan execution",
    Shape(
        {"planId": NAME, "status": Text(tuple(_STATUSES)), "triggered": MILLISECONDS, "steps": Array(_STEP)},
        {
            "id": NAME,
            "finished": MILLISECONDS,
            "first": Integer(0),
            "userId": NAME,
            "userType": Text(("HUMAN", "SERVICE")),
        },
    ),
    order=50,
)
def complete(world: World, given: Record) -> Record:
    """An execution of a seed; one under way goes on."""
    world.parent("plans", given["planId"], "a plan execution")
    defaults = {"first": 0, "userId": "simulated-user", "userType": "HUMAN"}
    found = {"id": given.get("id") or world.uuid(), **defaults, **given}
    if "finished" not in found:
        world.schedule(world.now(), "plan goes on", found["id"])
    return found


def _run(world: World, step: Record, tasks: list[str]) -> Record:
    return {"id": step["id"], "executionId": world.uuid(), "tasks": tasks}


def _new(world: World, plan: Record, caller: Caller) -> Record:
    steps = []
    for step in plan["steps"]:
        run = _run(world, step, step["tasks"])
        if "errorHandler" in step:
            run["errorHandler"] = _run(world, step, [step["errorHandler"]])
        steps.append(run)
    return {
        "id": world.uuid(),
        "planId": plan["id"],
        "status": "executing",
        "triggered": world.now(),
        "steps": steps,
        "first": 0,
        "userId": caller.user_id,
        "userType": caller.user_type,
    }


def _resumed(world: World, found: Record, body: Record) -> None:
    """Begin with the step that failed, or a named one, of an earlier execution."""
    earlier = world.get("planExecutions", body["executionPlanId"])
    if earlier["planId"] != found["planId"] or earlier["status"] != "execution_failed":
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "The plan execution cannot be rerun",
            f"execution {earlier['id']} is of another plan or did not fail",
        )
    ids = [step["executionId"] for step in earlier["steps"]]
    if "stepId" in body and body["stepId"] not in ids:
        raise not_found("Step execution", body["stepId"])
    failed = next(n for n, step in enumerate(earlier["steps"]) if step.get("status") == "execution_failed")
    first = ids.index(body["stepId"]) if "stepId" in body else failed
    found["first"] = first
    if body.get("rerunOnlyFailedTasks") and earlier["steps"][first].get("taskExecutions"):
        executions = world.table("taskExecutions")
        done = [executions[one] for one in earlier["steps"][first]["taskExecutions"] if one in executions]
        bad = [one["taskId"] for one in done if one["status"] != "execution_successful"]
        found["steps"][first]["tasks"] = bad or found["steps"][first]["tasks"]


@event("plan goes on")
def goes_on(world: World, execution_id: str, at: int) -> None:
    """Begin the next step, run an error handler, or end."""
    found = world.table("planExecutions").get(execution_id)
    if found is None or "finished" in found:
        return
    for step in found["steps"][found["first"] :]:
        if not _advance(world, found, step, at):
            return
        if step["status"] != "execution_successful":
            handler = step.get("errorHandler")
            if handler is None or _advance(world, found, handler, at):
                found |= {"status": "execution_failed", "finished": at}
            return
    found |= {"status": "execution_successful", "finished": at}


def _advance(world: World, found: Record, run: Record, at: int) -> bool:
    """Start what has not started; whether it has ended."""
    if "finished" in run:
        return True
    executions = world.table("taskExecutions")
    if "started" not in run:
        caller = Caller(found["userId"], found["userType"])
        tasks = [world.table("tasks")[task] for task in run["tasks"]]
        run |= {"started": at, "status": "executing"}
        run["taskExecutions"] = [start_task(world, task, caller, plan=found["id"])["id"] for task in tasks]
        if tasks:
            return False
    ended = [executions[one] for one in run["taskExecutions"]]
    if not all("finished" in one for one in ended):
        return False
    good = all(one["status"] == "execution_successful" for one in ended)
    run |= {"finished": at, "status": "execution_successful" if good else "execution_failed"}
    return True


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
    found = _new(world, runnable(world, "plans", call.body["executable"]), call.caller)
    if "executionPlanId" in call.body:
        _resumed(world, found, call.body)
    world.table("planExecutions")[found["id"]] = found
    world.schedule(world.now(), "plan goes on", found["id"])
    return created({"executionId": found["id"]})


@operation("get_plan_execution", "GET", f"{_EXECUTIONS}/{{id}}", permission=PERMISSION)
def get(call: Call) -> Answer:
    """One execution."""
    return as_json(_show(call.world, call.world.get("planExecutions", call.path["id"]), item=False))


def _steps(call: Call) -> list[Record]:
    found = call.world.get("planExecutions", call.path["planExecutionId"])
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
    plans = world.table("plans")
    wanted = {plan_id for plan_id, plan in plans.items() if in_place(call, asked, plan["workspaceId"])}
    executions = (one for one in world.table("planExecutions").values() if one["planId"] in wanted)
    return page(call, asked, executions, lambda one: _show(world, one, item=True))


@operation(
    "list_executions_of_plan", "GET", f"{_PLANS}/{{planId}}/executions", query=OF_ONE, permission=PERMISSION
)
def list_of_plan(call: Call) -> Answer:
    """A page of the executions of one plan."""
    world = call.world
    plan = world.get("plans", call.path["planId"])
    executions = (one for one in world.table("planExecutions").values() if one["planId"] == plan["id"])
    return page(call, dict(call.query), executions, lambda one: _show(world, one, item=True))
