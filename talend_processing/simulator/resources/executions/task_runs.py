"""The life of a task's execution, driven by the clock: dispatched, begun when there is a place, ended."""

from __future__ import annotations

from collections import deque

from talend_processing.simulator.account.account import World, event, pulse
from talend_processing.simulator.http.operations import Caller
from talend_processing.simulator.http.responses import Record
from talend_processing.simulator.resources.engines.engine_slots import Slots, occupy, place_for, vacate
from talend_processing.simulator.resources.executions.failures import ENDS, take

_MINUTE = 60_000
_TWICE = (
    "Exceeded the limit of deployment attempts: another instance of the same task was running on the engine"
    " at same time. Try to run the task later."
)
_BEFORE_BEGIN = {"execution_rejected", "deploy_failed"}


def start_task(
    world: World,
    task: Record,
    caller: Caller,
    *,
    timeout: int | None = None,
    plan: str | None = None,
    failure: Record | None = None,
) -> Record:
    """A new execution. How it comes out is decided now, when and where it runs is not."""
    now = world.now()
    outcomes = task["outcomes"] or ["success"]
    outcome = outcomes[task["runs"] % len(outcomes)]
    task["runs"] += 1
    found: Record = {
        "id": world.uuid(),
        "taskId": task["id"],
        "status": "dispatching",
        "triggered": now,
        "type": "PLAN" if plan else "MANUAL",
        "userId": caller.user_id,
        "userType": caller.user_type,
        "runtime": task["runtime"],
        "end": ENDS[outcome],
        "due": now + round(world.switches.number("dispatch_seconds") * 1000),
    }
    if failure := failure or take(task):
        found["end"] = ENDS[failure["outcome"]]
        found |= {key: failure[key] for key in ("errorType", "errorMessage") if key in failure}
    if plan is not None:
        found["planExecutionId"] = plan
    if timeout := timeout or task.get("timeout"):
        found["timeout"] = timeout
    _run_twice(world, task, found)
    world.table("taskExecutions")[found["id"]] = found
    resume(world, found)
    return found


def _run_twice(world: World, task: Record, found: Record) -> None:
    if not task["parallelExecutionAllowed"] and world.part(Slots).under_way[task["id"]] > 0:
        found |= {"end": str(world.switches["task_running_again"]), "errorMessage": _TWICE}


def resume(world: World, found: Record) -> None:
    """Let an execution go on that is new, or under way in a seed."""
    if "finished" in found:
        return
    world.part(Slots).under_way[found["taskId"]] += 1
    if found["status"] == "executing":
        occupy(world, found)
        if "due" in found:
            world.schedule(found["due"], "task ends", found["id"])
    else:
        world.schedule(found["due"], "task starts", found["id"])


@event("task starts")
def starts(world: World, execution_id: str, at: int) -> None:
    """Its engine has been told: it begins if there is a place for it."""
    found = world.table("taskExecutions").get(execution_id)
    if found is None or found["status"] != "dispatching" or _settled(world, found, at):
        return
    waiting = world.part(Slots).waiting
    waiting.setdefault(str(found["runtime"].get("id")), deque()).append(execution_id)


def _settled(world: World, found: Record, at: int) -> bool:
    """Whether it has begun or ended; if not, it waits for a place."""
    if found["end"] in _BEFORE_BEGIN:
        end(world, found, at)
        return True
    place = place_for(world, found["runtime"])
    if place.rule is not None:
        what = world.switches[place.rule]
        if what not in _BEFORE_BEGIN:
            return False
        found |= {"end": str(what), "errorMessage": place.why}
        end(world, found, at)
        return True
    _begin(world, found, at, place.engine)
    return True


def _begin(world: World, found: Record, at: int, engine: str | None) -> None:
    world.chronicle("taskExecutions").change(found, status="executing", started=at)
    if engine is not None:
        found["engineId"] = engine
    occupy(world, found)
    task = world.table("tasks")[found["taskId"]]
    seconds: float = task.get("seconds", world.switches.number("execution_seconds"))
    found["due"] = at + round(seconds * 1000)
    if "timeout" in found:
        latest = at + found["timeout"] * _MINUTE
        if not found["end"] or found["due"] > latest:
            found |= {"due": latest, "end": "terminated_timeout"}
    if found["end"]:
        world.schedule(found["due"], "task ends", found["id"])
    else:
        del found["due"]


@event("task ends")
def ends(world: World, execution_id: str, at: int) -> None:
    """Its time is over."""
    found = world.table("taskExecutions").get(execution_id)
    if found is not None and "finished" not in found:
        end(world, found, at)


def end(world: World, found: Record, at: int) -> None:
    """It has come to its end, and whatever waits for it or its place goes on."""
    vacate(world, found)
    found.pop("due", None)
    world.chronicle("taskExecutions").change(found, status=found.pop("end"), finished=at)
    if found["status"] == "execution_successful":
        found.pop("errorType", None)
        found.pop("errorMessage", None)
    else:
        task = world.table("tasks")[found["taskId"]]
        found.setdefault("errorType", found["status"].upper())
        found.setdefault("errorMessage", task.get("errorMessage", f"The task ended as {found['status']}"))
    if plan := found.get("planExecutionId"):
        world.schedule(at, "plan goes on", plan)
    if world.part(Slots).waiting:
        world.schedule(at, "places are free", "")


@event("places are free")
def places_are_free(world: World, nothing: str, at: int) -> None:
    """What waits for a place gets it, in the order in which it came."""
    del nothing
    waiting, executions = world.part(Slots).waiting, world.table("taskExecutions")
    for runtime, queue in list(waiting.items()):
        while queue:
            found = executions[queue[0]]
            if found["status"] == "dispatching" and not _settled(world, found, at):
                break
            queue.popleft()
        if not queue:
            del waiting[runtime]


@pulse
def look_again(world: World) -> None:
    """An engine may have been paired, or a limit raised."""
    if world.part(Slots).waiting:
        places_are_free(world, "", world.now())
