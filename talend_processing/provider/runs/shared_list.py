"""A list of executions. All waits for runs of the same kind share it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime

from talend_processing.client.operation import JsonObject


class SharedList:
    """Caches the list of the latest executions for one poll interval.

    Args:
        list_since: Fetches the latest executions that began since a time.
        clock: A monotonic clock, in seconds.

    """

    def __init__(
        self, list_since: Callable[[datetime], Iterable[JsonObject]], clock: Callable[[], float]
    ) -> None:
        self._list_since = list_since
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
        """Return an execution that began since a time, or None if the list does not contain it.

        Fetch the list again if it is at least `interval` seconds old. A younger list that was fetched before
        the first search for this execution may not contain the execution yet. If such a list lacks the
        execution, return an empty object instead of None.
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
            executions = self._list_since(min(self._since.values()))
            self._executions = {str(execution["executionId"]): execution for execution in executions}
        finally:
            # Set after a failed call too, so that the other waits do not repeat it within the interval.
            self._listed_at = self._clock()

    def forget(self, execution_id: str) -> None:
        """Stop the search for an execution. The next list call need not reach back to its start."""
        with self._lock:
            self._since.pop(execution_id, None)
            self._first_searches.pop(execution_id, None)
