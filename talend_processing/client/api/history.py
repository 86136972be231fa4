"""Lists of the executions in a period, read in parts (windows) that are short enough for the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from talend_processing.client.api.crud import Endpoints
from talend_processing.client.errors import TalendError
from talend_processing.client.model import Model, Page
from talend_processing.client.operation import JsonValue, Operation
from talend_processing.client.paging import PAGE_SIZE, iterate_pages

MAX_DAYS = 60
"""Number of days for which the API keeps executions, and the maximum of `last_days`."""

DEFAULT_DAYS = 7
"""Length of the period if neither `since` nor `last_days` is given."""

_DAY_MILLISECONDS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_OFFSET = 1000
"""Newer versions of the API return no item of a list beyond this position."""

_MIN_WINDOW_MILLISECONDS = 1000
"""An account starts fewer than 1000 executions in a second, so only longer windows are halved."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """A period of time, in milliseconds since 1970."""

    start: int
    end: int

    @classmethod
    def of(
        cls,
        *,
        description: str,
        now: float,
        since: datetime | None,
        until: datetime | None,
        last_days: int | None,
    ) -> Period:
        """Return the period that the arguments of a list method describe.

        Args:
            description: Description of the call, for error messages.
            now: Seconds since 1970.
            since: Start of the period; None for 7 days before its end.
            until: End of the period; None for now.
            last_days: Length in days of a period that ends now, in place of `since` and `until`.

        Raises:
            TalendError: The arguments contradict each other, or the API would refuse the period.

        """
        if last_days is not None and (since is not None or until is not None):
            raise _invalid(
                description, "last_days is given together with since or until", "Leave out last_days"
            )
        if last_days is not None and not 1 <= last_days <= MAX_DAYS:
            raise _invalid(description, f"last_days is {last_days}", f"Give 1 to {MAX_DAYS}")
        end = int(now * 1000) if until is None else _milliseconds(description, "until", until)
        if since is None:
            return cls(start=end - (last_days or DEFAULT_DAYS) * _DAY_MILLISECONDS, end=end)
        start = _milliseconds(description, "since", since)
        if start >= end:
            raise _invalid(description, "the period must start before it ends", "Give an earlier since")
        return cls(start=start, end=end)

    def windows(self, max_days: int) -> Iterator[Period]:
        """Yield the period in parts of at most `max_days` days, the latest first."""
        end = self.end
        while end > self.start:
            start = max(self.start, end - max_days * _DAY_MILLISECONDS)
            yield Period(start=start, end=end)
            end = start

    @property
    def divisible(self) -> bool:
        """Whether the period is long enough to be halved."""
        return self.end - self.start > _MIN_WINDOW_MILLISECONDS

    def halves(self) -> tuple[Period, Period]:
        """Return the later and the earlier half."""
        middle = (self.start + self.end) // 2
        return Period(start=middle, end=self.end), Period(start=self.start, end=middle)


class Execution(Model):
    """One run of a task or a plan."""

    execution_id: str


ExecutionT = TypeVar("ExecutionT", bound=Execution)


class Histories(Endpoints, Generic[ExecutionT]):
    """Endpoints with lists of past executions."""

    def _history(
        self,
        operation: Operation[Page[ExecutionT]],
        *ids: str,
        since: datetime | None,
        until: datetime | None,
        last_days: int | None,
        filters: Mapping[str, JsonValue],
    ) -> Iterator[ExecutionT]:
        """Yield the executions of a period that match the filters.

        A POST sends the period and the filters in its body, a GET as URL parameters.
        """
        period = Period.of(
            description=operation.describe(ids),
            now=self._dispatcher.now(),
            since=since,
            until=until,
            last_days=last_days,
        )
        given_filters = {name: value for name, value in filters.items() if value is not None}

        def fetch(window: Period, offset: int) -> Page[ExecutionT]:
            request = {
                **given_filters,
                "from": window.start,
                "to": window.end,
                "limit": PAGE_SIZE,
                "offset": offset,
            }
            if operation.method == "POST":
                return self._dispatcher.call(operation, *ids, body=request)
            return self._dispatcher.call(
                operation, *ids, parameters={name: str(request[name]) for name in request}
            )

        return iterate_executions(period, fetch, window_days=self._dispatcher.history_days)


def iterate_executions(
    period: Period, fetch: Callable[[Period, int], Page[ExecutionT]], *, window_days: int
) -> Iterator[ExecutionT]:
    """Yield all executions of a period, each once, the latest window first.

    An execution that ran across the boundary of two windows is in the lists of both.

    Args:
        period: The period.
        fetch: Returns the page at a given offset in the list of a window.
        window_days: Number of days of the longest window that the API allows.

    """
    seen: set[str] = set()
    for window in period.windows(window_days):
        for execution in _iterate_window(window, fetch):
            if execution.execution_id not in seen:
                seen.add(execution.execution_id)
                yield execution


def _iterate_window(window: Period, fetch: Callable[[Period, int], Page[ExecutionT]]) -> Iterator[ExecutionT]:
    """Yield the executions of a window. If its list is too long for the API, read the window in halves."""
    first_page = fetch(window, 0)
    if (first_page.total or 0) > _MAX_OFFSET + PAGE_SIZE and window.divisible:
        for half in window.halves():
            yield from _iterate_window(half, fetch)
        return
    yield from iterate_pages(
        lambda offset: fetch(window, offset), lambda execution: execution.execution_id, first_page
    )


def _milliseconds(description: str, argument: str, value: datetime) -> int:
    if value.tzinfo is None:
        raise _invalid(description, f"{argument} has no time zone", "Add it, as in datetime.now(UTC)")
    # Subtract in UTC: if both datetimes have the same time zone, Python ignores a change to summer time.
    return (value - _EPOCH) // timedelta(milliseconds=1)


def _invalid(description: str, problem: str, advice: str) -> TalendError:
    return TalendError(f"{description}: {problem}. {advice}", outcome="not_sent")
