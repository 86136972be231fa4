"""The lifecycle of `TaskRunExecution`, `PlanRunExecution` and `PromotionRunExecution`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime

from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.lifecycle import StateOnlyLifecycle
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.runs.kinds import KINDS, LISTED_KINDS, ListedKind
from talend_processing.provider.runs.send_start import RunRequest, Start, start_run
from talend_processing.provider.runs.start_lookup import find_started
from talend_processing.provider.runs.wait import elapsed
from talend_processing.provider.session.session import Session

_PROMOTION_ADVICE = (
    "Look at the promotion's history in Talend Management Console: if it ran, set execution_id to the"
    " id of its execution. If not, change `triggers`"
)
_ADVICE_ON_CANDIDATES = (
    "No other run was started. Look at these executions in Talend Management Console. To start another run,"
    " change `triggers`"
)
_ADVICE_AFTER_LOST_START = "Run `pulumi up` again: it looks for the execution before it starts another"


class Execution(StateOnlyLifecycle):
    """Start a run at most once, and record the outcome. A `Completion` waits for the end of the run."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Start the run, and record the outcome.

        Start nothing if the user gives an `execution_id`, if an interrupted `up` has already started the run,
        or if `run_on_create` is False and `triggers` has not changed yet.
        """
        if inputs.get("runOnCreate") is False and not inputs.get("generation"):
            start = Start("NOT_STARTED")
        elif execution_id := inputs.get("executionId"):
            start = Start("STARTED", str(execution_id))
        else:
            _require_checkpoints()
            start = _start(session, self.spec, inputs)
        session.ownership.record(start.execution_id)
        return start.execution_id or f"{start.status.lower()}-{inputs['token']}", _state(
            session, self.spec, inputs, start.status, start.execution_id, start.message
        )

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Store the arguments. If the user gives an `execution_id`, store it as the outcome of the start."""
        del object_id
        if execution_id := inputs.get("executionId"):
            return _state(session, self.spec, inputs, "STARTED", str(execution_id))
        started_id, message = (str(olds.get(name) or "") for name in ("startedId", "message"))
        return _state(session, self.spec, inputs, str(olds.get("startStatus")), started_id, message)

    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Make no call: a started run continues. Remember a promotion whose start certainly failed."""
        del object_id
        if any(olds.get(prop.wire) in prop.ineffective for prop in self.spec.outcomes):
            _startable_promotions(session).add(str(olds["token"]))


def _require_checkpoints() -> None:
    """Refuse to start a run if Pulumi saves state only at the end of the `up`."""
    if os.environ.get("PULUMI_SKIP_CHECKPOINTS", "").lower() in {"1", "true"}:
        raise LifecycleError(
            "PULUMI_SKIP_CHECKPOINTS is set, so after an interrupted `up` the next `up` would not know"
            " which runs were started, and would start them again. Unset it for programs with runs"
        )


def _start(session: Session, spec: ResourceSpec, inputs: Inputs) -> Start:
    request = RunRequest(
        kind=KINDS[spec.endpoint.run],
        arguments=inputs,
        intended_at=datetime.fromisoformat(str(inputs["intendedAt"])),
        timeout=float(str(inputs.get("waitTimeout") or 0)),
        wait_on_conflict=inputs.get("onConflict") == "wait",
    )
    listed_kind = LISTED_KINDS.get(request.kind.noun)
    if inputs.get("intendedBy") != session.process:
        if listed_kind and (execution_id := _join_earlier_start(session, listed_kind, request)):
            return Start("STARTED", execution_id)
        if not listed_kind and not _take_startable(session, str(inputs["token"])):
            reason = f"{request.description}: an earlier `up` was interrupted and may have started it"
            return _unknown_promotion(session, reason)
    start = start_run(
        session,
        request,
        lambda text, waited: session.progress(f"{text}, {elapsed(waited)}"),
        before_send=lambda: _require_running_pulumi(session, request),
    )
    return _task_or_plan_start(start) if listed_kind else _promotion_start(session, start)


def _require_running_pulumi(session: Session, request: RunRequest) -> None:
    """Raise an error if the `pulumi` that requested the run has exited: another may now use the stack.

    Called right before each request to start the run, since the pause after a 409 may have lasted minutes.
    """
    if not session.attended():
        message = f"{request.description} was not started: the `pulumi` that requested it has exited"
        raise LifecycleError(message, outcome="not_sent")


def _join_earlier_start(session: Session, kind: ListedKind, request: RunRequest) -> str:
    """Return the id of the execution that an interrupted `up` has started, or an empty string.

    Raises:
        LifecycleError: The list does not settle which execution the interrupted `up` has started, if any.

    """
    read_again_at = session.opened_at + session.list_delay
    lookup = find_started(session, kind, request.executable, request.intended_at, read_again_at=read_again_at)
    if lookup.candidates:
        reason = f"Starting {request.description}: an earlier `up` was interrupted, and {lookup.doubt}"
        raise LifecycleError(f"{reason}: {', '.join(lookup.candidates)}. {_ADVICE_ON_CANDIDATES}")
    if lookup.execution_id:
        fact = f"{request.description} was started by an earlier `up` that was interrupted"
        session.warn(f"{fact}. This `up` continues with execution {lookup.execution_id}")
    return lookup.execution_id


def _task_or_plan_start(start: Start) -> Start:
    """Return the successful start of a task or a plan.

    Raises:
        TalendError: The run was not started, or the outcome is unknown. The next `up` looks for an execution
            before it starts one.

    """
    if start.error is not None:
        raise start.error
    if start.status == "OUTCOME_UNKNOWN":
        raise LifecycleError(
            f"{start.message}. {_ADVICE_ON_CANDIDATES if start.candidates else _ADVICE_AFTER_LOST_START}"
        )
    return Start(start.status, start.execution_id)


def _promotion_start(session: Session, start: Start) -> Start:
    """Return the start of a promotion, with advice if it failed.

    A failed start is returned, not raised, so that state records it. Without this record, the next `up` would
    not know whether the promotion has started.
    """
    if start.status == "OUTCOME_UNKNOWN":
        return _unknown_promotion(session, start.message)
    if start.error is None:
        return start
    missing_step = "sent" if start.status == "NOT_SENT" else "started"
    return Start(
        start.status,
        message=f"{start.error}. Nothing was {missing_step}: run `pulumi up` again to start the promotion",
    )


def _unknown_promotion(session: Session, reason: str) -> Start:
    message = f"{reason}. {_PROMOTION_ADVICE}"
    session.warn(message)
    return Start("OUTCOME_UNKNOWN", message=message)


def _startable_promotions(session: Session) -> set[str]:
    """Return the `PromotionRunIntent` tokens of promotions whose start certainly failed.

    `delete` adds a token before Pulumi creates the resource anew in the same process. Another process cannot
    know that the start failed, so it does not start the promotion.
    """
    tokens: set[str] = session.shared("startable promotions", set)
    return tokens


def _take_startable(session: Session, token: str) -> bool:
    """Remove a token from `_startable_promotions`. Return whether it was there."""
    tokens = _startable_promotions(session)
    is_startable = token in tokens
    tokens.discard(token)
    return is_startable


def _state(
    session: Session, spec: ResourceSpec, inputs: Inputs, status: str, started_id: str, message: str = ""
) -> Outputs:
    # Empty strings, not None: if state lacks an output, Pulumi treats the output as unknown in a preview.
    api_object = {"startedId": started_id, "startStatus": status, "message": message}
    return outputs(spec, inputs, api_object, api_url=session.api_url)
