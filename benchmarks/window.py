"""The maximum number of requests in any window of time of a simulator's journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def moments(times: Iterable[str]) -> list[float]:
    """Seconds since 1970 of RFC 3339 times, in order."""
    return sorted(datetime.fromisoformat(text).timestamp() for text in times)


def most_in_window(at: list[float], seconds: float = 60.0) -> int:
    """The most moments in any window; a window holds its beginning and not its end."""
    most = first = 0
    for last, moment in enumerate(at):
        while at[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def rate(at: list[float]) -> float:
    """Moments in a minute, from the first to the last."""
    if len(at) < 2:
        return 0.0
    return 60.0 * (len(at) - 1) / max(at[-1] - at[0], 0.001)
