"""The kinds of run: how each is started, found again, watched and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from talend_processing.client.api.plans import PlanRequest
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.client.operation import JsonObject, JsonValue
from talend_processing.client.paging import PAGE_SIZE
from talend_processing.provider.declare.values import Inputs, Value
from talend_processing.provider.runs.promotion_report import reported

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

_TASK_STATUSES = {
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
_PLAN_STATUSES = {
    "UNDEFINED": "executing",
    "STARTED": "executing",
    "EXECUTION_FAILED": "execution_failed",
    "EXECUTION_SUCCESS": "execution_successful",
}


class RunKind(Protocol):
    """One kind of run: how it is watched and judged."""

    noun: str
    listed: bool
    """Whether an operation lists them."""
    good: frozenset[str]
    """The statuses of a run that ended well."""
    bad: frozenset[str]
    """The statuses of a run that ended otherwise. One in neither is not taken for an end."""

    def latest(self, client: TalendClient, since: datetime) -> Iterable[JsonObject]:
        """The latest executions of all executables, from one call; none if no operation lists them."""
        ...

    def get(self, client: TalendClient, execution_id: str) -> JsonObject:
        """One execution with all that there is to know of it."""
        ...

    def status(self, answer: Mapping[str, Value]) -> str:
        """Its status in the API's short words; one that is not known is returned as it is."""
        ...

    def why(self, answer: Mapping[str, Value]) -> str:
        """Why it failed, as the API says."""
        ...


class Startable(Protocol):
    """A kind of run whose executions the API lists, so that a lost start can be found."""

    noun: str

    def start(self, client: TalendClient, inputs: Inputs, before: Callable[[], None] | None = None) -> str:
        """Start it and return the execution's id; `before` may stop each try of it by an error."""
        ...

    def since(
        self, client: TalendClient, executable: str, when: datetime, until: datetime
    ) -> Iterable[JsonObject]:
        """The executions of one executable in a span of time."""
        ...

    def began(self, answer: Mapping[str, Value]) -> str:
        """When it was started, as far as the answer tells."""
        ...


def is_final(kind: RunKind, answer: Mapping[str, Value]) -> bool:
    """Whether the run has ended; a status that is not known is not taken for an end."""
    return kind.status(answer) in kind.good | kind.bad


def progress_of(kind: RunKind, answer: Mapping[str, Value]) -> str:
    """What to show of a run that goes on: its status, and how much of it is done if that is known."""
    done, planned = answer.get("doneExecutableCount"), answer.get("plannedExecutableCount")
    counted = f", {done} of {planned} done" if planned is not None and done is not None else ""
    return f"{kind.status(answer)}{counted}"


class TaskRuns:
    """Runs of tasks."""

    noun = "task"
    listed = True
    good = frozenset({"execution_successful"})
    bad = frozenset(_TASK_STATUSES.values()) - good - {"dispatching", "executing"}

    def start(self, client: TalendClient, inputs: Inputs, before: Callable[[], None] | None = None) -> str:
        """`POST /processing/executions`."""
        request = TaskRequest.model_validate(
            _given(inputs, "executable", "parameters", "logLevel", "timeout")
        )
        return client.task_executions.start(request, before=before).execution_id

    def since(
        self, client: TalendClient, executable: str, when: datetime, until: datetime
    ) -> Iterable[JsonObject]:
        """Those that were started by hand or by the API, not by a schedule, a webhook or a plan."""
        for found in client.task_executions.list_by_task(executable, since=when, until=until):
            if found.execution_type in {None, "MANUAL"}:
                yield found.wire()

    def latest(self, client: TalendClient, since: datetime) -> Iterable[JsonObject]:
        """The latest executions of all tasks."""
        listed = client.task_executions.list(since=_by_api(client, since))
        return (found.wire() for found in islice(listed, PAGE_SIZE))

    def get(self, client: TalendClient, execution_id: str) -> JsonObject:
        """`GET /processing/executions/{executionId}`."""
        return client.task_executions.get(execution_id).wire()

    def status(self, answer: Mapping[str, Value]) -> str:
        """From the list's short word, or else from the detailed status."""
        return _status(answer, _TASK_STATUSES)

    def began(self, answer: Mapping[str, Value]) -> str:
        """When it was triggered: it may wait long before it starts."""
        return str(answer.get("triggerTimestamp") or answer.get("startTimestamp") or "")

    def why(self, answer: Mapping[str, Value]) -> str:
        """The error's type and message."""
        told = [str(answer[name]) for name in ("errorType", "errorMessage") if answer.get(name)]
        return ": ".join(told)


class PlanRuns:
    """Runs of plans."""

    noun = "plan"
    listed = True
    good = frozenset({"execution_successful"})
    bad = frozenset({"execution_failed"})

    def start(self, client: TalendClient, inputs: Inputs, before: Callable[[], None] | None = None) -> str:
        """`POST /processing/executions/plans`."""
        body = _given(inputs, "executable", "rerunOnlyFailedTasks")
        body |= {
            name: inputs[wire]
            for name, wire in (("executionPlanId", "resumeFrom"), ("stepId", "resumeStep"))
            if inputs.get(wire) is not None
        }
        request = PlanRequest.model_validate(body)
        return client.plan_executions.start(request, before=before).execution_id

    def since(
        self, client: TalendClient, executable: str, when: datetime, until: datetime
    ) -> Iterable[JsonObject]:
        """The executions of one plan."""
        return (
            found.wire() for found in client.plan_executions.list_by_plan(executable, since=when, until=until)
        )

    def latest(self, client: TalendClient, since: datetime) -> Iterable[JsonObject]:
        """The latest executions of all plans."""
        listed = client.plan_executions.list(since=_by_api(client, since))
        return (found.wire() for found in islice(listed, PAGE_SIZE))

    def get(self, client: TalendClient, execution_id: str) -> JsonObject:
        """The execution with its steps, and with what handled the error of a failed one."""
        answer = client.plan_executions.get(execution_id).wire()
        steps: list[JsonValue] = [step.wire() for step in client.plan_executions.steps(execution_id)]
        return {**answer, "steps": steps}

    def status(self, answer: Mapping[str, Value]) -> str:
        """From the list's short word, or else from the detailed status and the steps."""
        if answer.get("executionStatus") == "FINISHED":
            return "execution_failed" if _failed_steps(answer) else "execution_successful"
        return _status(answer, _PLAN_STATUSES)

    def began(self, answer: Mapping[str, Value]) -> str:
        """When it was started."""
        return str(answer.get("startTimestamp") or "")

    def why(self, answer: Mapping[str, Value]) -> str:
        """The step that failed, and the error of the task in it."""
        told = [f"step {step.get('id')}: {step.get('executionStatus')}" for step in _failed_steps(answer)]
        done = answer.get("doneExecutableDetails")
        told.extend(
            f"task {task.get('taskId') or task.get('jobId')}: {task['errorMessage']}"
            for task in (done if isinstance(done, list) else [])
            if task.get("errorMessage")
        )
        return "; ".join(told) or str(answer.get("misfiredExecutionReason") or "")


def _failed_steps(answer: Mapping[str, Value]) -> list[Mapping[str, Value]]:
    steps = answer.get("steps")
    found = steps if isinstance(steps, list) else []
    return [
        step for step in found if str(step.get("executionStatus")) in {"EXECUTION_FAILED", "DEPLOY_FAILED"}
    ]


def _status(answer: Mapping[str, Value], words: Mapping[str, str]) -> str:
    detailed = str(answer.get("executionStatus") or "")
    return str(answer.get("status") or words.get(detailed, detailed))


def _by_api(client: TalendClient, since: datetime) -> datetime:
    """A moment of this machine's clock, or before it, by the API's clock."""
    return since + timedelta(seconds=min(0.0, client.server_ahead))


def _given(inputs: Inputs, *names: str) -> dict[str, Value]:
    return {name: inputs[name] for name in names if inputs.get(name) is not None}


class PromotionRuns:
    """Promotions: each is read by itself, for no operation lists them."""

    noun = "promotion"
    listed = False
    good = frozenset({"PROMOTED", "PROMOTION_WARNING"})
    bad = frozenset({"PROMOTION_FAILED"})

    def latest(self, client: TalendClient, since: datetime) -> Iterable[JsonObject]:
        """None."""
        del client, since
        return ()

    def get(self, client: TalendClient, execution_id: str) -> JsonObject:
        """`GET /processing/executions/promotions/{executionId}`, with the report artifact by artifact."""
        answer = client.promotions.get(execution_id).wire()
        return {**answer, "report": list(reported(answer))}

    def status(self, answer: Mapping[str, Value]) -> str:
        """The API's own status."""
        return str(answer.get("status") or "")

    def why(self, answer: Mapping[str, Value]) -> str:
        """The API's message, and the artifacts that failed."""
        report = answer.get("report")
        failed = [
            f"{entry.get('type')} {entry.get('name')}: {entry.get('message') or entry['status']}"
            for entry in (report if isinstance(report, list) else [])
            if entry.get("status") == "FAILED"
        ]
        return "; ".join([*filter(None, [str(answer.get("statusMessage") or "")]), *failed])


KINDS: Mapping[str, RunKind] = {"task": TaskRuns(), "plan": PlanRuns(), "promotion": PromotionRuns()}
STARTABLE: Mapping[str, Startable] = {"task": TaskRuns(), "plan": PlanRuns()}
