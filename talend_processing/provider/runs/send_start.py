"""Start a run at most once, for `pulumi up` and `talend-processing run`.

If the response to the request is lost, the request is not sent again. The execution is looked up instead, if
the API lists executions of this kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from talend_processing.client.errors import CancelledError, ConflictError, TalendError
from talend_processing.provider.kinds.values import Inputs
from talend_processing.provider.runs.kinds import LISTED_KINDS, RunKind
from talend_processing.provider.runs.start_lookup import find_started
from talend_processing.provider.runs.wait import Show
from talend_processing.provider.runs.wait_slots import pause
from talend_processing.provider.session.session import Session

StartStatus: TypeAlias = Literal["STARTED", "NOT_STARTED", "NOT_SENT", "REFUSED", "OUTCOME_UNKNOWN"]
"""Outcome of a start.

- `STARTED`: the execution's id is known.
- `NOT_STARTED`: no start was requested (`run_on_create=False`).
- `NOT_SENT`: the request never reached the API, so nothing was started.
- `REFUSED`: the API refused the request, so nothing was started.
- `OUTCOME_UNKNOWN`: it is not known whether an execution has started, or which one.
"""

_CONFLICT_STATUS: Final = 409
_CONFLICT_PAUSE: Final = 10.0
"""If the API refuses a start with 409, the next request follows after this many seconds."""


@dataclass(frozen=True)
class Start:
    """The outcome of an attempt to start a run."""

    status: StartStatus
    execution_id: str = ""
    message: str = ""
    """Description of the outcome. The caller of `start_run` adds advice for `pulumi up` or for `run`."""
    error: TalendError | None = None
    """Why nothing was started, if the status is `NOT_SENT` or `REFUSED`."""
    candidates: tuple[str, ...] = ()
    """Ids of executions that this start may have created, if the status is `OUTCOME_UNKNOWN`."""


@dataclass(frozen=True, kw_only=True)
class RunRequest:
    """A request to start a run."""

    kind: RunKind
    arguments: Inputs
    """Arguments, with the API's names as keys."""
    intended_at: datetime
    """Intended start of the run, by this machine's clock."""
    timeout: float
    """Seconds in which to repeat a start that the API refuses with 409. For a promotion, also the seconds
    to wait for the response."""
    wait_on_conflict: bool = False
    """Whether to send a start again if the API refuses it with 409."""

    @property
    def executable(self) -> str:
        """Id of the task, plan or promotion."""
        return str(self.arguments["executable"])

    @property
    def description(self) -> str:
        """Kind and id for messages, such as `task 5c9…`."""
        return f"{self.kind.noun} {self.executable}"


def start_run(session: Session, request: RunRequest, show: Show, *, before_send: Callable[[], None]) -> Start:
    """Start a run. If the response is lost, look up the execution.

    Args:
        session: The session.
        request: The request.
        show: Called with a text before each pause after a 409.
        before_send: Called right before every request. If it raises an error, nothing is sent.

    Raises:
        CancelledError: The user interrupted the look-up.

    """
    try:
        execution_id = _send(session, request, show, before_send)
    except TalendError as error:
        if error.outcome == "unknown":
            return look_up_lost_start(session, request, str(error))
        return Start("NOT_SENT" if error.outcome == "not_sent" else "REFUSED", error=error)
    if not execution_id:
        message = f"{request.description} has started, but the API does not return the id of the execution"
        return Start("OUTCOME_UNKNOWN", message=message)
    return Start("STARTED", execution_id)


def look_up_lost_start(session: Session, request: RunRequest, reason: str) -> Start:
    """Look up the execution of a start whose request this process sent, but whose response was lost.

    The message in the result begins with the reason why the response is missing.

    Raises:
        CancelledError: The user interrupted the look-up.

    """
    listed_kind = LISTED_KINDS.get(request.kind.noun)
    if listed_kind is None:
        return Start(
            "OUTCOME_UNKNOWN",
            message=f"{reason}. It is not known whether the {request.kind.noun} has started",
        )
    try:
        lookup = find_started(
            session,
            listed_kind,
            request.executable,
            request.intended_at,
            read_again_at=session.now() + session.list_delay,
        )
    except CancelledError:
        raise
    except TalendError as error:
        message = (
            f"{reason}. It is not known whether the {request.kind.noun} has started, because the look-up"
            f" failed: {error}"
        )
        return Start("OUTCOME_UNKNOWN", message=message)
    if lookup.execution_id:
        return Start(
            "STARTED",
            lookup.execution_id,
            f"{reason}. The {request.kind.noun} has started: the list shows its execution",
        )
    if lookup.candidates:
        message = f"{reason}. It is not known which execution was started, because {lookup.doubt}: "
        message += ", ".join(lookup.candidates)
        return Start("OUTCOME_UNKNOWN", message=message, candidates=lookup.candidates)
    message = f"{reason}. The list shows no execution of {request.description} since the start"
    return Start("OUTCOME_UNKNOWN", message=message)


def _send(session: Session, request: RunRequest, show: Show, before_send: Callable[[], None]) -> str:
    """Send the request. With `wait_on_conflict`, send it again while the API refuses it with 409.

    Return the id of the execution, or an empty string if the API does not return it.
    """
    first_sent_at = session.now()
    while True:
        try:
            return request.kind.start(
                session.client, request.arguments, timeout=request.timeout, before_send=before_send
            )
        except ConflictError as error:
            waited = session.now() - first_sent_at
            if not request.wait_on_conflict or error.status != _CONFLICT_STATUS or error.outcome == "unknown":
                raise
            if waited >= request.timeout:
                error.args = (f"{error}. The API refused the start for {waited:.0f} s",)
                raise
        show("refused with 409, waits until it can start", waited)
        pause(session, min(_CONFLICT_PAUSE, request.timeout - waited))
