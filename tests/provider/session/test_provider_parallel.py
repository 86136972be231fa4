"""Parallel work returns its results in order and stops after a failure."""

from __future__ import annotations

import threading

import pytest
from waiting import PATIENCE

from talend_processing.provider.session.parallel import map_parallel


def test_results_come_in_the_order_of_the_items() -> None:
    both = threading.Barrier(2)

    def work(item: int) -> int:
        both.wait(timeout=PATIENCE)  # passes only if two items are in work at once
        return -item

    assert map_parallel(work, range(6), 2) == [0, -1, -2, -3, -4, -5]
    assert map_parallel(work, [], 2) == []


def test_nothing_is_started_after_a_failure() -> None:
    begun: list[int] = []

    def work(item: int) -> int:
        begun.append(item)
        if item == 1:
            raise ValueError("one")
        return item

    with pytest.raises(ValueError, match="one"):
        map_parallel(work, range(10), 1)
    assert begun == [0, 1]


def test_no_thread_starts_another_item_after_a_failure_in_one_of_them() -> None:
    begun: list[int] = []
    both = threading.Barrier(2)
    failing: list[threading.Thread] = []

    def work(item: int) -> int:
        begun.append(item)
        if item == 1:
            failing.append(threading.current_thread())
            both.wait(timeout=PATIENCE)
            raise ValueError("one")
        if item == 0:
            both.wait(timeout=PATIENCE)
            failing[0].join(timeout=PATIENCE)
        return item

    with pytest.raises(ValueError, match="one"):
        map_parallel(work, range(10), 2)
    assert sorted(begun) == [0, 1]
