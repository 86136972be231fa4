"""One list call that all waits for runs of one kind share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime

from talend_processing.provider.values import Outputs


class Watch:
    """The latest executions, listed at most once in the interval of whoever asks."""

    def __init__(self, latest: Callable[[datetime], Iterable[Outputs]], clock: Callable[[], float]) -> None:
        self._latest = latest
        self._clock = clock
        self._lock = threading.Lock()
        self._listed_at: float | None = None
        self._since: dict[str, datetime] = {}
        self._seen: dict[str, Outputs] = {}

    def look(self, execution_id: str, since: datetime, interval: float) -> Outputs | None:
        """The execution as a list shows it that is younger than the interval; None if it is not in it."""
        with self._lock:
            self._since[execution_id] = since
            age = None if self._listed_at is None else self._clock() - self._listed_at
            if age is None or age >= interval:
                listed = self._latest(min(self._since.values()))
                self._seen = {str(answer["executionId"]): answer for answer in listed}
                self._listed_at = self._clock()
            return self._seen.get(execution_id)

    def leave(self, execution_id: str) -> int:
        """Look for an execution no longer; the number of those still looked for."""
        with self._lock:
            self._since.pop(execution_id, None)
            return len(self._since)
