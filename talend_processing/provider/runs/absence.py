"""Executions whose start the API has accepted, but which it shows neither by id nor in a list."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from talend_processing.client.errors import CancelledError, TalendError
from talend_processing.provider.runs.kinds import LISTED_KINDS, RunKind
from talend_processing.provider.runs.start_lookup import find_started
from talend_processing.provider.session.session import Session

_PATIENCE: Final = 300.0
"""Seconds from the start to the end of the wait for an execution that the API never shows."""
_LIST_DELAYS: Final = 3
"""The same limit as a multiple of the list delay, for accounts with slow lists."""
_MAX_PAUSE: Final = 60.0
"""The longest pause between two polls in seconds, unless the poll interval is longer."""


class Absence:
    """The time in which the API has not shown an execution. It decides when to poll again and when to stop.

    Args:
        session: The session.
        began: Intended start of the run. None for an execution that must exist.

    """

    def __init__(self, session: Session, began: datetime | None) -> None:
        self._session = session
        self._began = began
        self._waits_since = session.now()
        self._patience = max(_PATIENCE, _LIST_DELAYS * session.list_delay)

    def text(self) -> str:
        """Return the progress text, which says after the list delay that the absence is unusual."""
        if self._waited() < self._session.list_delay:
            return "not listed yet"
        return f"still not shown by the API, the wait ends {self._patience:.0f} s after the start"

    def interval(self, poll_interval: float) -> float:
        """Return the seconds until the next poll. The interval grows after the list delay."""
        waited = self._waited()
        if waited < self._session.list_delay:
            return poll_interval
        return max(poll_interval, min(_MAX_PAUSE, waited / 2))

    def is_final(self) -> bool:
        """Return whether the wait should end.

        The time counts from the start, so that the next `up` does not repeat the whole wait. Each wait lasts
        at least a list delay, because the clock may have been changed.
        """
        if self._began is None:
            return False
        age = (self._session.utc_now() - self._began).total_seconds()
        return self._waited() >= self._session.list_delay and max(age, self._waited()) >= self._patience

    def _waited(self) -> float:
        return self._session.now() - self._waits_since


def advice_on_absence(session: Session, kind: RunKind, executable: str, began: datetime) -> str:
    """Return the message about a run that the API never showed, with advice.

    Args:
        session: The session.
        kind: Kind of the run.
        executable: Id of the task, plan or promotion.
        began: Intended start of the run.

    """
    text = (
        "the API accepted the start but never showed the execution, so its outcome is unknown."
        " It was not started again."
    )
    if kind.noun == "task":
        text += " For a microservice, the id is that of its deployment."
    return f"{text} Look at the {kind.noun}'s run history{_others(session, kind, executable, began)}"


def _others(session: Session, kind: RunKind, executable: str, began: datetime) -> str:
    """Return a note about executions that may be the run; empty if there are none or the look-up fails."""
    listed = LISTED_KINDS.get(kind.noun)
    if listed is None:
        return ""
    try:
        found = find_started(session, listed, executable, began, complete_at=session.now())
    except CancelledError:
        raise
    except TalendError:
        return ""
    ids = (found.execution_id,) if found.execution_id else found.candidates
    return f" (since the start it lists {', '.join(ids)})" if ids else ""
