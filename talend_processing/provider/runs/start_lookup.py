"""Settle a start whose outcome is not known: by looking, never by starting again."""

from __future__ import annotations

from datetime import datetime, timedelta

from talend_processing.client.operation import JsonObject
from talend_processing.provider.declare.values import Inputs, Value
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.runs.kinds import Startable
from talend_processing.provider.session.session import Session

_SKEW = timedelta(seconds=2)
"""How exactly the API's clock is known: its answers tell whole seconds."""
_WIDE = timedelta(hours=1)
"""By how much more is listed than the time in question, before the first answer tells the API's clock."""
_NONE = timedelta()


def look(session: Session, kind: Startable, inputs: Inputs) -> JsonObject | None:
    """The execution that an intent has led to, if any; the list is asked until it can lag no more.

    Raises:
        LifecycleError: There are several, or some of which it cannot be told.

    """
    executable = str(inputs["executable"])
    since = datetime.fromisoformat(str(inputs["intendedAt"])) - _SKEW
    doubtful: list[JsonObject] = []
    for seconds in (0.0, max(0.0, session.opened_at + session.list_delay - session.now())):
        session.wait(seconds)
        listed = _listed(session, kind, executable, since)
        ahead = _ahead(session)
        found = [answer for answer in listed if _after(kind.began(answer), since + ahead)]
        if len(found) == 1:
            return found[0]
        if found:
            why = f"since {since:%Y-%m-%d %H:%M:%S} UTC {len(found)} executions have begun"
            raise _undecided(kind, executable, found, why)
        doubtful = [answer for answer in listed if _after(kind.began(answer), since + min(ahead, _NONE))]
    if doubtful:
        why = (
            f"the API's clock is {ahead.total_seconds():.0f} s ahead of this machine's, so it is not certain"
            " that these began before"
        )
        raise _undecided(kind, executable, doubtful, why)
    return None


def _listed(session: Session, kind: Startable, executable: str, since: datetime) -> list[JsonObject]:
    """What began since that time, or somewhat before, and no other resource stands for."""
    ahead = _ahead(session)
    start, end = since + min(ahead, _NONE) - _WIDE, session.moment() + max(ahead, _NONE) + _WIDE
    listed = kind.since(session.client, executable, start, end)
    return [answer for answer in listed if not session.knows(str(answer["executionId"]))]


def _ahead(session: Session) -> timedelta:
    return timedelta(seconds=session.client.server_ahead)


def _after(began: Value, since: datetime) -> bool:
    text = str(began)
    # An execution that does not say when it began cannot be ruled out.
    return not text or datetime.fromisoformat(text) >= since


def _undecided(kind: Startable, executable: str, found: list[JsonObject], why: str) -> LifecycleError:
    ids = ", ".join(str(answer["executionId"]) for answer in found)
    return LifecycleError(
        f"Starting {kind.noun} {executable}: an earlier `up` was interrupted, and {why}: {ids}. Nothing was"
        " started. Look which of them is wanted, then change `triggers` to start a new one"
    )
