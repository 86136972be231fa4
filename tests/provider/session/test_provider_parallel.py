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


@pytest.mark.parametrize("width", [1, 4])
def test_nothing_is_started_after_a_failure(width: int) -> None:
    begun: list[int] = []

    def work(item: int) -> int:
        begun.append(item)
        if item == 1:
            raise ValueError("one")
        return item

    with pytest.raises(ValueError, match="one"):
        map_parallel(work, range(10), width)
    assert width > 1 or begun == [0, 1]
