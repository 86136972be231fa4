"""The figures, tables and pages of the benchmarks. No test asserts a timing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import page
from benchmarks.__main__ import PAGE, TABLES
from benchmarks.contender import PROVIDERS, ROOT, Setting
from benchmarks.host_memory import peak_of_hosts
from benchmarks.tables.operations import Cell, Figure, table_name
from benchmarks.window import most_in_window, rate, timestamps


@pytest.mark.parametrize(
    ("at", "most"),
    [
        ([], 0),
        ([5.0], 1),
        ([0.0, 59.9], 2),
        ([0.0, 60.0], 1),
        ([0.0, 30.0, 60.0, 61.0, 89.0], 4),
        ([1.0, 1.0, 1.0], 3),
    ],
)
def test_the_fullest_window_is_found(at: list[float], most: int) -> None:
    assert most_in_window(at) == most


def test_times_of_a_journal_become_seconds_in_order() -> None:
    first, last = timestamps(["2026-01-01T00:00:01.500Z", "2026-01-01T00:00:00.000Z"])
    assert last - first == 1.5


@pytest.mark.parametrize(("at", "per_minute"), [([], 0.0), ([1.0], 0.0), ([0.0, 1.0, 2.0], 60.0)])
def test_a_rate_counts_the_gaps(at: list[float], per_minute: float) -> None:
    assert rate(at) == per_minute


@pytest.mark.slow
def test_the_functions_of_a_create_are_listed_in_the_order_of_their_calls() -> None:
    command = [sys.executable, "-m", "benchmarks.create_path", "--list"]
    figures, *functions = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert re.fullmatch(r"\d+ files, \d+ functions, \d+ changes of file", figures)
    sent = functions.index("client/http/transport.py:Transport.send")
    assert "provider/kinds/check.py:check" in functions[:sent]
    assert "provider/lifecycle/state.py:outputs" in functions[sent:]


def test_a_table_is_markdown() -> None:
    assert page.table(("a", "b"), [("x", "1")]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_a_row_with_fewer_cells_than_the_head_is_refused() -> None:
    with pytest.raises(ValueError, match="a row has 1 cells and the head 2"):
        page.table(("a", "b"), [("x",)])


def test_only_the_named_table_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(
        "# P\n<!-- a: begin -->\nold\n<!-- a: end -->\nkept\n<!-- b: begin -->\n<!-- b: end -->\n"
    )
    page.write(path, "a", "new\n")
    assert path.read_text() == (
        "# P\n<!-- a: begin -->\nnew\n<!-- a: end -->\nkept\n<!-- b: begin -->\n<!-- b: end -->\n"
    )


def test_a_page_without_both_markers_of_a_table_is_refused() -> None:
    with pytest.raises(page.PageError, match="has no markers for the table a"):
        page.replaced("<!-- a: end -->", "a", "new")


def test_the_page_has_markers_for_every_table() -> None:
    text = PAGE.read_text()
    parts = [table_name(checkpoints=checkpoints) for checkpoints in (False, True)]
    for name in [*(table for table in TABLES if table != "operations"), *parts]:
        page.replaced(text, name, "new")


def test_a_row_holds_medians_and_says_whether_its_goal_is_met() -> None:
    cell = Cell(Setting(1000), state_bytes={"empty": 3027.4, "ours": 1830.2})
    cell.loads["preview"] = [1.04, 0.5]
    for who, times in zip(PROVIDERS, ([9.0, 10.0, 30.0], [40.0], [13.0, 7.0, 20.0]), strict=True):
        cell.figures["preview", who] = Figure(times, 7)
    assert cell.rows() == [
        (
            "1,000",
            "0",
            "preview",
            "13.0",
            "10.0",
            "40.0",
            "1.30",
            "≤ 0.75: missed",
            "7",
            "7",
            "1,830; 3,027",
            "0.5 to 1.0",
        )
    ]


@pytest.mark.parametrize(
    ("setting", "goal"),
    [
        (Setting(1000, checkpoints=True), "≤ 1.00: met"),
        (Setting(1000), "≤ 1.10: met"),
        (Setting(1000, latency=0.05), ""),
        (Setting(10), ""),
    ],
)
def test_a_goal_belongs_to_a_size_with_or_without_checkpoints(setting: Setting, goal: str) -> None:
    cell = Cell(setting, ("empty", "ours"))
    for who in cell.providers:
        cell.figures["refresh", who] = Figure([10.0])
    (row,) = cell.rows()
    assert row[7] == goal


def test_with_checkpoints_the_documented_style_is_left_out_of_large_programs() -> None:
    assert Cell(Setting(1000, checkpoints=True)).providers == ("empty", "ours")
    assert Cell(Setting(1000)).providers == PROVIDERS
    assert Cell(Setting(100, checkpoints=True)).providers == PROVIDERS


def test_a_row_is_omitted_until_all_providers_have_figures() -> None:
    cell = Cell(Setting(100), ("empty", "ours"))
    cell.figures["up", "empty"] = Figure([1.0])
    assert cell.rows() == []


def test_the_memory_of_hosts_below_a_process_is_found(tmp_path: Path) -> None:
    for process, parent, command, peak in (
        (10, 1, "python\0-m\0benchmarks", 5),
        (20, 10, "pulumi\0up", 900),
        (30, 20, "python\0-u\0-m\0pulumi.dynamic", 300),
        (31, 1, "python\0-u\0-m\0pulumi.dynamic", 700),
    ):
        folder = tmp_path / str(process)
        folder.mkdir()
        (folder / "stat").write_text(f"{process} (a (b) c) S {parent} 0 0")
        (folder / "cmdline").write_text(command)
        (folder / "status").write_text(f"VmPeak:\t9999 kB\nVmHWM:\t{peak} kB\n")
    assert peak_of_hosts(10, tmp_path) == 300
    assert peak_of_hosts(99, tmp_path) == 0
