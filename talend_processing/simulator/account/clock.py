"""The simulator's clock. It follows the system clock or another source and can be moved forward."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_ADVANCE = 100 * 366 * 86_400
"""All calls of `advance` together add at most a century, in seconds: `datetime` has no years above 9999."""
_MILLISECOND = timedelta(milliseconds=1)


class Clock:
    """A clock that follows `source`, by default the system clock, and can be moved forward."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        """Returns seconds since 1970."""
        self._offset = 0.0

    def now(self) -> int:
        """Return the time in milliseconds since 1970."""
        return int((self._source() + self._offset) * 1000)

    def advance(self, seconds: float) -> None:
        """Move the time forward. Raise a ValueError for a negative number or a total above a century."""
        if not 0 <= seconds <= _MAX_ADVANCE - self._offset:
            raise ValueError(
                f"cannot advance by {seconds} seconds: time only goes forward, by at most a century in total"
            )
        self._offset += seconds

    def reset(self) -> None:
        """Undo all calls of `advance`."""
        self._offset = 0.0


def timestamp(milliseconds: int) -> str:
    """Format a time as RFC 3339 in UTC, always with milliseconds: `2022-10-20T14:20:28.582Z`."""
    moment = _EPOCH + milliseconds * _MILLISECOND
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"
