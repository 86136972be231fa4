"""The simulator's time: the machine's own, moved forward on demand, or one that stands still."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FURTHEST = 100 * 366 * 86_400
"""Seconds: no date that the simulator writes gets five digits for its year."""
_MILLISECOND = timedelta(milliseconds=1)


class Clock:
    """Milliseconds since 1970, from a source that tests may replace."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._ahead = 0.0

    def now(self) -> int:
        """Epoch milliseconds."""
        return int((self._source() + self._ahead) * 1000)

    def advance(self, seconds: float) -> None:
        """Move time forward; it never goes back."""
        if not 0 <= seconds <= _FURTHEST - self._ahead:
            raise ValueError(
                f"time only goes forward, a century at most in all: cannot advance by {seconds} seconds"
            )
        self._ahead += seconds

    def reset(self) -> None:
        """Back to the source's own time."""
        self._ahead = 0.0


def timestamp(milliseconds: int) -> str:
    """RFC 3339 in UTC, always with milliseconds: `2022-10-20T14:20:28.582Z`."""
    moment = _EPOCH + milliseconds * _MILLISECOND
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


def milliseconds(text: str) -> int:
    """Epoch milliseconds of an RFC 3339 time."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: end it with Z")
    return (moment - _EPOCH) // _MILLISECOND
