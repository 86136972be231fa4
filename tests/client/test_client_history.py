from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest

from talend_processing.client.api.history import Period, iterate_executions
from talend_processing.client.api.tasks import TaskExecution
from talend_processing.client.errors import TalendError
from talend_processing.client.model import Page

DAY = 86_400_000
NOW = 1_800_000_000.0
END = int(NOW) * 1000


def period(**named: Any) -> Period:
    return Period.of(
        description="Listing", now=NOW, **{"since": None, "until": None, "last_days": None, **named}
    )


class History:
    """Lists executions, the latest first, and fails where the API would refuse the request."""

    def __init__(self, runs: dict[str, tuple[int, int]], *, longest: int = 10) -> None:
        self.runs = runs
        self.longest = longest
        self.asked: list[tuple[Period, int]] = []

    def __call__(self, window: Period, offset: int) -> Page[TaskExecution]:
        assert 0 < window.end - window.start <= self.longest * DAY
        assert offset <= 1000
        self.asked.append((window, offset))
        found = [
            name
            for name, (start, end) in sorted(self.runs.items(), key=lambda run: -run[1][0])
            if start <= window.end and end >= window.start
        ]
        return Page[TaskExecution](
            items=[TaskExecution(execution_id=name) for name in found[offset : offset + 100]],
            total=len(found),
        )


def names(history: History, asked: Period, *, window_days: int = 10) -> list[str]:
    return [found.execution_id for found in iterate_executions(asked, history, window_days=window_days)]


def test_a_period_is_7_days_by_default() -> None:
    assert period() == Period(start=END - 7 * DAY, end=END)
    assert period(last_days=60) == Period(start=END - 60 * DAY, end=END)


def test_a_period_can_be_given_in_any_time_zone() -> None:
    since = datetime.fromtimestamp(NOW - 3600, UTC)
    until = datetime.fromtimestamp(NOW, timezone(timedelta(hours=5, minutes=30)))
    assert period(since=since, until=until) == Period(start=END - 3_600_000, end=END)
    assert period(since=since) == Period(start=END - 3_600_000, end=END)


class Berlin(tzinfo):
    """UTC+1, and UTC+2 from April to October."""

    def utcoffset(self, when: datetime | None) -> timedelta:
        return timedelta(hours=1) + self.dst(when)

    def dst(self, when: datetime | None) -> timedelta:
        return timedelta(hours=1 if when is not None and 4 <= when.month <= 10 else 0)


def test_summer_time_does_not_shift_a_period() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=Berlin())
    assert period(since=noon).start == int(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ({"last_days": 0}, "last_days is 0. Give 1 to 60"),
        ({"last_days": 61}, "last_days is 61. Give 1 to 60"),
        ({"last_days": 1, "since": datetime.fromtimestamp(NOW, UTC)}, "Leave out last_days"),
        ({"since": datetime(2027, 1, 1)}, "since has no time zone"),  # noqa: DTZ001
        ({"until": datetime(2027, 1, 1)}, "until has no time zone"),  # noqa: DTZ001
        ({"since": datetime.fromtimestamp(NOW, UTC)}, "Give an earlier since"),
    ],
)
def test_a_period_that_the_api_would_refuse_is_refused_before_the_call(
    named: dict[str, Any], fault: str
) -> None:
    with pytest.raises(TalendError, match=f"^Listing: .*{re.escape(fault)}") as caught:
        period(**named)
    assert caught.value.outcome == "not_sent"


def test_a_long_period_is_listed_in_windows_that_the_api_allows() -> None:
    runs = {f"x{day}": (END - day * DAY - 2000, END - day * DAY - 1000) for day in range(60)}
    history = History(runs)
    assert names(history, period(last_days=60)) == list(runs)
    assert [window.end for window, _ in history.asked] == [END - 10 * n * DAY for n in range(6)]


def test_windows_cover_a_period_exactly() -> None:
    windows = list(period(last_days=25).windows(10))
    assert [(w.end - w.start) // DAY for w in windows] == [10, 10, 5]
    assert [w.end for w in windows] == [END, END - 10 * DAY, END - 20 * DAY]


def test_an_execution_across_several_windows_is_listed_once() -> None:
    history = History({"long": (END - 35 * DAY, END - DAY)})
    assert names(history, period(last_days=60)) == ["long"]


def test_a_window_with_more_executions_than_a_list_returns_is_divided() -> None:
    runs = {f"x{n}": (END - n * 1000 - 500, END - n * 1000 - 400) for n in range(2500)}
    history = History(runs)
    assert sorted(names(history, period())) == sorted(runs)


def test_a_window_of_one_second_is_not_divided() -> None:
    history = History({f"x{n}": (END - 500, END - 400) for n in range(1100)})
    assert len(names(history, period(last_days=1))) == 1100


def test_an_older_version_of_the_api_lists_60_days_in_one_window() -> None:
    history = History({"x": (END - 40 * DAY, END - 40 * DAY)}, longest=60)
    assert names(history, period(last_days=60), window_days=60) == ["x"]
    assert len(history.asked) == 1
