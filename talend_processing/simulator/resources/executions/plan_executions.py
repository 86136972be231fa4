"""Operations on executions of plans."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.account.clock import timestamp
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Record, Response, created, json_response, not_found
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
from talend_processing.simulator.resources.executables import PERMISSION, get_runnable
from talend_processing.simulator.resources.executions.history import (
    BASIC_FILTERS,
    SCOPED_FILTERS,
    executables_in_scope,
    find_execution,
    page,
)
from talend_processing.simulator.resources.executions.plan_runs import new_plan_execution, set_first_step
from talend_processing.simulator.resources.executions.task_executions import TASK_STATUSES, to_api

_EXECUTIONS = "/processing/executions/plans"
_PLANS = "/processing/executables/plans"
_PLAN_STATUSES = {
    "executing": "STARTED",
    "execution_successful": "EXECUTION_SUCCESS",
    "execution_failed": "EXECUTION_FAILED",
}
"""The `executionStatus` for each `status`."""
_START_REQUEST = Shape(
    {"executable": NAME}, {"executionPlanId": NAME, "stepId": NAME, "rerunOnlyFailedTasks": FLAG}
)
_RUN = Shape(
    {"executionId": NAME, "tasks": TEXTS},
    {
        "id": NAME,
        "taskExecutions": TEXTS,
        "started": INSTANT,
        "finished": INSTANT,
        "status": Text(tuple(_PLAN_STATUSES)),
    },
)
"""A run: the execution of a plan's step or of the error handler of a step."""
_STEP_RUN = Shape(_RUN.required, {**_RUN.optional, "errorHandler": _RUN})


@resource(
    "planExecutions",
    "Plan execution",
    Shape(
        {
            "planId": NAME,
            "status": Text(tuple(_PLAN_STATUSES)),
            "triggered": INSTANT,
            "steps": Array(_STEP_RUN),
        },
        {
            "id": NAME,
            "finished": INSTANT,
            "first": Integer(0),
            "userId": NAME,
            "userType": Text(("HUMAN", "SERVICE")),
        },
    ),
    order=50,
    owner_field="planId",
)
def fill_defaults(account: Account, seed_execution: Record) -> Record:
    """Fill in the defaults of an execution in a seed. If it is unfinished, schedule its next event."""
    account.referenced("plans", seed_execution["planId"], "a plan execution")
    for step in seed_execution["steps"]:
        for run in (step, step.get("errorHandler", {})):
            for table in ("tasks", "taskExecutions"):
                for object_id in run.get(table, ()):
                    account.referenced(table, object_id, "a plan execution")
            _fill_run_defaults(account, run)
    # `first` is the index of the step with which the execution began.
    defaults = {"first": 0, "userId": "simulated-user", "userType": "HUMAN"}
    execution = {"id": seed_execution.get("id") or account.uuid(), **defaults, **seed_execution}
    if execution["status"] != "executing":
        execution.setdefault("finished", execution["triggered"])
    else:
        execution.pop("finished", None)
        account.schedule(account.now(), "plan-advances", execution["id"])
    return execution


def _fill_run_defaults(account: Account, run: Record) -> None:
    if run:
        run.setdefault("id", account.uuid())
    if "finished" in run:
        run.setdefault("started", run["finished"])
    if "started" in run:
        run.setdefault("taskExecutions", [])
        run.setdefault("status", "execution_successful" if "finished" in run else "executing")


def _counts(execution: Record) -> tuple[int, int]:
    """From the step `first` on, count the tasks of all steps and those of the finished steps."""
    steps = execution["steps"][execution["first"] :]
    planned_count = sum(len(step["tasks"]) for step in steps)
    return planned_count, sum(len(step["tasks"]) for step in steps if "finished" in step)


def _to_api(account: Account, execution: Record, *, in_list: bool) -> Record:
    """Return the execution as an item of a list (`in_list`) or as the response to a GET."""
    planned_count, done_count = _counts(execution)
    api_execution = {
        "executionId": execution["id"],
        "startTimestamp": timestamp(execution["triggered"]),
        "userId": execution["userId"],
        "userType": execution["userType"],
        "planId": execution["planId"],
        "executionStatus": _PLAN_STATUSES[execution["status"]],
        "plannedExecutableCount": planned_count,
        "doneExecutableCount": done_count,
    }
    if "finished" in execution:
        api_execution["finishTimestamp"] = timestamp(execution["finished"])
    if in_list:
        return {**api_execution, "status": execution["status"]}
    details = [task for step in execution["steps"] for task in _finished_tasks(account, step)]
    return {**api_execution, "doneExecutableDetails": details}


def _finished_tasks(account: Account, run: Record) -> list[Record]:
    """Return the finished task executions of a run, as the API returns them."""
    executions = account.table("taskExecutions")
    return [
        to_api(account, executions[execution_id])
        for execution_id in run.get("taskExecutions", [])
        if "finished" in executions[execution_id]
    ]


def _run_to_api(run: Record) -> Record:
    api_run = {"id": run["id"], "executionId": run["executionId"]}
    for name, api_name in (("started", "startTimestamp"), ("finished", "finishTimestamp")):
        if name in run:
            api_run[api_name] = timestamp(run[name])
    if "status" in run:
        api_run["executionStatus"] = TASK_STATUSES[run["status"]]
    return api_run


def _run_details(account: Account, run: Record) -> Record:
    details = _finished_tasks(account, run)
    counts = {"plannedExecutableCount": len(run["tasks"]), "doneExecutableCount": len(details)}
    return {**_run_to_api(run), **counts, "doneTaskExecutableDetails": details}


@operation("start_plan", "POST", _EXECUTIONS, body=_START_REQUEST, permission=PERMISSION)
def start(call: Call) -> Response:
    """Start a plan, or rerun a failed execution from one of the steps of the plan."""
    account = call.account
    execution = new_plan_execution(
        account, get_runnable(account, "plans", call.body["executable"]), call.caller
    )
    set_first_step(account, execution, call.body)
    account.table("planExecutions")[execution["id"]] = execution
    account.schedule(account.now(), "plan-advances", execution["id"])
    return created({"executionId": execution["id"]})


@operation("get_plan_execution", "GET", f"{_EXECUTIONS}/{{id}}", permission=PERMISSION)
def get(call: Call) -> Response:
    """Return an execution."""
    execution = find_execution(call.account, "planExecutions", call.path["id"])
    return json_response(_to_api(call.account, execution, in_list=False))


def _steps(call: Call) -> list[Record]:
    """Return the steps that the execution runs: those from the index `first` on."""
    execution = find_execution(call.account, "planExecutions", call.path["planExecutionId"])
    steps: list[Record] = execution["steps"][execution["first"] :]
    return steps


def _step(call: Call) -> Record:
    step_execution_id = call.path["stepExecutionId"]
    for step in _steps(call):
        if step["executionId"] == step_execution_id:
            return step
    raise not_found("Step execution", step_execution_id)


_STEPS = f"{_EXECUTIONS}/{{planExecutionId}}/steps"


@operation("list_plan_steps", "GET", _STEPS, permission=PERMISSION)
def list_steps(call: Call) -> Response:
    """Return an array of the steps that the execution runs, in order and without error handlers."""
    return json_response([_run_to_api(step) for step in _steps(call)])


@operation("get_plan_step", "GET", f"{_STEPS}/{{stepExecutionId}}", permission=PERMISSION)
def get_step(call: Call) -> Response:
    """Return a step with its finished task executions."""
    return json_response(_run_details(call.account, _step(call)))


@operation(
    "get_plan_error_handler", "GET", f"{_STEPS}/{{stepExecutionId}}/error-handler", permission=PERMISSION
)
def get_error_handler(call: Call) -> Response:
    """Return the error handler of a step, or raise a 404 if it has not started."""
    step = _step(call)
    handler = step.get("errorHandler", {})
    if "started" not in handler:
        raise not_found("Error handler", step["executionId"])
    return json_response(_run_details(call.account, handler))


@operation("list_plan_executions", "GET", f"{_PLANS}/executions", query=SCOPED_FILTERS, permission=PERMISSION)
def list_all(call: Call) -> Response:
    """Return a page of the executions of all plans."""
    account, filters = call.account, dict(call.query)
    plans = executables_in_scope(call, "plans", filters)
    return page(
        call,
        "planExecutions",
        lambda execution: _to_api(account, execution, in_list=True),
        filters=filters,
        owners=None if plans is None else {plan["id"] for plan in plans},
    )


@operation(
    "list_executions_of_plan",
    "GET",
    f"{_PLANS}/{{planId}}/executions",
    query=BASIC_FILTERS,
    permission=PERMISSION,
)
def list_of_plan(call: Call) -> Response:
    """Return a page of the executions of one plan."""
    account = call.account
    plan = account.get("plans", call.path["planId"])
    return page(
        call,
        "planExecutions",
        lambda execution: _to_api(account, execution, in_list=True),
        filters=dict(call.query),
        owners={plan["id"]},
    )
