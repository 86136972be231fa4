"""Never more requests in any 60 seconds than allowed, counted over all threads and processes of a user.

Each request reserves the moment at which it may go, in the order of asking: when the request that stands
`limit` places before it is a whole window old. So nobody polls, and nobody overtakes.
"""

from __future__ import annotations

import logging
import math
import threading

from talend_processing.client.moments import CAPACITY, MemoryLog, MomentLog
from talend_processing.client.waiting import PATIENCE, Waiter

WINDOW = 61.0
"""Seconds. One more than the API's minute, because the API counts arrivals, and a request may take longer
on its way than one that is sent after it."""

OFF = 1_000_000
"""A limit of this size or more limits nothing and keeps no log."""

_MOST_WAITING = 256
"""No more requests than this wait at once: behind the longest hold and them, a moment still further ahead is
that of a clock since set back."""

_log = logging.getLogger(__name__)


class Limiter:
    """Lets requests go, at most `limit` in any window."""

    def __init__(self, limit: int, waiter: Waiter, moments: MomentLog | None = None) -> None:
        self._limit = None if limit >= OFF else max(1, min(limit, CAPACITY))
        self._waiter = waiter
        self._moments = moments or MemoryLog()
        self._lock = threading.Lock()
        self._held_until = -math.inf

    def acquire(self) -> None:
        """Wait until a request may go.

        Raises:
            CancelledError: The run was cancelled meanwhile.

        """
        self._waiter.check()
        if self._limit is None and self._held_until == -math.inf:
            return
        now = self._waiter.clock()
        moment = max(now, self._held_until) if self._limit is None else self._reserve(self._limit, now)
        if moment > now:
            self._waiter.wait(moment - now)

    def hold(self, seconds: float) -> None:
        """Let no thread's request go for this long, because the API asked one of them to wait.

        But not longer than a call is patient, as `_reserve_in` counts on.
        """
        self._held_until = max(self._held_until, self._waiter.clock() + min(seconds, PATIENCE))

    def close(self) -> None:
        """Let go of the log."""
        self._moments.close()

    def _reserve(self, limit: int, now: float) -> float:
        try:
            return self._reserve_in(self._moments, limit, now)
        except OSError as error:  # a full disk or a vanished folder must not stop a deployment
            _log.warning("the request limit holds for this process alone: %s", error)
            with self._lock:
                if not isinstance(self._moments, MemoryLog):
                    self._moments = MemoryLog()
            return self._reserve_in(self._moments, limit, now)

    def _reserve_in(self, moments: MomentLog, limit: int, now: float) -> float:
        with moments.locked():
            last = moments.latest(1)
            furthest = now + PATIENCE + WINDOW * (1 + math.ceil(_MOST_WAITING / limit))
            if last is not None and last > furthest:
                moments.clear()
                last = None
            moment = max(now, self._held_until)
            if last is not None:
                before = moments.latest(limit)
                moment = max(moment, last, -math.inf if before is None else before + WINDOW)
            moments.append(moment)
            return moment
