"""The execution of a run. It starts at most once per intent, and is in state before the completion waits."""

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
    "Look at the promotion's history in Talend Management Console: if it ran, set execution_id to its"
    " execution; if not, change `triggers`"
)
_CHECK = (
    "No other run was started. Look at these executions in Talend Management Console. To start another run,"
    " change `triggers`"
)
_LOOK_AGAIN = "Run `pulumi up` again: it looks for the execution before it starts another"


class Execution(StateOnlyLifecycle):
    """Start a run, and record the outcome of the start. The completion waits for the end of the run."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Start the run, unless `run_on_create` forbids it or the execution is known.

        The user may give its id, or an interrupted `up` may have started it.
        """
        if inputs.get("runOnCreate") is False and not inputs.get("generation"):
            start = Start("NOT_STARTED")
        elif given := inputs.get("executionId"):
            start = Start("STARTED", str(given))
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
        """Store changed arguments. An `execution_id` from the user replaces the outcome of the start."""
        del object_id
        if given := inputs.get("executionId"):
            return _state(session, self.spec, inputs, "STARTED", str(given))
        started_id, message = (str(olds.get(name) or "") for name in ("startedId", "message"))
        return _state(session, self.spec, inputs, str(olds.get("startStatus")), started_id, message)

    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Make no call: a started run continues. Remember a promotion that was certainly not started."""
        del object_id
        if any(olds.get(prop.wire) in prop.ineffective for prop in self.spec.outcomes):
            _startable_promotions(session).add(str(olds["token"]))


def _require_checkpoints() -> None:
    """Refuse to start a run if Pulumi does not save the run's intent first.

    Raises:
        LifecycleError: Pulumi writes no checkpoints.

    """
    if os.environ.get("PULUMI_SKIP_CHECKPOINTS", "").lower() in {"1", "true"}:
        raise LifecycleError(
            "PULUMI_SKIP_CHECKPOINTS is set, so an interrupted `up` would forget that it has started a run"
            " and start it again. Unset it for programs with runs"
        )


def _start(session: Session, spec: ResourceSpec, inputs: Inputs) -> Start:
    request = RunRequest(
        kind=KINDS[spec.endpoint.run],
        arguments=inputs,
        intended_at=datetime.fromisoformat(str(inputs["intendedAt"])),
        timeout=float(str(inputs.get("waitTimeout") or 0)),
        wait_on_conflict=inputs.get("onConflict") == "wait",
    )
    listed = LISTED_KINDS.get(request.kind.noun)
    if inputs.get("intendedBy") != session.process:
        if listed and (execution_id := _join_earlier_start(session, listed, request)):
            return Start("STARTED", execution_id)
        if not listed and not _take_startable(session, str(inputs["token"])):
            what = f"{request.description}: an earlier `up` was interrupted and may have started it"
            return _unknown_promotion(session, what)
    start = start_run(
        session,
        request,
        lambda text, waited: session.progress(f"{text}, {elapsed(waited)}"),
        before=lambda: _check_attended(session, request),
    )
    return _start_of_listed(start) if listed else _start_of_promotion(session, start)


def _check_attended(session: Session, request: RunRequest) -> None:
    """Refuse to start a run if this `pulumi` has exited, because another `pulumi` may now use the stack.

    This is called right before each attempt, because a token, the request limit or a pause may have taken
    minutes.

    Raises:
        LifecycleError: This `pulumi` has exited.

    """
    if not session.attended():
        what = f"{request.description} was not started: the `pulumi` that asked for it has exited"
        raise LifecycleError(what, outcome="not_sent")


def _join_earlier_start(session: Session, kind: ListedKind, request: RunRequest) -> str:
    """Return the execution that an interrupted `up` has started; empty if there is none.

    Raises:
        LifecycleError: It is not certain which execution that is.

    """
    complete_at = session.opened_at + session.list_delay
    found = find_started(session, kind, request.executable, request.intended_at, complete_at=complete_at)
    if found.candidates:
        what = f"Starting {request.description}: an earlier `up` was interrupted, and {found.why}"
        raise LifecycleError(f"{what}: {', '.join(found.candidates)}. {_CHECK}")
    if found.execution_id:
        what = f"{request.description} was started by an earlier `up` that was interrupted"
        session.warn(f"{what}: continues with {found.execution_id}")
    return found.execution_id


def _start_of_listed(start: Start) -> Start:
    """Return the start of a task or a plan, or raise its error.

    After an error, the next `up` looks for an execution before it starts one.

    Raises:
        TalendError: The run was not started, or the outcome is unknown.

    """
    if start.error is not None:
        raise start.error
    if start.status == "OUTCOME_UNKNOWN":
        raise LifecycleError(f"{start.message}. {_CHECK if start.candidates else _LOOK_AGAIN}")
    return Start(start.status, start.execution_id)


def _start_of_promotion(session: Session, start: Start) -> Start:
    """Return the start of a promotion, with advice if it failed.

    Failures are recorded in state. Without a record the next `up` could not tell them from a lost response.
    """
    if start.status == "OUTCOME_UNKNOWN":
        return _unknown_promotion(session, start.message)
    if start.error is None:
        return start
    what = "sent" if start.status == "NOT_SENT" else "started"
    return Start(
        start.status, message=f"{start.error}. Nothing was {what}: run `pulumi up` again, which starts it"
    )


def _unknown_promotion(session: Session, what: str) -> Start:
    message = f"{what}. {_PROMOTION_ADVICE}"
    session.warn(message)
    return Start("OUTCOME_UNKNOWN", message=message)


def _startable_promotions(session: Session) -> set[str]:
    """Return the tokens of promotions that were certainly not started, and whose record Pulumi has deleted.

    Only the process that deleted the record may start them. In another process the outcome is unknown, as
    after a lost response.
    """
    tokens: set[str] = session.shared("startable promotions", set)
    return tokens


def _take_startable(session: Session, token: str) -> bool:
    """Return whether a promotion was certainly not started, and forget it: a second call returns False."""
    tokens = _startable_promotions(session)
    known = token in tokens
    tokens.discard(token)
    return known


def _state(
    session: Session, spec: ResourceSpec, inputs: Inputs, status: str, started_id: str, message: str = ""
) -> Outputs:
    # Empty strings, because in a preview an output that is missing in state counts as unknown.
    answer = {"startedId": started_id, "startStatus": status, "message": message}
    return outputs(spec, inputs, answer, api_url=session.api_url)
