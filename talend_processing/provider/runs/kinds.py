"""The kinds of run: the operations for runs of tasks, plans and promotions, and the meaning of their results.

The API lists runs of tasks and plans, so that a run is found even if the response to its start is lost. It
does not list promotions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from talend_processing.client.api.plans import PlanRequest
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.client.operation import BeforeSend, JsonObject, JsonValue
from talend_processing.client.paging import PAGE_SIZE
from talend_processing.provider.kinds.values import Inputs, Value
from talend_processing.provider.runs.promotion_runs import PromotionRuns

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

_TASK_STATUSES: Final = {
    "EXECUTION_EVENT_RECEIVED": "dispatching",
    "DISPATCHING_FLOW": "dispatching",
    "STARTING_FLOW_EXECUTION": "executing",
    "STOPPING_FLOW_EXECUTION": "executing",
    "DEPLOY_FAILED": "deploy_failed",
    "EXECUTION_FAILED": "execution_failed",
    "EXECUTION_REJECTED": "execution_rejected",
    "EXECUTION_SUCCESS": "execution_successful",
    "EXECUTION_TERMINATED": "terminated",
    "EXECUTION_TERMINATED_TIMEOUT": "terminated_timeout",
    "EXECUTION_TERMINATED_SHUTDOWN": "terminated_shutdown",
}
"""Maps each `executionStatus` of a task's execution to the `status`."""
_PLAN_STATUSES: Final = {
    "UNDEFINED": "executing",
    "STARTED": "executing",
    "EXECUTION_FAILED": "execution_failed",
    "EXECUTION_SUCCESS": "execution_successful",
}
"""Maps each `executionStatus` of a plan's execution, except FINISHED, to the `status`."""
_SHUTDOWN_STATUSES = frozenset({"execution_rejected", "terminated_shutdown"})
"""Statuses that the shutdown of an engine can cause: the engine rejects new tasks and stops the others."""
_LIKELY_CAUSE: Final = "likely cause: the engine is being drained or shut down"
_ALREADY_RUNNING: Final = "another instance of the same task"
"""Part of the API's message for a task that is rejected because it already runs on the engine."""


class RunKind(Protocol):
    """One kind of run."""

    noun: str
    """`task`, `plan` or `promotion`."""
    success_statuses: frozenset[str]
    """Final statuses of a run that succeeded."""
    failure_statuses: frozenset[str]
    """Final statuses of a run that failed. Any status that is in neither set means that the run continues."""

    def start(
        self,
        client: TalendClient,
        arguments: Inputs,
        *,
        timeout: float,
        before_send: BeforeSend,
    ) -> str:
        """Start a run. Return the id of the execution, or an empty string if the API does not return it.

        Args:
            client: The client.
            arguments: Arguments of the run, with the API's names as keys. Arguments that the operation does
                not take are ignored.
            timeout: Seconds to wait for the response. Only promotions use it: the API sometimes responds to
                the start of a promotion only after the promotion has ended.
            before_send: Called right before every request. If it raises an error, nothing is sent.

        """
        ...

    def get(self, client: TalendClient, execution_id: str) -> JsonObject:
        """Return an execution, read by its id."""
        ...

    def status(self, execution: Mapping[str, Value]) -> str:
        """Return the status in the API's short form, such as `execution_failed`.

        An unknown status is returned unchanged.
        """
        ...

    def failure_reason(self, execution: Mapping[str, Value]) -> str:
        """Return why the run failed, for a message, or an empty string if the API does not say why."""
        ...


class ListedKind(RunKind, Protocol):
    """A kind of run whose executions the API lists, so that an execution can be found without its id."""

    def latest_executions(self, client: TalendClient, since: datetime) -> Iterable[JsonObject]:
        """Return the latest executions of all tasks or all plans: at most one page of the API's list.

        Args:
            client: The client.
            since: The earliest start of an execution, by this machine's clock.

        """
        ...

    def executions(
        self, client: TalendClient, executable: str, since: datetime, until: datetime
    ) -> Iterable[JsonObject]:
        """Return the executions of a task or plan in a period.

        The result may lack executions that this package cannot have started, such as those of a schedule.

        Args:
            client: The client.
            executable: The id of the task or plan.
            since: The start of the period, by the API's clock.
            until: The end of the period, by the API's clock.

        """
        ...

    def start_time(self, execution: Mapping[str, Value]) -> str:
        """Return when the execution was triggered or started, or an empty string if the API shows neither."""
        ...


class TaskRuns:
    """Start, look up and read runs of tasks, and interpret their results."""

    noun = "task"
    success_statuses = frozenset({"execution_successful"})
    failure_statuses = frozenset(_TASK_STATUSES.values()) - success_statuses - {"dispatching", "executing"}

    def start(
        self,
        client: TalendClient,
        arguments: Inputs,
        *,
        timeout: float,
        before_send: BeforeSend,
    ) -> str:
        """Start a task: `POST /processing/executions`."""
        del timeout
        argument_names = ("executable", "parameters", "logLevel", "timeout")
        request = TaskRequest.model_validate({name: arguments.get(name) for name in argument_names})
        return client.task_executions.start(request, before=before_send).execution_id

    def executions(
        self, client: TalendClient, executable: str, since: datetime, until: datetime
    ) -> Iterable[JsonObject]:
        """Return the executions of one task, without those that a schedule, webhook or plan started."""
        for execution in client.task_executions.list_by_task(executable, since=since, until=until):
            if execution.execution_type in {None, "MANUAL"}:
                yield execution.wire()

    def latest_executions(self, client: TalendClient, since: datetime) -> Iterable[JsonObject]:
        """Return the latest executions of all tasks."""
        executions = client.task_executions.list(since=_by_api_clock(client, since))
        return (execution.wire() for execution in islice(executions, PAGE_SIZE))

    def get(self, client: TalendClient, execution_id: str) -> JsonObject:
        """Return an execution: `GET /processing/executions/{executionId}`."""
        return client.task_executions.get(execution_id).wire()

    def status(self, execution: Mapping[str, Value]) -> str:
        """Return the field `status`, or derive it from `executionStatus`."""
        return _status(execution, _TASK_STATUSES)

    def start_time(self, execution: Mapping[str, Value]) -> str:
        """Return when the execution was triggered. If the API does not show that, return when it started."""
        return str(execution.get("triggerTimestamp") or execution.get("startTimestamp") or "")

    def failure_reason(self, execution: Mapping[str, Value]) -> str:
        """Return the error's type and message, and the likely cause if the status suggests one."""
        error_parts = [str(execution[name]) for name in ("errorType", "errorMessage") if execution.get(name)]
        return "; ".join(filter(None, (": ".join(error_parts), _likely_cause(execution))))


class PlanRuns:
    """Start, look up and read runs of plans, and interpret their results."""

    noun = "plan"
    success_statuses = frozenset({"execution_successful"})
    failure_statuses = frozenset({"execution_failed"})

    def start(
        self,
        client: TalendClient,
        arguments: Inputs,
        *,
        timeout: float,
        before_send: BeforeSend,
    ) -> str:
        """Start a plan: `POST /processing/executions/plans`."""
        del timeout
        request = PlanRequest.model_validate(
            {
                "executable": arguments["executable"],
                "executionPlanId": arguments.get("resumeFrom"),
                "stepId": arguments.get("resumeStep"),
                "rerunOnlyFailedTasks": arguments.get("rerunOnlyFailedTasks"),
            }
        )
        return client.plan_executions.start(request, before=before_send).execution_id

    def executions(
        self, client: TalendClient, executable: str, since: datetime, until: datetime
    ) -> Iterable[JsonObject]:
        """Return the executions of one plan."""
        executions = client.plan_executions.list_by_plan(executable, since=since, until=until)
        return (execution.wire() for execution in executions)

    def latest_executions(self, client: TalendClient, since: datetime) -> Iterable[JsonObject]:
        """Return the latest executions of all plans."""
        executions = client.plan_executions.list(since=_by_api_clock(client, since))
        return (execution.wire() for execution in islice(executions, PAGE_SIZE))

    def get(self, client: TalendClient, execution_id: str) -> JsonObject:
        """Return the execution with its steps."""
        execution = client.plan_executions.get(execution_id).wire()
        steps: list[JsonValue] = [step.wire() for step in client.plan_executions.steps(execution_id)]
        return {**execution, "steps": steps}

    def status(self, execution: Mapping[str, Value]) -> str:
        """Return the field `status`, or derive it from `executionStatus`.

        FINISHED does not say whether the plan succeeded, so its steps decide.
        """
        if execution.get("executionStatus") == "FINISHED":
            return "execution_failed" if _failed_steps(execution) else "execution_successful"
        return _status(execution, _PLAN_STATUSES)

    def start_time(self, execution: Mapping[str, Value]) -> str:
        """Return when the execution started."""
        return str(execution.get("startTimestamp") or "")

    def failure_reason(self, execution: Mapping[str, Value]) -> str:
        """Return the failed steps and the errors of tasks. If there are none, return the misfire's reason."""
        reasons = [
            f"step {step.get('id')}: {step.get('executionStatus')}" for step in _failed_steps(execution)
        ]
        ended_tasks = execution.get("doneExecutableDetails")
        for task in ended_tasks if isinstance(ended_tasks, list) else []:
            error_parts = (str(task.get("errorMessage") or ""), _likely_cause(task))
            if error := "; ".join(filter(None, error_parts)):
                reasons.append(f"task {task.get('taskId') or task.get('jobId')}: {error}")
        return "; ".join(reasons) or str(execution.get("misfiredExecutionReason") or "")


_FAILED_STEP_STATUSES = frozenset(
    execution_status
    for execution_status, status in _TASK_STATUSES.items()
    if status in TaskRuns.failure_statuses
)
"""The values of `executionStatus` that mean that a step has failed."""


def _failed_steps(execution: Mapping[str, Value]) -> list[Mapping[str, Value]]:
    steps = execution.get("steps")
    if not isinstance(steps, list):
        return []
    return [step for step in steps if str(step.get("executionStatus")) in _FAILED_STEP_STATUSES]


def _likely_cause(task: Mapping[str, Value]) -> str:
    """Return `_LIKELY_CAUSE` if the shutdown of an engine may have ended a task's execution."""
    if _status(task, _TASK_STATUSES) not in _SHUTDOWN_STATUSES or _ALREADY_RUNNING in str(
        task.get("errorMessage")
    ):
        return ""
    return _LIKELY_CAUSE


def _status(execution: Mapping[str, Value], short_statuses: Mapping[str, str]) -> str:
    execution_status = str(execution.get("executionStatus") or "")
    return str(execution.get("status") or short_statuses.get(execution_status, execution_status))


def _by_api_clock(client: TalendClient, since: datetime) -> datetime:
    """Convert a time of this machine's clock to the API's clock.

    If the API's clock is ahead, return the time unchanged. A list from this time is longer, but complete.
    """
    return since + timedelta(seconds=min(0.0, client.server_ahead))


LISTED_KINDS: Mapping[str, ListedKind] = {"task": TaskRuns(), "plan": PlanRuns()}
KINDS: Mapping[str, RunKind] = {**LISTED_KINDS, "promotion": PromotionRuns()}
