"""The maximum number of requests in any window of time of a simulator's journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def timestamps(times: Iterable[str]) -> list[float]:
    """Return RFC 3339 times as seconds since 1970, in order."""
    return sorted(datetime.fromisoformat(text).timestamp() for text in times)


def most_in_window(at: list[float], seconds: float = 60.0) -> int:
    """Return the maximum number of times in any window, which includes its start and excludes its end."""
    most = first = 0
    for last, moment in enumerate(at):
        while at[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def rate(at: list[float]) -> float:
    """Return the rate per minute, from the first to the last time."""
    if len(at) < 2:
        return 0.0
    return 60.0 * (len(at) - 1) / max(at[-1] - at[0], 0.001)
