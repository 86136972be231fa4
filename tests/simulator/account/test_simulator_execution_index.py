"""Pages of a chronicle are what looking at every record would give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talend_processing.simulator.account.execution_index import Chronicle, Period

STATUSES = ("executing", "good", "bad")
RECORDS = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(0, 15), st.sampled_from(["a", "b", "c"]), st.sampled_from(STATUSES)
    ),
    max_size=30,
)


def filled(records: list[tuple[int, int, str, str]]) -> Chronicle:
    chronicle = Chronicle("owner")
    for number, (triggered, took, owner, status) in enumerate(records):
        one: dict[str, Any] = {
            "id": str(number),
            "owner": owner,
            "triggered": triggered,
            "status": "executing",
        }
        chronicle[one["id"]] = one
        if status != "executing":
            chronicle.change(one, status=status, finished=triggered + took)
    return chronicle


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
def test_a_page_is_what_a_look_at_every_record_gives(
    records: list[tuple[int, int, str, str]],
    start: int,
    end: int,
    owners: set[str] | None,
    status: str | None,
    offset: int,
    limit: int,
) -> None:
    chronicle = filled(records)
    expected = [
        one
        for one in chronicle.values()
        if one["triggered"] <= end
        and one.get("finished", start) >= start
        and (owners is None or one["owner"] in owners)
        and status in {None, one["status"]}
    ]
    times = sorted((one["triggered"] for one in expected), reverse=True)
    asked: dict[str, Any] = {"owners": owners, "status": status}
    total, items = chronicle.page(Period(start, end), **asked, offset=offset, limit=limit)
    assert total == len(expected)
    assert [one["triggered"] for one in items] == times[offset : offset + limit]
    pages = [
        one["id"]
        for first in range(0, len(expected), limit)
        for one in chronicle.page(Period(start, end), **asked, offset=first, limit=limit)[1]
    ]
    assert sorted(pages) == sorted(one["id"] for one in expected)


@pytest.mark.parametrize("took", [0, 1000])
def test_what_is_under_way_is_found_however_long_it_takes(took: int) -> None:
    chronicle = filled([(0, took, "a", "executing"), (5, 1, "a", "good")])
    total, items = chronicle.page(Period(500, 600), owners=None, status=None, offset=0, limit=10)
    assert (total, [one["id"] for one in items]) == (1, ["0"])
