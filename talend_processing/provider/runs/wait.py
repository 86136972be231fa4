"""Wait for the end of a run, for `pulumi up` and the command `run`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from talend_processing.client.errors import (
    ConnectionFailedError,
    NotFoundError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    UnknownHostError,
)
from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.runs.absence import Absence
from talend_processing.provider.runs.kinds import LISTED_KINDS, RunKind
from talend_processing.provider.runs.shared_list import SharedList
from talend_processing.provider.runs.wait_slots import pause
from talend_processing.provider.session.session import Session

EXPIRED: Final = "EXPIRED"
"""Status of a run that the API stopped showing before its end was observed."""
NOT_SHOWN: Final = "NOT_SHOWN"
"""Status of a run that the API accepted but never showed. Its outcome is unknown."""
_UNOBSERVED_ENDS: Final = frozenset({EXPIRED, NOT_SHOWN})
"""Statuses that this package sets, because the API did not show the end of the run."""
_MIN_RETENTION = timedelta(days=10)
"""The API keeps executions for 10 to 60 days. So an execution that it does not find is not shown yet if it is
younger than this, and may be deleted if it is older."""
_CLOCK_MARGIN = timedelta(minutes=5)
"""A list begins this long before the run, because the clocks of this machine and the API may differ."""
_TRANSIENT_ERRORS = (ConnectionFailedError, RequestTimeoutError, RateLimitError, ServerError)
"""Errors after which the wait continues, because the run continues too."""

Show: TypeAlias = Callable[[str, float], None]
"""Shows the progress text of a wait and the seconds since it began."""


@dataclass(frozen=True, kw_only=True)
class AwaitedRun:
    """An execution to wait for, with the options of the wait."""

    execution_id: str
    intended_at: datetime | None
    """Intended start of the run. None if the user gave `--execution-id`: a 404 is then an error."""
    timeout: float
    """Seconds to wait."""
    poll_interval: float
    """Seconds between two polls."""
    read_by_id: bool = False
    """Whether to read the execution only by its id. If False, all waits share a list of executions."""


@dataclass(frozen=True)
class WaitResult:
    """The last state of a run that a wait observed."""

    ended: bool
    """Whether `has_ended` is true of the execution. False if the wait reached its timeout."""
    execution: JsonObject
    """The execution as the API last showed it; empty if the API has not shown it. With the status `NOT_SHOWN`
    or `EXPIRED`, it has only its id and that status."""
    text: str
    """The last progress text."""
    waited: float
    """Seconds since the wait began."""


def wait_for_end(session: Session, kind: RunKind, run: AwaitedRun, show: Show) -> WaitResult:
    """Poll a run until it has ended, `run.timeout` has passed, or `Absence` says to stop.

    Raises:
        NotFoundError: The user gave `--execution-id`, and the API does not find the execution.
        UnknownHostError: The user gave `--execution-id`, and the host in the API's address does not exist.
        CancelledError: The user interrupted the wait.
        TalendError: The API refuses to show the execution.

    """
    shared_list = _shared_list(session, kind, run)
    started_at = session.now()
    execution: JsonObject = {}
    absence = Absence(session, run.intended_at)
    try:
        while True:
            try:
                latest_execution = _read(session, kind, run, shared_list)
                execution = latest_execution or execution
                is_absent = latest_execution is None and not execution
                text = _progress(kind, latest_execution) if latest_execution else absence.progress_text()
            except _TRANSIENT_ERRORS as error:
                if isinstance(error, UnknownHostError) and run.intended_at is None and not execution:
                    raise  # no start and no read has reached the API, so the address is wrong
                is_absent = False
                text = f"could not be read ({error})"
            waited = session.now() - started_at
            if has_ended(kind, execution):
                return WaitResult(ended=True, execution=execution, text=text, waited=waited)
            if is_absent and absence.is_too_long():
                not_shown: JsonObject = {"executionId": run.execution_id, "status": NOT_SHOWN}
                return WaitResult(ended=True, execution=not_shown, text=text, waited=waited)
            if waited >= run.timeout:
                return WaitResult(ended=False, execution=execution, text=text, waited=waited)
            show(text, waited)
            interval = absence.interval(run.poll_interval) if is_absent else run.poll_interval
            pause(session, min(interval, run.timeout - waited))
    finally:
        if shared_list is not None:
            shared_list.forget(run.execution_id)


def read_now(
    session: Session, kind: RunKind, execution_id: str, intended_at: datetime | None
) -> JsonObject | None:
    """Return the execution as the API shows it now, or None if the API does not find it yet.

    If the API does not find an execution of at least ten days, return its id and the status `EXPIRED`.

    Args:
        session: The session.
        kind: Kind of the run.
        execution_id: Id of the execution.
        intended_at: Intended start of the run, or None if the user gave `--execution-id`.

    Raises:
        NotFoundError: The user gave `--execution-id`, and the API does not find the execution.

    """
    try:
        return kind.get(session.client, execution_id)
    except NotFoundError:
        if intended_at is None:
            raise
        if session.utc_now() - intended_at < _MIN_RETENTION:
            return None
        session.warn(f"The API no longer shows execution {execution_id}, and its end was not observed")
        return {"executionId": execution_id, "status": EXPIRED}


def has_ended(kind: RunKind, execution: Mapping[str, Value]) -> bool:
    """Return whether an execution has ended, or has the status `EXPIRED` or `NOT_SHOWN`."""
    return execution.get("status") in _UNOBSERVED_ENDS or _is_final(kind, execution)


def _is_final(kind: RunKind, execution: Mapping[str, Value]) -> bool:
    return kind.status(execution) in kind.success_statuses | kind.failure_statuses


def _progress(kind: RunKind, execution: JsonObject) -> str:
    """Return the status and, if the API shows them, the numbers of tasks: `executing, 2 of 5 done`."""
    done, planned = execution.get("doneExecutableCount"), execution.get("plannedExecutableCount")
    counts = f", {done} of {planned} done" if planned is not None and done is not None else ""
    return f"{kind.status(execution)}{counts}"


def elapsed(seconds: float) -> str:
    """Format a duration, for example as `2 min 5 s`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _shared_list(session: Session, kind: RunKind, run: AwaitedRun) -> SharedList | None:
    listed_kind = LISTED_KINDS.get(kind.noun)
    if listed_kind is None or run.read_by_id or run.intended_at is None:
        return None

    def new_list() -> SharedList:
        return SharedList(lambda since: listed_kind.latest_executions(session.client, since), session.now)

    return session.shared(f"executions {kind.noun}", new_list)


def _read(
    session: Session, kind: RunKind, run: AwaitedRun, shared_list: SharedList | None
) -> JsonObject | None:
    """Return the execution, or None if the API does not show it yet.

    If the shared list shows the execution as running, return the list entry. If the list is too old to
    contain the execution, return an empty object. Otherwise read the execution by its id.
    """
    if shared_list is not None and run.intended_at is not None:
        interval = min(run.poll_interval, run.timeout)
        entry = shared_list.find(run.execution_id, run.intended_at - _CLOCK_MARGIN, interval)
        if entry is not None and not _is_final(kind, entry):
            return entry
    # Even if the list lacks the execution, it may exist: only the first page is read, and lists may lag.
    return read_now(session, kind, run.execution_id, run.intended_at)
