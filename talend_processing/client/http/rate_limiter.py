"""Limit on the requests that a process sends in any minute.

Each request reserves the time at which it is sent, and its thread sleeps until then. With a limit of 1800,
at least 61 s pass between requests 1 and 1801, between requests 2 and 1802, and so on.

Processes do not share the limit. If several of them exceed it together, the API answers 429, and each process
that gets this answer waits (docs/explanation.md, "Calls and time").
"""

from __future__ import annotations

import math
import threading
from collections import deque

from talend_processing.client.http.waiting import Waiter

WINDOW_SECONDS = 61.0
"""One second more than the API's minute, because requests do not take the same time to reach the API."""

_MAX_LIMIT = 1_000_000
"""No process can send more requests than this in a minute, so a longer history is not needed."""


class RateLimiter:
    """Allow at most `limit` requests of all threads in any 61 s. A limit below 1 counts as 1."""

    def __init__(self, limit: int, waiter: Waiter) -> None:
        self._waiter = waiter
        self._lock = threading.Lock()
        self._reserved_times: deque[float] = deque(maxlen=max(1, min(limit, _MAX_LIMIT)))
        self._blocked_until = -math.inf

    def acquire(self) -> None:
        """Wait until a request may be sent.

        Raises:
            CancelledError: The client was cancelled before or during the wait.

        """
        self._waiter.check()
        now = self._waiter.clock()
        with self._lock:
            send_at = max(now, self._blocked_until)
            if self._reserved_times:
                send_at = max(send_at, self._reserved_times[-1])
            if len(self._reserved_times) == self._reserved_times.maxlen:
                send_at = max(send_at, self._reserved_times[0] + WINDOW_SECONDS)
            self._reserved_times.append(send_at)
        if send_at > now:
            self._waiter.wait(send_at - now)

    def block(self, seconds: float) -> None:
        """Delay the next requests of all threads, because the API asked one of them to wait.

        Requests that have already reserved a time are not delayed.
        """
        blocked_until = self._waiter.clock() + seconds
        with self._lock:
            self._blocked_until = max(self._blocked_until, blocked_until)
