"""The life of a plan's execution: a step begins when the one before it has ended well."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import World, event
from talend_processing.simulator.http.operations import Caller
from talend_processing.simulator.http.responses import ApiError, Record, bad_request, not_found
from talend_processing.simulator.resources.executions.failures import take
from talend_processing.simulator.resources.executions.task_runs import start_task

_DAY = 86_400_000


def new(world: World, plan: Record, caller: Caller) -> Record:
    """An execution of a plan that has not begun."""
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


def _run(world: World, step: Record, tasks: list[str]) -> Record:
    return {"id": step["id"], "executionId": world.uuid(), "tasks": list(tasks)}


def resume(world: World, found: Record, body: Record) -> None:
    """Begin with the step that failed, or a named one, of an earlier execution."""
    if "executionPlanId" not in body:
        _begin_at(world, found, body)
        return
    earlier = world.get("planExecutions", body["executionPlanId"])
    if why := _unfit(world, found, earlier):
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "The plan execution cannot be rerun", f"{earlier['id']} {why}"
        )
    steps = earlier["steps"]
    if "stepId" in body:
        ids = [step["executionId"] for step in steps]
        if body["stepId"] not in ids[earlier["first"] :]:
            raise not_found("Step execution", body["stepId"])
        first = ids.index(body["stepId"])
    else:
        failed = (number for number, one in enumerate(steps) if one.get("status") == "execution_failed")
        first = next(failed, 0)
    if first >= len(found["steps"]):
        raise not_found("Step execution", steps[first]["executionId"])
    found["first"] = first
    if body.get("rerunOnlyFailedTasks"):
        executions = world.table("taskExecutions")
        ran = [executions[one] for one in steps[first].get("taskExecutions", ()) if one in executions]
        bad = [one["taskId"] for one in ran if one["status"] != "execution_successful"]
        found["steps"][first]["tasks"] = bad or found["steps"][first]["tasks"]


def _unfit(world: World, found: Record, earlier: Record) -> str | None:
    if earlier["planId"] != found["planId"]:
        return "is an execution of another plan"
    if earlier["status"] != "execution_failed":
        return "did not fail"
    days = world.switches.number("plan_rerun_days")
    if earlier["finished"] < world.now() - days * _DAY:
        return f"is older than {days:g} days"
    return None


def _begin_at(world: World, found: Record, body: Record) -> None:
    if "stepId" not in body:
        return
    if world.switches["plan_step_alone"] == "refuse":
        raise bad_request("missing required field: executionPlanId", "stepId is a step of that execution")
    ids = [step["id"] for step in found["steps"]]
    if body["stepId"] not in ids:
        raise not_found("Step", body["stepId"])
    found["first"] = ids.index(body["stepId"])


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
                _end(world, found, at, "execution_failed")
            return
    _end(world, found, at, "execution_successful")


def _end(world: World, found: Record, at: int, status: str) -> None:
    """It has come to its end."""
    world.chronicle("planExecutions").change(found, status=status, finished=at)


def _advance(world: World, found: Record, run: Record, at: int) -> bool:
    """Start what has not started; whether it has ended."""
    if "finished" in run:
        return True
    executions = world.table("taskExecutions")
    if "started" not in run:
        run |= {"started": at, "status": "executing"}
        run["taskExecutions"] = _start(world, found, run)
        if run["tasks"]:
            return False
    ended = [executions[one] for one in run["taskExecutions"]]
    if not all("finished" in one for one in ended):
        return False
    good = all(one["status"] == "execution_successful" for one in ended)
    run |= {"finished": at, "status": "execution_successful" if good else "execution_failed"}
    return True


def _start(world: World, found: Record, run: Record) -> list[str]:
    """Start the tasks of a step or error handler; a failure that waits in the step is its first task's."""
    caller = Caller(found["userId"], found["userType"])
    failure = None
    if run in found["steps"]:
        plan = world.table("plans")[found["planId"]]
        failure = next((take(step) for step in plan["steps"] if step["id"] == run["id"]), None)
    started = []
    for task in run["tasks"]:
        record = world.table("tasks")[task]
        execution = start_task(world, record, caller, plan=found["id"], failure=failure)
        started.append(execution["id"])
        failure = None
    return started
