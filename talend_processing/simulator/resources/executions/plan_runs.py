"""The course of a plan's execution: each step starts after the previous step has succeeded."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import Account, event
from talend_processing.simulator.http.operations import Caller
from talend_processing.simulator.http.responses import ApiError, Record, bad_request, not_found
from talend_processing.simulator.resources.executions.failures import take_outcome_override
from talend_processing.simulator.resources.executions.task_runs import start_task

_DAY_MILLISECONDS = 86_400_000


def new_plan_execution(account: Account, plan: Record, caller: Caller) -> Record:
    """Return a new execution of a plan, with all its steps. The caller must store it."""
    steps = []
    for step in plan["steps"]:
        run = _new_run(account, step, step["tasks"])
        if "errorHandler" in step:
            run["errorHandler"] = _new_run(account, step, [step["errorHandler"]])
        steps.append(run)
    return {
        "id": account.uuid(),
        "planId": plan["id"],
        "status": "executing",
        "triggered": account.now(),
        "steps": steps,
        "first": 0,
        "userId": caller.user_id,
        "userType": caller.user_type,
    }


def _new_run(account: Account, step: Record, tasks: list[str]) -> Record:
    return {"id": step["id"], "executionId": account.uuid(), "tasks": list(tasks)}


def set_first_step(account: Account, execution: Record, body: Record) -> None:
    """Set the step with which an execution begins: that of the request, or else the first step of the plan.

    A rerun begins with the step whose execution has the id `stepId`, or else with the step that failed.
    """
    if "executionPlanId" not in body:
        _set_requested_step(account, execution, body)
        return
    previous_execution = account.get("planExecutions", body["executionPlanId"])
    if reason := _rerun_obstacle(account, execution, previous_execution):
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "The plan execution cannot be rerun",
            f"{previous_execution['id']} {reason}",
        )
    steps = previous_execution["steps"]
    if "stepId" in body:
        step_execution_ids = [step["executionId"] for step in steps]
        if body["stepId"] not in step_execution_ids[previous_execution["first"] :]:
            raise not_found("Step execution", body["stepId"])
        first = step_execution_ids.index(body["stepId"])
    else:
        failed_indexes = (
            index for index, step in enumerate(steps) if step.get("status") == "execution_failed"
        )
        first = next(failed_indexes, 0)
    if first >= len(execution["steps"]):
        raise not_found("Step execution", steps[first]["executionId"])
    execution["first"] = first
    if body.get("rerunOnlyFailedTasks"):
        failed_task_ids = _failed_task_ids(account, steps[first])
        execution["steps"][first]["tasks"] = failed_task_ids or execution["steps"][first]["tasks"]


def _failed_task_ids(account: Account, step: Record) -> list[str]:
    executions = account.table("taskExecutions")
    return [
        executions[execution_id]["taskId"]
        for execution_id in step.get("taskExecutions", ())
        if execution_id in executions and executions[execution_id]["status"] != "execution_successful"
    ]


def _rerun_obstacle(account: Account, execution: Record, previous_execution: Record) -> str | None:
    """Return why `execution` cannot rerun the previous execution, or None if it can."""
    if previous_execution["planId"] != execution["planId"]:
        return "is an execution of another plan"
    if previous_execution["status"] != "execution_failed":
        return "did not fail"
    days = account.switches.number("plan_rerun_days")
    if previous_execution["finished"] < account.now() - days * _DAY_MILLISECONDS:
        return f"is older than {days:g} days"
    return None


def _set_requested_step(account: Account, execution: Record, body: Record) -> None:
    if "stepId" not in body:
        return
    if account.switches["plan_step_alone"] == "refuse":
        raise bad_request("missing required field: executionPlanId", "a request with stepId must contain it")
    step_ids = [step["id"] for step in execution["steps"]]
    if body["stepId"] not in step_ids:
        raise not_found("Step", body["stepId"])
    execution["first"] = step_ids.index(body["stepId"])


@event("plan-advances")
def advance(account: Account, execution_id: str, at: int) -> None:
    """Start the next step or an error handler, wait for its tasks, or end the execution."""
    execution = account.table("planExecutions").get(execution_id)
    if execution is None or "finished" in execution:
        return
    for step in execution["steps"][execution["first"] :]:
        if not _advance_step(account, execution, step, at):
            return
        if step["status"] != "execution_successful":
            handler = step.get("errorHandler")
            if handler is None or _advance_step(account, execution, handler, at):
                _end(account, execution, at, "execution_failed")
            return
    _end(account, execution, at, "execution_successful")


def _end(account: Account, execution: Record, at: int, status: str) -> None:
    account.execution_index("planExecutions").change(execution, status=status, finished=at)


def _advance_step(account: Account, execution: Record, run: Record, at: int) -> bool:
    """Start a step or error handler (`run`) if it has not started. Return whether it has finished."""
    if "finished" in run:
        return True
    executions = account.table("taskExecutions")
    if "started" not in run:
        run |= {"started": at, "status": "executing"}
        run["taskExecutions"] = _start_tasks(account, execution, run)
        if run["tasks"]:
            return False
    task_executions = [executions[execution_id] for execution_id in run["taskExecutions"]]
    if not all("finished" in task_execution for task_execution in task_executions):
        return False
    succeeded = all(task_execution["status"] == "execution_successful" for task_execution in task_executions)
    run |= {"finished": at, "status": "execution_successful" if succeeded else "execution_failed"}
    return True


def _start_tasks(account: Account, execution: Record, run: Record) -> list[str]:
    """Start the tasks of a step or error handler, and return the ids of their executions.

    The `failures` of a step apply to its first task.
    """
    caller = Caller(execution["userId"], execution["userType"])
    requested_outcome = None
    if run in execution["steps"]:
        plan = account.table("plans")[execution["planId"]]
        requested_outcome = next(
            (take_outcome_override(step) for step in plan["steps"] if step["id"] == run["id"]), None
        )
    task_execution_ids = []
    for task_id in run["tasks"]:
        task = account.table("tasks")[task_id]
        task_execution = start_task(
            account, task, caller, plan_execution_id=execution["id"], requested_outcome=requested_outcome
        )
        task_execution_ids.append(task_execution["id"])
        requested_outcome = None
    return task_execution_ids
