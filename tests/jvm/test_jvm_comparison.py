"""What changes between two lists, and whether the heap may shrink."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talend_processing.jvm.comparison import compare


@pytest.mark.parametrize(
    ("old", "new", "shrinks"),
    [
        (["-Xmx4g"], ["-Xmx512m"], True),
        (["-Xmx4g"], ["-XX:MaxHeapSize=512m"], True),
        (["-Xmx4g"], ["-Xmx4g", "-XX:MaxHeapSize=512m"], True),
        (["-Xmx4g"], ["-Xms1g -Xmx2g"], True),
        (["-Xmx4g"], [], True),
        (["-Xmx4g"], ["-Xms512m"], True),
        (["-Xmx4g"], ["-XX:MaxRAMPercentage=50"], True),
        (["-XX:MaxRAMPercentage=50"], ["-Xmx4g"], True),
        (["-XX:MaxRAMPercentage=50"], ["-XX:MaxRAMPercentage=25"], True),
        (["-XX:MaxRAMFraction=2"], ["-XX:MaxRAMPercentage=50"], False),
        (["-Xmx1g"], ["-Xmx1024m"], False),
        (["-Xmx1g"], ["-XX:MaxHeapSize=1048576k"], False),
        (["-Xmx1g"], ["-Xmx2g"], False),
        (["-Xmx1g"], ["-Xmx1g", "-XX:MaxRAMPercentage=1"], False),
        ([], ["-Xmx1g"], False),
        (["-Dx=1"], ["-Dx=2"], False),
    ],
)
def test_a_heap_that_may_shrink_is_detected(old: list[str], new: list[str], *, shrinks: bool) -> None:
    assert compare(old, new).heap_may_shrink is shrinks


def test_only_differences_are_shown_and_repeated_arguments_are_counted() -> None:
    found = compare(["-Dx=1 -Xmx1g", "-ea", "-ea"], ["-Xmx1g", "-ea", "-Dx=2"])
    assert [one.text for one in found.removed] == ["-Dx=1", "-ea"]
    assert [one.text for one in found.added] == ["-Dx=2"]


def test_arguments_that_are_divided_among_other_entries_are_the_same_arguments() -> None:
    found = compare(["-Xms1g -Xmx2g"], ["-Xmx2g", "-Xms1g"])
    assert found.same_arguments
    assert not found.heap_changed
    assert not compare(["-Xms1g"], ["-Xms2g"]).same_arguments


ENTRIES = st.lists(
    st.sampled_from(["-Xmx1g", "-Xmx2g", "-XX:MaxRAMPercentage=50", "-Dx=1", "-ea"]), max_size=5
)


@settings(deadline=None)
@given(ENTRIES, ENTRIES)
def test_the_reverse_comparison_is_the_opposite(old: list[str], new: list[str]) -> None:
    there, back = compare(old, new), compare(new, old)
    assert (there.removed, there.added) == (back.added, back.removed)
    assert there.heap_changed == back.heap_changed
    assert there.same_arguments == (sorted(old) == sorted(new))
