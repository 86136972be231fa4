"""Operations on executions of tasks."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.account.clock import timestamp
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Record,
    Response,
    bad_request,
    created,
    json_response,
    no_content,
    text_response,
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
from talend_processing.simulator.resources.executables import PERMISSION, get_runnable
from talend_processing.simulator.resources.executions.failures import STATUS_BY_OUTCOME
from talend_processing.simulator.resources.executions.history import (
    BASIC_FILTERS,
    SCOPED_FILTERS,
    executables_in_scope,
    find_execution,
    page,
)
from talend_processing.simulator.resources.executions.task_runs import end, start_task, track_execution
from talend_processing.simulator.resources.tasks import RUNTIME

_EXECUTIONS = "/processing/executions"
_TASKS = "/processing/executables/tasks"
TASK_STATUSES = {
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
"""The `executionStatus` for each `status`. Responses contain both."""
_UNFINISHED = {"dispatching", "executing"}
_START_REQUEST = Shape(
    {"executable": NAME},
    {
        "parameters": FreeMap(),
        "logLevel": Text(("OFF", "ERROR", "WARN", "INFO")),
        "timeout": Integer(1),
    },
)
_TEXT_PARAMETERS = FreeMap(TEXT)
_NUMBER_FILTERS = {
    "lastDays": Integer(1, as_number=True),
    "from": Integer(0, MILLISECONDS.maximum, as_number=True),
    "to": Integer(0, MILLISECONDS.maximum, as_number=True),
    "limit": Integer(as_number=True),
    "offset": Integer(0, as_number=True),
}
_SEARCH_REQUEST = Shape({}, {**SCOPED_FILTERS, **_NUMBER_FILTERS, "tags": TEXTS})


@resource(
    "taskExecutions",
    "Task execution",
    Shape(
        {"taskId": NAME, "status": Text(tuple(TASK_STATUSES)), "triggered": INSTANT},
        {
            "id": NAME,
            "started": INSTANT,
            "finished": INSTANT,
            "due": MILLISECONDS,
            "end": Text((*STATUS_BY_OUTCOME.values(), "terminated_timeout")),
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
    owner_field="taskId",
)
def fill_defaults(account: Account, seed_execution: Record) -> Record:
    """Fill in the defaults of an execution in a seed. If it is unfinished, schedule its next event."""
    task = account.referenced("tasks", seed_execution["taskId"], "a task execution")
    execution: Record = {
        "id": seed_execution.get("id") or account.uuid(),
        "type": "MANUAL",
        "userId": "simulated-user",
        "userType": "HUMAN",
        "runtime": task["runtime"],
        **seed_execution,
    }
    if execution["status"] not in _UNFINISHED:
        execution.setdefault("finished", execution["triggered"])
        return execution
    execution.pop("finished", None)
    execution.setdefault("end", "execution_successful")
    if execution["status"] == "executing":
        execution.setdefault("started", execution["triggered"])
    if execution["end"] or execution["status"] == "dispatching":
        execution.setdefault("due", account.now())
    elif "due" in execution:
        raise SeedError(["a task execution that never ends cannot have a due time"], value=execution["due"])
    track_execution(account, execution)
    return execution


def to_api(account: Account, execution: Record) -> Record:
    """Return the execution in the reference's schema JobExecutionStatus."""
    task = account.table("tasks")[execution["taskId"]]
    runtime = execution["runtime"]
    api_execution = {
        "executionId": execution["id"],
        "triggerTimestamp": timestamp(execution["triggered"]),
        "userId": execution["userId"],
        "userType": execution["userType"],
        "jobId": execution["taskId"],
        "jobVersion": task["version"],
        "environmentVersion": "1",
        "executionStatus": TASK_STATUSES[execution["status"]],
        "executionType": execution["type"],
        "executionDestination": runtime["type"],
        "accountId": "simulated-account",
        "workspaceId": task["workspaceId"],
        "status": execution["status"],
    }
    engine_id = execution.get("engineId")
    if engine_id is None and runtime["type"] == "REMOTE_ENGINE":
        engine_id = runtime.get("id")
    if engine_id is not None:
        api_execution["remoteEngineId"] = engine_id
    if runtime["type"] == "REMOTE_ENGINE_CLUSTER" and "id" in runtime:
        api_execution["remoteEngineClusterId"] = runtime["id"]
    if "planExecutionId" in execution:
        # In the reference, `planId` of a task execution is the id of a plan execution.
        api_execution["planId"] = execution["planExecutionId"]
    if "runProfileId" in task:
        api_execution["runProfileId"] = task["runProfileId"]
    return (
        api_execution
        | _timestamps(execution)
        | _present(execution, "timeout")
        | _error(execution, "errorType", "errorMessage")
    )


def _list_item(account: Account, execution: Record) -> Record:
    """Return the execution as an item of a list, which has other fields than the response to a GET."""
    task = account.table("tasks")[execution["taskId"]]
    runtime = dict(execution["runtime"])
    if "engineId" in execution:
        runtime["engineId"] = execution["engineId"]
    if runtime["type"] == "REMOTE_ENGINE_CLUSTER" and "id" in runtime:
        runtime["clusterId"] = runtime["id"]
    if "runProfileId" in task:
        runtime["runProfileId"] = task["runProfileId"]
    item = {
        "executionId": execution["id"],
        "taskId": execution["taskId"],
        "taskVersion": task["version"],
        "triggerTimestamp": timestamp(execution["triggered"]),
        "userId": execution["userId"],
        "userType": execution["userType"],
        "executionStatus": TASK_STATUSES[execution["status"]],
        "executionType": execution["type"],
        "status": execution["status"],
        "runtime": runtime,
        "parallelExecutionAllowed": task["parallelExecutionAllowed"],
    }
    return item | _timestamps(execution) | _present(execution, "timeout") | _error(execution, "errorMessage")


def _timestamps(execution: Record) -> Record:
    api_names = {"started": "startTimestamp", "finished": "finishTimestamp"}
    return {api_name: timestamp(execution[name]) for name, api_name in api_names.items() if name in execution}


def _present(execution: Record, *names: str) -> Record:
    """Return those of the named fields that the execution has."""
    return {name: execution[name] for name in names if name in execution}


def _error(execution: Record, *names: str) -> Record:
    """Return the named error fields if the execution has finished."""
    return _present(execution, *names) if "finished" in execution else {}


@operation("start_task", "POST", _EXECUTIONS, body=_START_REQUEST, permission=PERMISSION)
def start(call: Call) -> Response:
    """Start a task."""
    account = call.account
    if account.switches["task_parameters"] == "text":
        errors = list(_TEXT_PARAMETERS.errors(call.body.get("parameters", {}), "parameters"))
        if errors:
            raise bad_request(errors[0], "; ".join(errors))
    task = get_runnable(account, "tasks", call.body["executable"])
    capacity = account.switches.number("account_executions")
    if account.switches["account_full"] == "400" and account.derived(Slots).unfinished.total() >= capacity:
        raise bad_request("Too many concurrent executions", f"the account can run {int(capacity)} at once")
    execution = start_task(account, task, call.caller, timeout=call.body.get("timeout"))
    # For a microservice, the API returns the id of a deployment. The execution has another id.
    return created({"executionId": account.uuid() if task.get("microservice") else execution["id"]})


@operation("get_task_execution", "GET", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def get(call: Call) -> Response:
    """Return an execution."""
    execution = find_execution(call.account, "taskExecutions", call.path["executionId"])
    return json_response(to_api(call.account, execution))


@operation("terminate_task_execution", "DELETE", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def terminate(call: Call) -> Response:
    """Terminate an execution. If it had already finished, the response is a string."""
    call.require_text_accepted("terminate_json_accept", "terminating")
    execution = find_execution(call.account, "taskExecutions", call.path["executionId"])
    if "finished" in execution:
        return text_response("Execution already finished")
    execution["end"] = "terminated"
    end(call.account, execution, call.account.now())
    return no_content()


def _list(call: Call, filters: Record) -> Response:
    tags, tasks = set(filters.get("tags", ())), executables_in_scope(call, "tasks", filters)
    if tags:
        tasks = list(call.account.table("tasks").values()) if tasks is None else tasks
        tasks = [task for task in tasks if tags <= set(task["tags"])]
    return page(
        call,
        "taskExecutions",
        lambda execution: _list_item(call.account, execution),
        filters=filters,
        owners=None if tasks is None else {task["id"] for task in tasks},
    )


@operation("list_task_executions", "GET", f"{_TASKS}/executions", query=SCOPED_FILTERS, permission=PERMISSION)
def list_all(call: Call) -> Response:
    """Return a page of the executions of all tasks."""
    return _list(call, dict(call.query))


@operation(
    "search_task_executions", "POST", f"{_TASKS}/executions", body=_SEARCH_REQUEST, permission=PERMISSION
)
def search(call: Call) -> Response:
    """Return a page of the executions of the tasks that have all given tags."""
    return _list(
        call, {name: int(value) if name in _NUMBER_FILTERS else value for name, value in call.body.items()}
    )


@operation(
    "list_executions_of_task",
    "GET",
    f"{_TASKS}/{{taskId}}/executions",
    query=BASIC_FILTERS,
    permission=PERMISSION,
)
def list_of_task(call: Call) -> Response:
    """Return a page of the executions of one task."""
    account = call.account
    task = account.get("tasks", call.path["taskId"])
    return page(
        call,
        "taskExecutions",
        lambda execution: _list_item(account, execution),
        filters=dict(call.query),
        owners={task["id"]},
    )
