"""Executions of a period, however long: asked for in windows that the API allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from talend_processing.client.errors import TalendError
from talend_processing.client.models.executions import PlanExecution, TaskExecution
from talend_processing.client.models.model import Page
from talend_processing.client.paging import PAGE, paged

Execution = TypeVar("Execution", TaskExecution, PlanExecution)

KEPT_DAYS = 60
"""The API keeps no execution longer, and takes no `lastDays` above this."""

DEFAULT_DAYS = 7

_DAY = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_OFFSET = 1000
"""Newer versions of the API refuse to go further into one list."""

_SHORTEST = 1000
"""Milliseconds. A shorter window is not divided: that many executions do not start in one second."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """A span of time, in milliseconds since 1970."""

    start: int
    end: int

    @classmethod
    def of(
        cls, *, doing: str, now: float, since: datetime | None, until: datetime | None, last_days: int | None
    ) -> Period:
        """The period that a caller names in one way or another.

        Raises:
            TalendError: It names none, or one that the API would refuse.

        """
        if last_days is not None and (since is not None or until is not None):
            raise _refused(doing, "last_days and since or until are both given", "Give one of them")
        if last_days is not None and not 1 <= last_days <= KEPT_DAYS:
            raise _refused(doing, f"last_days is {last_days}", f"Give 1 to {KEPT_DAYS}")
        end = int(now * 1000) if until is None else _moment(doing, "until", until)
        if since is None:
            return cls(start=end - (last_days or DEFAULT_DAYS) * _DAY, end=end)
        start = _moment(doing, "since", since)
        if start >= end:
            raise _refused(doing, "the period ends before it begins", "Let since be before until")
        return cls(start=start, end=end)

    def windows(self, longest: int) -> Iterator[Period]:
        """The period in pieces of so many days at most, the latest first."""
        end = self.end
        while end > self.start:
            start = max(self.start, end - longest * _DAY)
            yield Period(start=start, end=end)
            end = start

    @property
    def divisible(self) -> bool:
        """Whether halves make sense."""
        return self.end - self.start > _SHORTEST

    def halves(self) -> tuple[Period, Period]:
        """The later and the earlier half."""
        middle = (self.start + self.end) // 2
        return Period(start=middle, end=self.end), Period(start=self.start, end=middle)


def executions_of(
    period: Period, fetch: Callable[[Period, int], Page[Execution]], *, window_days: int
) -> Iterator[Execution]:
    """All executions of a period, the latest window first, each once.

    Windows touch, and an execution that ran across a border is in both.

    Args:
        period: Which executions.
        fetch: Takes a window and the position of the first item, returns the page from there.
        window_days: The longest window that the API allows.

    """
    seen: set[str] = set()
    for window in period.windows(window_days):
        for execution in _of_window(window, fetch):
            if execution.execution_id not in seen:
                seen.add(execution.execution_id)
                yield execution


def _of_window(window: Period, fetch: Callable[[Period, int], Page[Execution]]) -> Iterator[Execution]:
    first = fetch(window, 0)
    if (first.total or 0) > _MOST_OFFSET + PAGE and window.divisible:
        for half in window.halves():
            yield from _of_window(half, fetch)
        return
    yield from paged(lambda offset: fetch(window, offset), lambda found: found.execution_id, first)


def _moment(doing: str, name: str, when: datetime) -> int:
    if when.tzinfo is None:
        raise _refused(doing, f"{name} has no time zone", "Give one, such as datetime.now(UTC)")
    # Never from a moment of its own time zone: between two of these Python counts no change to summer time.
    return (when - _EPOCH) // timedelta(milliseconds=1)


def _refused(doing: str, what: str, remedy: str) -> TalendError:
    return TalendError(f"{doing}: {what}. {remedy}", outcome="not_sent")
