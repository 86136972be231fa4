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
from talend_processing.provider.runs.wait_slots import pause
from talend_processing.provider.runs.watch import Watch
from talend_processing.provider.session.session import Session

EXPIRED: Final = "EXPIRED"
"""Status of a run that the API stopped showing before its end was observed."""
NOT_SHOWN: Final = "NOT_SHOWN"
"""Status of a run that the API accepted but never showed. Its outcome is unknown."""
_ENDS_UNSEEN: Final = frozenset({EXPIRED, NOT_SHOWN})
_FORGOTTEN_AFTER = timedelta(days=10)
"""The API deletes executions after 10 to 60 days. If it does not find a younger one, it may show it later."""
_CLOCK_MARGIN = timedelta(minutes=5)
"""Allowed difference between clocks when executions are listed by time."""
_TRANSIENT = (ConnectionFailedError, RequestTimeoutError, RateLimitError, ServerError)
"""Errors that do not end a wait, because the run continues."""

Show: TypeAlias = Callable[[str, float], None]
"""Shows the progress text of a wait and the seconds since it began."""


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """An execution to wait for, with the options of the wait."""

    execution_id: str
    began: datetime | None
    """Intended start of the run. None if the user of the command `run` names the execution: then a 404 is an
    error."""
    timeout: float
    """Seconds to wait."""
    poll_interval: float
    """Seconds between two polls."""
    alone: bool = False
    """Whether this is the only wait. If so, the execution is read by id, not from the list that waits
    share."""


@dataclass(frozen=True)
class Seen:
    """The last observation of a wait."""

    ended: bool
    execution: JsonObject
    """The execution as the API last showed it; empty if the API has not shown it. With the status `NOT_SHOWN`
    or `EXPIRED`, it has only its id and that status."""
    text: str
    """Progress text for people."""
    waited: float
    """Seconds since the wait began."""


def wait_for_end(session: Session, kind: RunKind, run: Awaited, show: Show) -> Seen:
    """Poll a run until it has ended, the API has not shown it for too long, or the time is up.

    Raises:
        NotFoundError: There is no execution with the id that the user names.
        UnknownHostError: The user names the execution, and the host in the API's address does not exist.
        CancelledError: The user interrupted the wait.
        TalendError: The API refuses to show the execution.

    """
    watch = _shared_watch(session, kind, run)
    began = session.now()
    execution: JsonObject = {}
    absence = Absence(session, run.began)
    try:
        while True:
            try:
                latest = _look(session, kind, run, watch)
                execution = latest or execution
                absent = latest is None and not execution
                text = _progress(kind, latest) if latest else absence.text()
            except _TRANSIENT as error:
                if isinstance(error, UnknownHostError) and run.began is None and not execution:
                    raise  # no start and no read has reached the API, so the address is wrong
                absent = False
                text = f"could not be read ({error})"
            waited = session.now() - began
            if has_ended(kind, execution):
                return Seen(ended=True, execution=execution, text=text, waited=waited)
            if absent and absence.is_final():
                unseen: JsonObject = {"executionId": run.execution_id, "status": NOT_SHOWN}
                return Seen(ended=True, execution=unseen, text=text, waited=waited)
            if waited >= run.timeout:
                return Seen(ended=False, execution=execution, text=text, waited=waited)
            show(text, waited)
            interval = absence.interval(run.poll_interval) if absent else run.poll_interval
            pause(session, min(interval, run.timeout - waited))
    finally:
        if watch is not None:
            watch.leave(run.execution_id)


def read_now(session: Session, kind: RunKind, execution_id: str, began: datetime | None) -> JsonObject | None:
    """Return the execution as the API shows it now; None if the API does not find it yet.

    If the API does not find an execution that began at least ten days ago, the status is `EXPIRED`.

    Args:
        session: The session.
        kind: Kind of the run.
        execution_id: Id of the execution.
        began: Intended start of the run; None if the execution must exist.

    Raises:
        NotFoundError: The API does not find it, and `began` is None.

    """
    try:
        return kind.get(session.client, execution_id)
    except NotFoundError:
        if began is None:
            raise
        if session.utc_now() - began < _FORGOTTEN_AFTER:
            return None
        session.warn(f"The API no longer shows execution {execution_id}, and its end was not observed")
        return {"executionId": execution_id, "status": EXPIRED}


def has_ended(kind: RunKind, execution: Mapping[str, Value]) -> bool:
    """Return whether an execution has ended, or the API will not show its end."""
    return execution.get("status") in _ENDS_UNSEEN or _is_final(kind, execution)


def _is_final(kind: RunKind, execution: Mapping[str, Value]) -> bool:
    return kind.status(execution) in kind.good | kind.bad


def _progress(kind: RunKind, execution: JsonObject) -> str:
    """Return the status, and the progress of the run if the API shows it."""
    done, planned = execution.get("doneExecutableCount"), execution.get("plannedExecutableCount")
    counted = f", {done} of {planned} done" if planned is not None and done is not None else ""
    return f"{kind.status(execution)}{counted}"


def elapsed(seconds: float) -> str:
    """Format a number of seconds for people."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _shared_watch(session: Session, kind: RunKind, run: Awaited) -> Watch | None:
    listed = LISTED_KINDS.get(kind.noun)
    if listed is None or run.alone or run.began is None:
        return None

    def make() -> Watch:
        return Watch(lambda since: listed.latest(session.client, since), session.now)

    return session.shared(f"watch {kind.noun}", make)


def _look(session: Session, kind: RunKind, run: Awaited, watch: Watch | None) -> JsonObject | None:
    """Return the execution, or None if the API does not show it yet.

    While the shared list shows it as running, its list entry is returned. If the list is too old to contain
    it, an empty object is returned. Otherwise the execution is read by its id.
    """
    if watch is not None and run.began is not None:
        interval = min(run.poll_interval, run.timeout)
        listed = watch.look(run.execution_id, run.began - _CLOCK_MARGIN, interval)
        if listed is not None and not _is_final(kind, listed):
            return listed
    # The list does not prove absence: only its first page is read, and it may lag.
    return read_now(session, kind, run.execution_id, run.began)
