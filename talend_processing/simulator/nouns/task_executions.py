"""Executions of tasks: dispatched, executed and ended by the clock."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.answers import (
    Answer,
    ApiError,
    Record,
    as_json,
    as_text,
    bad_request,
    created,
    no_content,
)
from talend_processing.simulator.clock import timestamp
from talend_processing.simulator.nouns.history import OF_ALL, OF_ONE, PAGE, in_place, page
from talend_processing.simulator.nouns.workspaces import environment_of
from talend_processing.simulator.operations import Call, Caller, operation
from talend_processing.simulator.validation import (
    MILLISECONDS,
    NAME,
    TEXT,
    TEXTS,
    FreeMap,
    Integer,
    Shape,
    Text,
)
from talend_processing.simulator.world import World, event, noun

PERMISSION = "TMC_OPERATOR"
_EXECUTIONS = "/processing/executions"
_TASKS = "/processing/executables/tasks"
STATUSES = {
    "dispatching": "DISPATCHING_FLOW",
    "executing": "STARTING_FLOW_EXECUTION",
    "deploy_failed": "DEPLOY_FAILED",
    "execution_rejected": "EXECUTION_REJECTED",
    "execution_successful": "EXECUTION_SUCCESS",
    "execution_failed": "EXECUTION_FAILED",
    "terminated": "EXECUTION_TERMINATED",
    "terminated_timeout": "EXECUTION_TERMINATED_TIMEOUT",
}
_ENDS = {
    "success": "execution_successful",
    "failure": "execution_failed",
    "rejected": "execution_rejected",
    "deploy_failed": "deploy_failed",
}
_MINUTE = 60_000
_START = Shape(
    {"executable": NAME},
    {
        "parameters": FreeMap(TEXT),
        "logLevel": Text(("OFF", "ERROR", "WARN", "INFO")),
        "timeout": Integer(1),
    },
)
_FILTERS = Shape({}, {**OF_ALL, "tags": TEXTS})


@noun(
    "taskExecutions",
    "Task execution",
    Shape(
        {"taskId": NAME, "status": Text(tuple(STATUSES)), "triggered": MILLISECONDS},
        {
            "id": NAME,
            "started": MILLISECONDS,
            "finished": MILLISECONDS,
            "due": MILLISECONDS,
            "end": Text((*_ENDS.values(), "")),
            "type": Text(("MANUAL", "SCHEDULED", "WEBHOOK", "PLAN")),
            "userId": NAME,
            "userType": Text(("HUMAN", "SERVICE")),
            "planExecutionId": NAME,
            "timeout": Integer(1),
            "errorType": TEXT,
            "errorMessage": TEXT,
        },
    ),
    order=40,
)
def complete(world: World, given: Record) -> Record:
    """An execution of a seed; one under way goes on."""
    world.parent("tasks", given["taskId"], "a task execution")
    defaults = {"type": "MANUAL", "userId": "simulated-user", "userType": "HUMAN"}
    found = {"id": given.get("id") or world.uuid(), **defaults, **given}
    if "due" in found and "finished" not in found:
        world.schedule(found["due"], "task ends", found["id"])
    return found


def start_task(
    world: World, task: Record, caller: Caller, *, timeout: int | None = None, plan: str | None = None
) -> Record:
    """A new execution, whose end is decided by the task and its engine now."""
    now = world.now()
    outcome = task["outcomes"][task["runs"] % len(task["outcomes"])]
    task["runs"] += 1
    found: Record = {
        "id": world.uuid(),
        "taskId": task["id"],
        "status": "dispatching",
        "triggered": now,
        "type": "PLAN" if plan else "MANUAL",
        "userId": caller.user_id,
        "userType": caller.user_type,
    }
    if plan is not None:
        found["planExecutionId"] = plan
    if timeout is not None:
        found["timeout"] = timeout
    dispatched = now + _milliseconds(world.switches["dispatch_seconds"])
    seconds = task.get("seconds", world.switches["execution_seconds"])
    if why := _unavailable(world, task):
        found |= {"due": dispatched, "end": "deploy_failed", "errorMessage": why}
    elif outcome in {"rejected", "deploy_failed"}:
        found |= {"due": dispatched, "end": _ENDS[outcome]}
    else:
        world.schedule(dispatched, "task starts", found["id"])
        found |= {"due": dispatched + _milliseconds(seconds), "end": _ENDS.get(outcome, "")}
        if timeout is not None and (outcome == "never" or found["due"] > dispatched + timeout * _MINUTE):
            found |= {"due": dispatched + timeout * _MINUTE, "end": "terminated_timeout"}
    if found["end"]:
        world.schedule(found["due"], "task ends", found["id"])
    world.table("taskExecutions")[found["id"]] = found
    return found


def _milliseconds(seconds: object) -> int:
    return int(float(str(seconds)) * 1000)


def _unavailable(world: World, task: Record) -> str | None:
    runtime = task["runtime"]
    if runtime["type"] != "REMOTE_ENGINE":
        return None
    engine = world.table("remoteEngines").get(runtime.get("id"))
    if engine is None or engine["status"] != "PAIRED":
        return "The Remote Engine is not paired"
    return None


@event("task starts")
def starts(world: World, execution_id: str, at: int) -> None:
    """It is on its engine now."""
    found = world.table("taskExecutions").get(execution_id)
    if found is not None and found["status"] == "dispatching":
        found |= {"status": "executing", "started": at}


@event("task ends")
def ends(world: World, execution_id: str, at: int) -> None:
    """It has come to its end, and whatever waits for it goes on."""
    found = world.table("taskExecutions").get(execution_id)
    if found is None or "finished" in found:
        return
    found |= {"status": found["end"], "finished": at}
    if found["status"] != "execution_successful":
        task = world.table("tasks").get(found["taskId"], {})
        found.setdefault("errorType", found["status"].upper())
        found.setdefault("errorMessage", task.get("errorMessage", f"The task ended as {found['status']}"))
    if plan := found.get("planExecutionId"):
        world.schedule(at, "plan goes on", plan)


def show(world: World, found: Record) -> Record:
    """A JobExecutionStatus of the reference."""
    task = world.table("tasks")[found["taskId"]]
    runtime = task["runtime"]
    shown = {
        "executionId": found["id"],
        "triggerTimestamp": timestamp(found["triggered"]),
        "userId": found["userId"],
        "userType": found["userType"],
        "jobId": found["taskId"],
        "jobVersion": task["version"],
        "environmentVersion": "1",
        "executionStatus": STATUSES[found["status"]],
        "executionType": found["type"],
        "executionDestination": runtime["type"],
        "accountId": "simulated-account",
        "workspaceId": task["workspaceId"],
        "status": found["status"],
    }
    if runtime["type"] == "REMOTE_ENGINE":
        shown["remoteEngineId"] = runtime["id"]
    elif runtime["type"] == "REMOTE_ENGINE_CLUSTER":
        shown["remoteEngineClusterId"] = runtime["id"]
    return shown | _moments(found) | _rest(found, task, "planId")


def _show_item(world: World, found: Record) -> Record:
    """An item of a list, which differs from the answer to a GET."""
    task = world.table("tasks")[found["taskId"]]
    shown = {
        "executionId": found["id"],
        "taskId": found["taskId"],
        "taskVersion": task["version"],
        "triggerTimestamp": timestamp(found["triggered"]),
        "userId": found["userId"],
        "userType": found["userType"],
        "executionStatus": STATUSES[found["status"]],
        "executionType": found["type"],
        "status": found["status"],
        "runtime": task["runtime"],
    }
    return shown | _moments(found) | {key: found[key] for key in ("timeout", "errorMessage") if key in found}


def _moments(found: Record) -> Record:
    names = {"started": "startTimestamp", "finished": "finishTimestamp"}
    return {shown: timestamp(found[name]) for name, shown in names.items() if name in found}


def _rest(found: Record, task: Record, plan: str) -> Record:
    rest: Record = {key: found[key] for key in ("timeout", "errorType", "errorMessage") if key in found}
    if "planExecutionId" in found:
        rest[plan] = found["planExecutionId"]
    if "runProfileId" in task:
        rest["runProfileId"] = task["runProfileId"]
    return rest


def runnable(world: World, table: str, executable: str) -> Record:
    """What can be run, or why it cannot."""
    found = world.get(table, executable)
    if found["paused"]:
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, f"{found['name']} is paused, it can't be executed")
    if not found["configured"]:
        raise ApiError(
            HTTPStatus.NOT_IMPLEMENTED, f"{found['name']} cannot be deployed because it is not configured"
        )
    return found


@operation("start_task", "POST", _EXECUTIONS, body=_START, permission=PERMISSION)
def start(call: Call) -> Answer:
    """A new execution of a task."""
    task = runnable(call.world, "tasks", call.body["executable"])
    found = start_task(call.world, task, call.caller, timeout=call.body.get("timeout"))
    return created({"executionId": found["id"]})


@operation("get_task_execution", "GET", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def get(call: Call) -> Answer:
    """One execution."""
    return as_json(show(call.world, call.world.get("taskExecutions", call.path["executionId"])))


@operation("terminate_task_execution", "DELETE", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def terminate(call: Call) -> Answer:
    """End it now; a string says that it had ended."""
    found = call.world.get("taskExecutions", call.path["executionId"])
    if "finished" in found:
        return as_text("Execution already finished")
    found["end"] = "terminated"
    ends(call.world, found["id"], call.world.now())
    return no_content()


def _list(call: Call, asked: Record) -> Answer:
    world = call.world
    if "environmentId" in asked and "workspaceId" in asked:
        workspace = world.table("workspaces").get(asked["workspaceId"])
        if workspace is not None and environment_of(world, workspace["id"]) != asked["environmentId"]:
            raise bad_request("workspaceId: the workspace is in another environment")
    tasks = world.table("tasks")
    wanted = {
        task_id
        for task_id, task in tasks.items()
        if in_place(call, asked, task["workspaceId"]) and set(asked.get("tags", ())) <= set(task["tags"])
    }
    executions = (one for one in world.table("taskExecutions").values() if one["taskId"] in wanted)
    return page(call, asked, executions, lambda one: _show_item(world, one))


@operation("list_task_executions", "GET", f"{_TASKS}/executions", query=OF_ALL, permission=PERMISSION)
def list_all(call: Call) -> Answer:
    """A page of the executions of all tasks."""
    return _list(call, dict(call.query))


@operation("search_task_executions", "POST", f"{_TASKS}/executions", body=_FILTERS, permission=PERMISSION)
def search(call: Call) -> Answer:
    """The same, with tags."""
    return _list(call, call.body)


@operation(
    "list_executions_of_task", "GET", f"{_TASKS}/{{taskId}}/executions", query=OF_ONE, permission=PERMISSION
)
def list_of_task(call: Call) -> Answer:
    """A page of the executions of one task."""
    task = call.world.get("tasks", call.path["taskId"])
    executions = (one for one in call.world.table("taskExecutions").values() if one["taskId"] == task["id"])
    return page(call, dict(call.query), executions, lambda one: _show_item(call.world, one))


@operation(
    "list_tasks",
    "GET",
    _TASKS,
    query={
        "name": NAME,
        "environmentId": NAME,
        "workspaceId": NAME,
        "limit": Integer(1, PAGE),
        "offset": Integer(0),
    },
    supporting=True,
)
def list_tasks(call: Call) -> Answer:
    """A page of the tasks."""
    return executables(call, "tasks")


def executables(call: Call, table: str) -> Answer:
    """A page of what can be run."""
    asked = call.query
    found = [
        one
        for one in call.world.table(table).values()
        if asked.get("name", one["name"]) == one["name"] and in_place(call, dict(asked), one["workspaceId"])
    ]
    offset, limit = asked.get("offset", 0), asked.get("limit", PAGE)
    items = [_executable(call.world, one) for one in found[offset : offset + limit]]
    return as_json({"items": items, "limit": limit, "offset": offset, "total": len(found)})


def _executable(world: World, found: Record) -> Record:
    workspace = world.table("workspaces")[found["workspaceId"]]
    environment = world.table("environments")[workspace["environmentId"]]
    place = {
        "id": workspace["id"],
        "name": workspace["name"],
        "environment": {"id": environment["id"], "name": environment["name"]},
    }
    shown: Record = {"executable": found["id"], "name": found["name"], "workspace": place}
    if "description" in found:
        shown["description"] = found["description"]
    return shown
