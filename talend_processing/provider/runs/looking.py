"""Settle a start whose outcome is not known: by looking, never by starting again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.runs.kinds import Startable
from talend_processing.provider.session import Session
from talend_processing.provider.values import Inputs, Outputs, Value

_SKEW = timedelta(seconds=2)
"""How exactly the API's clock is known: its answers tell whole seconds."""
_WIDE = timedelta(hours=1)
"""By how much more is listed than the time in question: this machine's clock may be wrong."""


def look(session: Session, kind: Startable, inputs: Inputs) -> Outputs | None:
    """The execution that an intent has led to, if any; the list is asked until it can lag no more.

    Raises:
        LifecycleError: There are several.

    """
    executable = str(inputs["executable"])
    since = datetime.fromisoformat(str(inputs["intendedAt"])) - _SKEW
    delay = session.list_delay
    waits = (0.0, max(0.0, session.opened_at + delay - session.now()))
    for seconds in waits:
        session.wait(seconds)
        found = [
            answer
            for answer in kind.since(session.client, executable, since - _WIDE, datetime.now(UTC) + _WIDE)
            if _after(kind.began(answer), since + timedelta(seconds=session.client.server_ahead))
            and not session.knows(str(answer["executionId"]))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(str(answer["executionId"]) for answer in found)
            raise LifecycleError(
                f"Starting {kind.noun} {executable}: an earlier `up` was interrupted, and since"
                f" {since:%Y-%m-%d %H:%M:%S} UTC {len(found)} executions have begun: {ids}. Nothing was"
                " started. Look which of them is wanted, then change `triggers` to start a new one"
            )
    return None


def _after(began: Value, since: datetime) -> bool:
    text = str(began)
    # An execution that does not say when it began cannot be ruled out.
    return not text or datetime.fromisoformat(text) >= since
