"""The course of a task's execution: dispatch, start on a free engine, and end."""

from __future__ import annotations

from collections import deque

from talend_processing.simulator.account.account import Account, event, on_settle
from talend_processing.simulator.http.operations import Caller
from talend_processing.simulator.http.responses import Record
from talend_processing.simulator.resources.engines.engine_slots import Slots, assign_engine, occupy, vacate
from talend_processing.simulator.resources.executions.failures import STATUS_BY_OUTCOME, take_outcome_override

_MINUTE = 60_000
_ALREADY_RUNNING = (
    "Exceeded the limit of deployment attempts: another instance of the same task was running on the engine"
    " at same time. Try to run the task later."
)
_NOT_STARTED_STATUSES = {"execution_rejected", "deploy_failed"}


def start_task(
    account: Account,
    task: Record,
    caller: Caller,
    *,
    timeout: int | None = None,
    plan_execution_id: str | None = None,
    requested_outcome: Record | None = None,
) -> Record:
    """Create an execution of a task and return it.

    `requested_outcome`, an entry of `failures`, overrides the task's own outcome. In the record, `end` is the
    status with which the execution will end, and `due` is the time of its next event.
    """
    now = account.now()
    outcomes = task["outcomes"] or ["success"]
    outcome = outcomes[task["runs"] % len(outcomes)]
    task["runs"] += 1
    execution: Record = {
        "id": account.uuid(),
        "taskId": task["id"],
        "status": "dispatching",
        "triggered": now,
        "type": "PLAN" if plan_execution_id else "MANUAL",
        "userId": caller.user_id,
        "userType": caller.user_type,
        "runtime": task["runtime"],
        "end": STATUS_BY_OUTCOME[outcome],
        "due": now + round(account.switches.number("dispatch_seconds") * 1000),
    }
    if override := requested_outcome or take_outcome_override(task):
        execution["end"] = STATUS_BY_OUTCOME[override["outcome"]]
        execution |= {key: override[key] for key in ("errorType", "errorMessage") if key in override}
    if plan_execution_id is not None:
        execution["planExecutionId"] = plan_execution_id
    if timeout := timeout or task.get("timeout"):
        execution["timeout"] = timeout
    _set_end_if_task_runs(account, task, execution)
    account.table("taskExecutions")[execution["id"]] = execution
    track_execution(account, execution)
    return execution


def _set_end_if_task_runs(account: Account, task: Record, execution: Record) -> None:
    if not task["parallelExecutionAllowed"] and account.derived(Slots).unfinished[task["id"]] > 0:
        execution |= {"end": str(account.switches["task_running_again"]), "errorMessage": _ALREADY_RUNNING}


def track_execution(account: Account, execution: Record) -> None:
    """Count an unfinished execution, which is new or from a seed, and schedule its next event."""
    if "finished" in execution:
        return
    account.derived(Slots).unfinished[execution["taskId"]] += 1
    if execution["status"] == "executing":
        occupy(account, execution)
        if "due" in execution:
            account.schedule(execution["due"], "task-ends", execution["id"])
    else:
        account.schedule(execution["due"], "task-starts", execution["id"])


@event("task-starts")
def start_or_wait(account: Account, execution_id: str, at: int) -> None:
    """Start, reject or queue an execution that has been dispatched."""
    execution = account.table("taskExecutions").get(execution_id)
    if execution is None or execution["status"] != "dispatching" or _try_start(account, execution, at):
        return
    queues = account.derived(Slots).waiting
    queues.setdefault(str(execution["runtime"].get("id")), deque()).append(execution_id)


def _try_start(account: Account, execution: Record, at: int) -> bool:
    """Start or reject an execution. Return False if it must wait."""
    if execution["end"] in _NOT_STARTED_STATUSES:
        end(account, execution, at)
        return True
    assignment = assign_engine(account, execution["runtime"])
    if assignment.switch is not None:
        reaction = account.switches[assignment.switch]
        if reaction not in _NOT_STARTED_STATUSES:
            return False
        execution |= {"end": str(reaction), "errorMessage": assignment.error}
        end(account, execution, at)
        return True
    _start(account, execution, at, assignment.engine_id)
    return True


def _start(account: Account, execution: Record, at: int, engine_id: str | None) -> None:
    account.execution_index("taskExecutions").change(execution, status="executing", started=at)
    if engine_id is not None:
        execution["engineId"] = engine_id
    occupy(account, execution)
    task = account.table("tasks")[execution["taskId"]]
    seconds: float = task.get("seconds", account.switches.number("execution_seconds"))
    execution["due"] = at + round(seconds * 1000)
    if "timeout" in execution:
        deadline = at + execution["timeout"] * _MINUTE
        if not execution["end"] or execution["due"] > deadline:
            execution |= {"due": deadline, "end": "terminated_timeout"}
    if execution["end"]:
        account.schedule(execution["due"], "task-ends", execution["id"])
    else:
        del execution["due"]


@event("task-ends")
def end_if_unfinished(account: Account, execution_id: str, at: int) -> None:
    """End an execution at its scheduled time, unless it has already ended."""
    execution = account.table("taskExecutions").get(execution_id)
    if execution is not None and "finished" not in execution:
        end(account, execution, at)


def end(account: Account, execution: Record, at: int) -> None:
    """End an execution, and schedule events that continue its plan and start queued executions."""
    vacate(account, execution)
    execution.pop("due", None)
    account.execution_index("taskExecutions").change(execution, status=execution.pop("end"), finished=at)
    if execution["status"] == "execution_successful":
        execution.pop("errorType", None)
        execution.pop("errorMessage", None)
    else:
        task = account.table("tasks")[execution["taskId"]]
        execution.setdefault("errorType", execution["status"].upper())
        execution.setdefault(
            "errorMessage", task.get("errorMessage", f"The task ended as {execution['status']}")
        )
    if plan_execution_id := execution.get("planExecutionId"):
        account.schedule(at, "plan-advances", plan_execution_id)
    if account.derived(Slots).waiting:
        account.schedule(at, "slots-free", "")


@event("slots-free")
def start_waiting(account: Account, object_id: str, at: int) -> None:
    """From each queue, start or reject executions in order, until one must wait."""
    del object_id
    queues, executions = account.derived(Slots).waiting, account.table("taskExecutions")
    for runtime_id, queue in list(queues.items()):
        while queue:
            execution = executions[queue[0]]
            if execution["status"] == "dispatching" and not _try_start(account, execution, at):
                break
            queue.popleft()
        if not queue:
            del queues[runtime_id]


@on_settle
def retry_waiting(account: Account) -> None:
    """Start queued executions, because an engine may have been paired or a limit raised."""
    if account.derived(Slots).waiting:
        start_waiting(account, "", account.now())
