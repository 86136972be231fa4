"""Rules for retries: which failed calls are sent again, and after which pause."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from talend_processing.client.errors import (
    ApiError,
    CallError,
    ConnectionFailedError,
    RateLimitError,
    RequestTimeoutError,
    UnknownHostError,
)
from talend_processing.client.operation import Operation

_TRANSIENT_STATUSES = {408, 429, 500, 502, 503, 504}
"""Statuses of failures that may be temporary."""

_FIRST_PAUSE = 0.5
_MAX_PAUSE = 20.0
"""The longest random pause is 0.5 s after the first attempt, and doubles with each attempt up to 20 s."""

_RATE_LIMIT_PAUSE = 10.0
"""Seconds to pause after a 429 without `Retry-After`, multiplied by the number of attempts: 10, 20, 30 s.
The API counts requests per minute, so shorter pauses would use up all attempts within one minute."""

_MAX_CALL_SECONDS = 300.0
"""A call is not retried if the pause would end later than this many seconds after the start of the call."""


@dataclass(frozen=True)
class RetryPolicy:
    """How many times a call is sent again, and after which pauses.

    Args:
        max_retries: Maximum number of attempts after the first one.
        randomness: Returns numbers from 0 to 1.

    """

    max_retries: int
    randomness: Callable[[], float] = random.random

    def pause(
        self, operation: Operation[object], error: CallError, attempts: int, elapsed: float
    ) -> float | None:
        """Return the seconds until the next attempt, or None if the call is not sent again.

        Args:
            operation: The operation that failed.
            error: Error of the last attempt.
            attempts: Number of attempts so far.
            elapsed: Seconds since the start of the call.

        """
        if attempts > self.max_retries or not may_retry(operation, error):
            return None
        # Full jitter: threads that failed at the same time must not retry at the same time.
        pause = self.randomness() * min(_MAX_PAUSE, _FIRST_PAUSE * 2.0 ** (attempts - 1))
        pause += requested_pause(error, attempts)
        return pause if elapsed + pause <= _MAX_CALL_SECONDS else None


def requested_pause(error: CallError, attempts: int) -> float:
    """Return the seconds for which no thread should send a request after an error, usually 0.

    Args:
        error: The error.
        attempts: Number of attempts of the call so far.

    """
    if isinstance(error, ApiError) and error.retry_after is not None:
        return error.retry_after
    return _RATE_LIMIT_PAUSE * attempts if isinstance(error, RateLimitError) else 0.0


def may_retry(operation: Operation[object], error: CallError) -> bool:
    """Return whether another attempt may succeed and is safe.

    Repeating a POST that may have taken effect could create a second object. Such a POST is sent again only
    if its operation sets `repeatable_post`.
    """
    if isinstance(error, ApiError):
        is_transient = error.status in _TRANSIENT_STATUSES
    else:
        is_transient = isinstance(error, ConnectionFailedError | RequestTimeoutError)
        is_transient = is_transient and not isinstance(error, UnknownHostError)
    is_safe = operation.idempotent or error.outcome == "not_sent" or isinstance(error, RateLimitError)
    return is_transient and is_safe
