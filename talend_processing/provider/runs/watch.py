"""A list call that all waits for runs of one kind share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime

from talend_processing.client.operation import JsonObject


class Watch:
    """Cache the list of the latest executions for a poll interval.

    Args:
        latest: Returns the latest executions since a time.
        clock: Returns seconds that never decrease.

    """

    def __init__(
        self, latest: Callable[[datetime], Iterable[JsonObject]], clock: Callable[[], float]
    ) -> None:
        self._latest = latest
        self._clock = clock
        self._lock = threading.Lock()
        self._listed_at: float | None = None
        """The time of the last list call, even if it failed."""
        self._since: dict[str, datetime] = {}
        self._first_looks: dict[str, float] = {}
        self._executions: dict[str, JsonObject] = {}

    def look(self, execution_id: str, since: datetime, interval: float) -> JsonObject | None:
        """Return an execution from the list, or None if the list does not contain it.

        List again first if the last list call is at least an interval old. If that call came before the first
        look for the execution, its list may be too old to contain the execution: then return an empty object
        instead of None. After a failed call the earlier list stays, so that None leads to a read by id.
        """
        with self._lock:
            now = self._clock()
            self._since[execution_id] = since
            first_look = self._first_looks.setdefault(execution_id, now)
            if self._listed_at is None or now - self._listed_at >= interval:
                self._list()
            elif first_look > self._listed_at:
                return self._executions.get(execution_id, {})
            return self._executions.get(execution_id)

    def _list(self) -> None:
        try:
            listed = self._latest(min(self._since.values()))
            self._executions = {str(execution["executionId"]): execution for execution in listed}
        finally:
            # A failed list call counts too: the other waits must not repeat it within the interval.
            self._listed_at = self._clock()

    def leave(self, execution_id: str) -> None:
        """Stop looking for an execution."""
        with self._lock:
            self._since.pop(execution_id, None)
            self._first_looks.pop(execution_id, None)
