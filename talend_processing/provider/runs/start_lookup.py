"""Find an execution by the time of its start, if its id is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.runs.kinds import ListedKind
from talend_processing.provider.session.session import Session

_CLOCK_TOLERANCE = timedelta(seconds=2)
"""Tolerance when times are compared. Responses give the API's time only in whole seconds."""
_PERIOD_MARGIN = timedelta(hours=1)
"""Added before and after the listed period, because the API's clock is unknown before the first response."""
_ZERO = timedelta()


@dataclass(frozen=True)
class Lookup:
    """The result of a look-up: an execution, or candidates, or neither if nothing was found."""

    execution_id: str = ""
    candidates: tuple[str, ...] = ()
    """If the list does not settle which execution the start created, the ids of the possible ones."""
    doubt: str = ""
    """Why none of the candidates was chosen."""


def find_started(
    session: Session, kind: ListedKind, executable: str, intended_at: datetime, *, read_again_at: float
) -> Lookup:
    """Look up the execution that began since the intended start of a run.

    Read the list at once. If it shows no such execution, read it again at `read_again_at`.

    Args:
        session: The session. The look-up leaves out executions that belong to resources of the program.
        kind: Kind of the run.
        executable: Id of the task or plan.
        intended_at: Intended start of the run, by this machine's clock.
        read_again_at: Time (`Session.now`) at which the list must show the execution, if there is one.

    """
    since = intended_at - _CLOCK_TOLERANCE
    unclear_executions: list[JsonObject] = []
    for delay in (0.0, max(0.0, read_again_at - session.now())):
        session.wait(delay)
        executions = _list(session, kind, executable, since)
        ahead = _server_ahead(session)
        later_executions = [
            execution for execution in executions if _is_after(kind.start_time(execution), since + ahead)
        ]
        if len(later_executions) == 1:
            return Lookup(str(later_executions[0]["executionId"]))
        if later_executions:
            since_text = f"{since:%Y-%m-%d %H:%M:%S} UTC"
            return _undecided(
                later_executions, f"{len(later_executions)} executions have begun since {since_text}"
            )
        # `ahead` was measured after the start, and a clock may have been set in between. So an execution that
        # began between `since` and `since + ahead` may have begun before or after the start.
        unclear_executions = [
            execution
            for execution in executions
            if _is_after(kind.start_time(execution), since + min(ahead, _ZERO))
        ]
    if unclear_executions:
        return _undecided(
            unclear_executions,
            f"the API's clock is {ahead.total_seconds():.0f} s ahead of this machine's, so it is not certain"
            " whether these executions began before or after the start",
        )
    return Lookup()


def _list(session: Session, kind: ListedKind, executable: str, since: datetime) -> list[JsonObject]:
    """Return the executions that began since a time, and some older ones.

    Leave out executions that belong to resources of the program.
    """
    ahead = _server_ahead(session)
    start = since + min(ahead, _ZERO) - _PERIOD_MARGIN
    end = session.utc_now() + max(ahead, _ZERO) + _PERIOD_MARGIN
    executions = kind.executions(session.client, executable, start, end)
    return [
        execution
        for execution in executions
        if not session.ownership.is_managed(str(execution["executionId"]))
    ]


def _server_ahead(session: Session) -> timedelta:
    return timedelta(seconds=session.client.server_ahead)


def _is_after(start_time: Value, since: datetime) -> bool:
    text = str(start_time)
    # An execution without a start time cannot be ruled out.
    return not text or datetime.fromisoformat(text) >= since


def _undecided(executions: list[JsonObject], doubt: str) -> Lookup:
    return Lookup(candidates=tuple(str(execution["executionId"]) for execution in executions), doubt=doubt)
