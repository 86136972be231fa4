"""One list call that all waits for runs of one kind share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime

from talend_processing.client.operation import JsonObject


class Watch:
    """The latest executions, listed at most once in the interval of whoever asks."""

    def __init__(
        self, latest: Callable[[datetime], Iterable[JsonObject]], clock: Callable[[], float]
    ) -> None:
        self._latest = latest
        self._clock = clock
        self._lock = threading.Lock()
        self._listed_at: float | None = None
        self._since: dict[str, datetime] = {}
        self._joined: dict[str, float] = {}
        self._seen: dict[str, JsonObject] = {}

    def look(self, execution_id: str, since: datetime, interval: float) -> JsonObject | None:
        """The execution as a list shows it that is younger than the interval; None if it is not in it.

        Empty if the list is older than the first look for the execution: it says nothing of it then.
        """
        with self._lock:
            now = self._clock()
            self._since[execution_id] = since
            joined = self._joined.setdefault(execution_id, now)
            if self._listed_at is None or now - self._listed_at >= interval:
                self._list()
            elif joined > self._listed_at:
                return self._seen.get(execution_id, {})
            return self._seen.get(execution_id)

    def _list(self) -> None:
        try:
            listed = self._latest(min(self._since.values()))
            self._seen = {str(answer["executionId"]): answer for answer in listed}
        finally:
            # A list that cannot be had is asked for once in an interval too, not by each that waits.
            self._listed_at = self._clock()

    def leave(self, execution_id: str) -> int:
        """Look for an execution no longer; the number of those still looked for."""
        with self._lock:
            self._since.pop(execution_id, None)
            self._joined.pop(execution_id, None)
            return len(self._since)
