"""Executions of tasks, as the API serves them."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.account.clock import timestamp
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Answer,
    ApiError,
    Record,
    as_json,
    as_text,
    bad_request,
    created,
    no_content,
    not_found,
)
from talend_processing.simulator.http.validation import (
    INSTANT,
    MILLISECONDS,
    NAME,
    TEXT,
    TEXTS,
    FreeMap,
    Integer,
    Shape,
    Text,
)
from talend_processing.simulator.resources.engines.engine_slots import Slots
from talend_processing.simulator.resources.executables import PERMISSION, runnable
from talend_processing.simulator.resources.executions.failures import ENDS
from talend_processing.simulator.resources.executions.history import (
    OF_ALL,
    OF_ONE,
    kept_since,
    page,
    placed,
)
from talend_processing.simulator.resources.executions.task_runs import end, resume, start_task
from talend_processing.simulator.resources.tasks import RUNTIME

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
    "terminated_shutdown": "EXECUTION_TERMINATED_SHUTDOWN",
}
_UNDER_WAY = {"dispatching", "executing"}
_START = Shape(
    {"executable": NAME},
    {
        "parameters": FreeMap(),
        "logLevel": Text(("OFF", "ERROR", "WARN", "INFO")),
        "timeout": Integer(1),
    },
)
_TEXTS = FreeMap(TEXT)
_NUMBERS = {
    "lastDays": Integer(1, as_number=True),
    "from": Integer(0, MILLISECONDS.maximum, as_number=True),
    "to": Integer(0, MILLISECONDS.maximum, as_number=True),
    "limit": Integer(as_number=True),
    "offset": Integer(0, as_number=True),
}
_FILTERS = Shape({}, {**OF_ALL, **_NUMBERS, "tags": TEXTS})


@noun(
    "taskExecutions",
    "Task execution",
    Shape(
        {"taskId": NAME, "status": Text(tuple(STATUSES)), "triggered": INSTANT},
        {
            "id": NAME,
            "started": INSTANT,
            "finished": INSTANT,
            "due": MILLISECONDS,
            "end": Text((*ENDS.values(), "terminated_timeout")),
            "type": Text(("MANUAL", "SCHEDULED", "WEBHOOK", "PLAN")),
            "userId": NAME,
            "userType": Text(("HUMAN", "SERVICE")),
            "planExecutionId": NAME,
            "runtime": RUNTIME,
            "engineId": NAME,
            "timeout": Integer(1),
            "errorType": TEXT,
            "errorMessage": TEXT,
        },
    ),
    order=40,
    owner="taskId",
)
def complete(world: World, given: Record) -> Record:
    """An execution of a seed; one under way goes on."""
    task = world.parent("tasks", given["taskId"], "a task execution")
    found: Record = {
        "id": given.get("id") or world.uuid(),
        "type": "MANUAL",
        "userId": "simulated-user",
        "userType": "HUMAN",
        "runtime": task["runtime"],
        **given,
    }
    if found["status"] not in _UNDER_WAY:
        found.setdefault("finished", found["triggered"])
        return found
    found.pop("finished", None)
    found.setdefault("end", "execution_successful")
    if found["status"] == "executing":
        found.setdefault("started", found["triggered"])
    if found["end"] or found["status"] == "dispatching":
        found.setdefault("due", world.now())
    elif "due" in found:
        raise SeedError(["a task execution that never ends is due at no time"], at_value=found["due"])
    resume(world, found)
    return found


def show(world: World, found: Record) -> Record:
    """A JobExecutionStatus of the reference."""
    task = world.table("tasks")[found["taskId"]]
    runtime = found["runtime"]
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
    engine = found.get("engineId") or (runtime.get("id") if runtime["type"] == "REMOTE_ENGINE" else None)
    if engine is not None:
        shown["remoteEngineId"] = engine
    if runtime["type"] == "REMOTE_ENGINE_CLUSTER" and "id" in runtime:
        shown["remoteEngineClusterId"] = runtime["id"]
    if "planExecutionId" in found:
        shown["planId"] = found["planExecutionId"]
    if "runProfileId" in task:
        shown["runProfileId"] = task["runProfileId"]
    return shown | _moments(found) | _ending(found, "timeout", "errorType", "errorMessage")


def _show_item(world: World, found: Record) -> Record:
    """An item of a list, which differs from the answer to a GET."""
    task = world.table("tasks")[found["taskId"]]
    runtime = dict(found["runtime"])
    if "engineId" in found:
        runtime["engineId"] = found["engineId"]
    if runtime["type"] == "REMOTE_ENGINE_CLUSTER" and "id" in runtime:
        runtime["clusterId"] = runtime["id"]
    if "runProfileId" in task:
        runtime["runProfileId"] = task["runProfileId"]
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
        "runtime": runtime,
        "parallelExecutionAllowed": task["parallelExecutionAllowed"],
    }
    return shown | _moments(found) | _ending(found, "timeout", "errorMessage")


def _moments(found: Record) -> Record:
    names = {"started": "startTimestamp", "finished": "finishTimestamp"}
    return {shown: timestamp(found[name]) for name, shown in names.items() if name in found}


def _ending(found: Record, *names: str) -> Record:
    """What went wrong is known when it has ended."""
    shown = names if "finished" in found else names[:1]
    return {name: found[name] for name in shown if name in found}


def _get(call: Call) -> Record:
    found = call.world.get("taskExecutions", call.path["executionId"])
    if found.get("finished", call.world.now()) < kept_since(call.world):
        raise not_found("Task execution", found["id"])
    return found


@operation("start_task", "POST", _EXECUTIONS, body=_START, permission=PERMISSION)
def start(call: Call) -> Answer:
    """A new execution of a task."""
    world = call.world
    if world.switches["task_parameters"] == "text":
        faults = list(_TEXTS.faults(call.body.get("parameters", {}), "parameters"))
        if faults:
            raise bad_request(faults[0], "; ".join(faults))
    task = runnable(world, "tasks", call.body["executable"])
    most = world.switches.number("account_executions")
    if world.switches["account_full"] == "400" and world.part(Slots).under_way.total() >= most:
        raise bad_request("Too many concurrent executions", f"the account may run {int(most)} at once")
    found = start_task(world, task, call.caller, timeout=call.body.get("timeout"))
    return created({"executionId": found["id"]})


@operation("get_task_execution", "GET", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def get(call: Call) -> Answer:
    """One execution."""
    return as_json(show(call.world, _get(call)))


@operation("terminate_task_execution", "DELETE", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def terminate(call: Call) -> Answer:
    """End it now; a string says that it had ended."""
    rules = call.world.switches
    if (
        rules["terminate_json_accept"] == "refuse"
        and rules["string_bodies"] == "text"
        and not call.takes_text
    ):
        raise ApiError(HTTPStatus.NOT_ACCEPTABLE, "Not Acceptable", "terminating answers text/plain")
    found = _get(call)
    if "finished" in found:
        return as_text("Execution already finished")
    found["end"] = "terminated"
    end(call.world, found, call.world.now())
    return no_content()


def _list(call: Call, asked: Record) -> Answer:
    tags, tasks = set(asked.get("tags", ())), placed(call, "tasks", asked)
    if tags:
        tasks = list(call.world.table("tasks").values()) if tasks is None else tasks
        tasks = [one for one in tasks if tags <= set(one["tags"])]
    wanted = None if tasks is None else {one["id"] for one in tasks}
    return page(call, "taskExecutions", lambda one: _show_item(call.world, one), asked=asked, owners=wanted)


@operation("list_task_executions", "GET", f"{_TASKS}/executions", query=OF_ALL, permission=PERMISSION)
def list_all(call: Call) -> Answer:
    """A page of the executions of all tasks."""
    return _list(call, dict(call.query))


@operation("search_task_executions", "POST", f"{_TASKS}/executions", body=_FILTERS, permission=PERMISSION)
def search(call: Call) -> Answer:
    """The same, with tags."""
    return _list(call, {name: int(value) if name in _NUMBERS else value for name, value in call.body.items()})


@operation(
    "list_executions_of_task", "GET", f"{_TASKS}/{{taskId}}/executions", query=OF_ONE, permission=PERMISSION
)
def list_of_task(call: Call) -> Answer:
    """A page of the executions of one task."""
    world = call.world
    task = world.get("tasks", call.path["taskId"])
    return page(
        call,
        "taskExecutions",
        lambda one: _show_item(world, one),
        asked=dict(call.query),
        owners={task["id"]},
    )
