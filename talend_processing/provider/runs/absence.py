"""Executions whose start the API has accepted, but which it shows neither by id nor in a list."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from talend_processing.client.errors import CancelledError, TalendError
from talend_processing.provider.runs.kinds import LISTED_KINDS, RunKind
from talend_processing.provider.runs.start_lookup import find_started
from talend_processing.provider.session.session import Session

_GIVE_UP_AFTER: Final = 300.0
"""If the API has not shown an execution this many seconds after its start, the wait ends."""
_MIN_LIST_DELAYS: Final = 3
"""The wait does not end before this many list delays (`Session.list_delay`) have passed."""
_MAX_PAUSE: Final = 60.0
"""The longest pause between two polls, in seconds, unless `poll_interval` is longer."""


class Absence:
    """Decides when to poll again for an execution that the API has not shown, and when to stop.

    Args:
        session: The session.
        intended_at: Intended start of the run. None if the user gave `--execution-id`.

    """

    def __init__(self, session: Session, intended_at: datetime | None) -> None:
        self._session = session
        self._intended_at = intended_at
        self._wait_started_at = session.now()
        self._give_up_after = max(_GIVE_UP_AFTER, _MIN_LIST_DELAYS * session.list_delay)

    def progress_text(self) -> str:
        """Return a progress text. After the list delay, it says when the wait ends."""
        if self._waited() < self._session.list_delay:
            return "not listed yet"
        return f"still not shown by the API, the wait ends {self._give_up_after:.0f} s after the start"

    def interval(self, poll_interval: float) -> float:
        """Return the seconds until the next poll. The interval grows after the list delay."""
        waited = self._waited()
        if waited < self._session.list_delay:
            return poll_interval
        return max(poll_interval, min(_MAX_PAUSE, waited / 2))

    def is_too_long(self) -> bool:
        """Return whether the wait should end.

        The limit counts from the start of the run, so that the next `up` does not repeat the whole wait. But
        each wait lasts at least one list delay, in case the clock was set forward.
        """
        if self._intended_at is None:
            return False
        run_age = (self._session.utc_now() - self._intended_at).total_seconds()
        return (
            self._waited() >= self._session.list_delay and max(run_age, self._waited()) >= self._give_up_after
        )

    def _waited(self) -> float:
        return self._session.now() - self._wait_started_at


def advice_on_absence(session: Session, kind: RunKind, executable: str, intended_at: datetime) -> str:
    """Return a message about a run that the API never showed, with advice."""
    text = (
        "the API accepted the start but never showed the execution, so its outcome is unknown."
        " The run was not started again."
    )
    if kind.noun == "task":
        text += " If the task deploys a microservice, the API returned the id of a deployment, not of a run."
    candidates = _possible_executions(session, kind, executable, intended_at)
    executions = f" (executions since the start: {', '.join(candidates)})" if candidates else ""
    return f"{text} Look at the {kind.noun}'s run history{executions}"


def _possible_executions(
    session: Session, kind: RunKind, executable: str, intended_at: datetime
) -> tuple[str, ...]:
    """Return the ids of listed executions that may be the run, or an empty tuple if the look-up fails."""
    listed_kind = LISTED_KINDS.get(kind.noun)
    if listed_kind is None:
        return ()
    try:
        lookup = find_started(session, listed_kind, executable, intended_at, read_again_at=session.now())
    except CancelledError:
        raise
    except TalendError:
        return ()
    return (lookup.execution_id,) if lookup.execution_id else lookup.candidates
