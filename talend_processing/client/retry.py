"""Which failed calls are sent again, and when."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from talend_processing.client.errors import (
    ApiError,
    CallError,
    ConnectionFailedError,
    RateLimitError,
    RequestTimeoutError,
)
from talend_processing.client.operation import Operation
from talend_processing.client.transport import Answer, http_date
from talend_processing.client.waiting import PATIENCE

_PASSING = {408, 429, 500, 502, 503, 504}
"""Statuses that may be gone at the next try."""


@dataclass(frozen=True)
class RetryPolicy:
    """How often, how long and with what pauses a call is repeated."""

    max_retries: int
    total_seconds: float = PATIENCE
    """No pause ends later than this after the first try."""
    first_pause: float = 0.5
    longest_pause: float = 20.0
    wall_clock: Callable[[], float] = time.time
    randomness: Callable[[], float] = random.random

    def pause(
        self,
        operation: Operation[object],
        error: CallError,
        tries: int,
        spent: float,
        asked: float | None = None,
    ) -> float | None:
        """Seconds until the next try, or None for giving up.

        Args:
            operation: What was tried.
            error: How the last try failed.
            tries: How many tries there were.
            spent: Seconds since the first try.
            asked: Seconds that the API asks to wait.

        """
        if tries > self.max_retries or not may_repeat(operation, error):
            return None
        # Full jitter, so that many threads which failed together do not come back together.
        pause = self.randomness() * min(self.longest_pause, self.first_pause * 2.0 ** (tries - 1))
        pause += asked or 0.0
        return pause if spent + pause <= self.total_seconds else None

    def retry_after(self, answer: Answer) -> float | None:
        """The seconds that the API asks to wait, given as such or as a date: one of the API's own clock."""
        text = answer.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return float(text)
        until = http_date(text)
        if until is None:
            return None
        return max(0.0, until - (self.wall_clock() if answer.date is None else answer.date))


def may_repeat(operation: Operation[object], error: CallError) -> bool:
    """Whether trying again can help and does no harm.

    A POST that may have reached the API is never repeated: it could create a second object.
    """
    if isinstance(error, ApiError):
        passing = error.status in _PASSING
    else:
        passing = isinstance(error, ConnectionFailedError | RequestTimeoutError)
    harmless = operation.safe_to_repeat or error.outcome == "not_sent" or isinstance(error, RateLimitError)
    return passing and harmless
