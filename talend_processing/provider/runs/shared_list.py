"""The list of executions that all waits for runs of one kind share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime

from talend_processing.client.operation import JsonObject


class SharedList:
    """Caches the list of the latest executions for one poll interval.

    Args:
        latest: Fetches the latest executions since a time.
        clock: A monotonic clock, in seconds.

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
        """For each awaited execution, the start of the period that must be listed."""
        self._first_searches: dict[str, float] = {}
        """For each awaited execution, the time of the first call of `find`."""
        self._executions: dict[str, JsonObject] = {}

    def find(self, execution_id: str, since: datetime, interval: float) -> JsonObject | None:
        """Return an execution from the list, or None if the list does not contain it.

        Fetch the list again if it is at least `interval` seconds old. If the list is younger, but older than
        the first search for the execution, it may be too old to contain the execution. Then return an empty
        object instead of None.
        """
        with self._lock:
            now = self._clock()
            self._since[execution_id] = since
            first_search = self._first_searches.setdefault(execution_id, now)
            if self._listed_at is None or now - self._listed_at >= interval:
                self._fetch()
            elif first_search > self._listed_at:
                return self._executions.get(execution_id, {})
            return self._executions.get(execution_id)

    def _fetch(self) -> None:
        try:
            listed = self._latest(min(self._since.values()))
            self._executions = {str(execution["executionId"]): execution for execution in listed}
        finally:
            # After a failed call too, so that the other waits do not repeat it within the interval.
            self._listed_at = self._clock()

    def forget(self, execution_id: str) -> None:
        """Forget an execution, so that the list may begin later."""
        with self._lock:
            self._since.pop(execution_id, None)
            self._first_searches.pop(execution_id, None)
