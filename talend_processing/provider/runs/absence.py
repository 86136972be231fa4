"""Executions that the API accepts and then does not show: by their id, or in a list."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from talend_processing.client.errors import CancelledError, TalendError
from talend_processing.provider.runs.kinds import LISTED_KINDS, RunKind
from talend_processing.provider.runs.start_lookup import find_started
from talend_processing.provider.session.session import Session

_PATIENCE: Final = 300.0
"""Seconds since the start after which an execution that was never shown counts as one that never will be."""
_LIST_DELAYS: Final = 3
"""The same in list delays, for accounts whose lists lag longer."""
_MAX_PAUSE: Final = 60.0


class Absence:
    """How long an execution has not been shown, and what follows from it.

    Args:
        session: The session.
        began: When the run was meant to start. None for an execution that must exist.

    """

    def __init__(self, session: Session, began: datetime | None) -> None:
        self._session = session
        self._began = began
        self._waits_since = session.now()
        self._patience = max(_PATIENCE, _LIST_DELAYS * session.list_delay)

    def text(self) -> str:
        """Return what to show while an execution is absent: after the list delay, it is no longer normal."""
        if self._waited() < self._session.list_delay:
            return "not listed yet"
        return f"still not shown by the API, given up {self._patience:.0f} s after the start"

    def interval(self, poll_interval: float) -> float:
        """Return the seconds until the next look. They grow once lists should show the execution."""
        waited = self._waited()
        if waited < self._session.list_delay:
            return poll_interval
        return max(poll_interval, min(_MAX_PAUSE, waited / 2))

    def is_final(self) -> bool:
        """Return whether it makes no sense to wait any longer.

        The time counts from the start, so that the next `up` does not wait for all of it again. Each wait
        lasts a list delay at least, because the clock may have been set.
        """
        if self._began is None:
            return False
        age = (self._session.moment() - self._began).total_seconds()
        return self._waited() >= self._session.list_delay and max(age, self._waited()) >= self._patience

    def _waited(self) -> float:
        return self._session.now() - self._waits_since


def advice_on_absence(session: Session, kind: RunKind, executable: str, began: datetime) -> str:
    """Return what is known of a run that the API never showed, and what to look at.

    Args:
        session: The session.
        kind: Kind of the run.
        executable: Id of what was run.
        began: When the run was meant to start.

    """
    told = (
        "the API accepted the start but never showed the execution, so its outcome is unknown."
        " It was not started again."
    )
    if kind.noun == "task":
        told += " For a microservice, the id is that of its deployment."
    return f"{told} Look at the {kind.noun}'s run history{_others(session, kind, executable, began)}"


def _others(session: Session, kind: RunKind, executable: str, began: datetime) -> str:
    """Return the executions under other ids that may be the run."""
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
