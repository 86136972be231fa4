"""Pages of the execution index equal the result of a full scan."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talend_processing.simulator.account.execution_index import ExecutionIndex, Period

STATUSES = ("executing", "good", "bad")
RECORDS = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(0, 15), st.sampled_from(["a", "b", "c"]), st.sampled_from(STATUSES)
    ),
    max_size=30,
)


def filled(records: list[tuple[int, int, str, str]]) -> ExecutionIndex:
    """Return an index of executions, given as start, duration (of finished ones), owner and status."""
    index = ExecutionIndex("owner")
    for number, (triggered, took, owner, status) in enumerate(records):
        one: dict[str, Any] = {
            "id": str(number),
            "owner": owner,
            "triggered": triggered,
            "status": "executing",
        }
        index[one["id"]] = one
        if status != "executing":
            index.change(one, status=status, finished=triggered + took)
    return index


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    RECORDS,
    st.integers(0, 35),
    st.integers(0, 35),
    st.sampled_from([None, {"a"}, {"a", "c"}, set(), {"a", "b", *map(str, range(60))}]),
    st.sampled_from([None, *STATUSES, "none"]),
    st.integers(0, 12),
    st.integers(1, 7),
)
@pytest.mark.slow
def test_a_page_equals_the_result_of_a_full_scan(
    records: list[tuple[int, int, str, str]],
    start: int,
    end: int,
    owners: set[str] | None,
    status: str | None,
    offset: int,
    limit: int,
) -> None:
    index = filled(records)
    expected = [
        one
        for one in index.values()
        if one["triggered"] <= end
        and one.get("finished", start) >= start
        and (owners is None or one["owner"] in owners)
        and status in {None, one["status"]}
    ]
    times = sorted((one["triggered"] for one in expected), reverse=True)
    asked: dict[str, Any] = {"owners": owners, "status": status}
    total, items = index.page(Period(start, end), **asked, offset=offset, limit=limit)
    assert total == len(expected)
    assert [one["triggered"] for one in items] == times[offset : offset + limit]
    pages = [
        one["id"]
        for first in range(0, len(expected), limit)
        for one in index.page(Period(start, end), **asked, offset=first, limit=limit)[1]
    ]
    assert sorted(pages) == sorted(one["id"] for one in expected)


def test_a_running_execution_is_found_although_all_finished_ones_were_short() -> None:
    index = filled([(0, 0, "a", "executing"), (5, 1, "a", "good")])
    total, items = index.page(Period(500, 600), owners=None, status=None, offset=0, limit=10)
    assert (total, [one["id"] for one in items]) == (1, ["0"])
