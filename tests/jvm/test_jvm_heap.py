"""The maximum heap in every notation."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from talend_processing.jvm.arguments import parse
from talend_processing.jvm.heap import Heap, max_heap, parse_size, size_text


@pytest.mark.parametrize(
    ("entries", "heap"),
    [
        (["-Xmx2g"], "2 GiB"),
        (["-Xmx512M"], "512 MiB"),
        (["-Xmx1536m"], "1.5 GiB"),
        (["-Xmx0x20000000"], "512 MiB"),
        (["-XX:MaxHeapSize=512m"], "512 MiB"),
        (["-Xmx4g", "-XX:MaxHeapSize=512m"], "512 MiB"),
        (["-XX:MaxHeapSize=512m", "-Xms1g -Xmx4g"], "4 GiB"),
        (["-Xmx1g", "-XX:MaxRAMPercentage=75"], "1 GiB"),
        (["-XX:MaxRAMPercentage=75.0"], "75 % of the machine's memory"),
        (["-XX:MaxRAMPercentage=75", "-XX:MaxRAMPercentage=50"], "50 % of the machine's memory"),
        (["-XX:MaxRAMPercentage=50", "-XX:MaxRAMFraction=4"], "50 % of the machine's memory"),
        (["-XX:MaxRAMFraction=2"], "50 % of the machine's memory"),
        (["-XX:MaxRAM=2g"], "512 MiB"),
        (["-XX:MaxRAM=2g", "-XX:MaxRAMPercentage=50"], "1 GiB"),
        (["-Xms1g"], "None"),
        (["-Xmx"], "None"),
        (["-Xmx1.5g"], "None"),
        (["-Xmx512mb"], "None"),
        (["-XX:MaxRAMPercentage=150"], "None"),
        (["-XX:MaxRAM=lots"], "None"),
        ([], "None"),
        ([None], "None"),
    ],
)
def test_the_last_argument_in_any_notation_sets_the_heap(entries: list[str | None], heap: str) -> None:
    assert str(max_heap(parse(entries))) == heap


def heap(*entries: str) -> Heap:
    found = max_heap(parse(entries))
    assert found is not None
    return found


def test_heaps_are_compared_where_the_machine_does_not_matter() -> None:
    assert heap("-Xmx1g").is_below(heap("-Xmx1025m")) is True
    assert heap("-Xmx1g").is_below(heap("-XX:MaxHeapSize=1024m")) is False
    assert heap("-XX:MaxRAMPercentage=50").is_below(heap("-XX:MaxRAMPercentage=75")) is True
    assert heap("-XX:MaxRAMPercentage=75").is_below(heap("-Xmx1g")) is None


@settings(deadline=None)
@given(st.integers(0, 4096), st.sampled_from("kmgt"))
def test_every_unit_and_its_capital_means_the_same(number: int, unit: str) -> None:
    size = parse_size(f"{number}{unit}")
    assert size == parse_size(f"{number}{unit.upper()}") == number * 1024 ** ("kmgt".index(unit) + 1)
    assert parse_size(str(size)) == parse_size(hex(size or 0)) == size


@settings(deadline=None)
@given(st.text(max_size=8) | st.text("019afx.- kKbB", max_size=5))
@example("\N{MYANMAR DIGIT ONE}")
@example("9" * 5000)
def test_only_a_number_with_at_most_one_unit_is_a_size(text: str) -> None:
    is_size = re.fullmatch(r"([0-9]{1,20}|0[xX][0-9a-fA-F]+)[kmgtKMGT]?", text) is not None
    assert (parse_size(text) is not None) == is_size


@settings(deadline=None)
@given(st.integers(0, 1 << 50))
def test_sizes_are_shown_exactly_or_in_bytes(size: int) -> None:
    number, unit = size_text(size).split()
    scale = {"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}[unit]
    assert float(number) * scale == size
