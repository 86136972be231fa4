"""`list` and `get`: tables, JSON and missing objects."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit
from talend_processing.console import text_width
from talend_processing.simulator import Simulator


@pytest.mark.parametrize("what", ["environments", "tasks", "plans", "run-profiles", "task-executions"])
def test_list_prints_a_table_or_json(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    assert cli.main(["list", what]) == Exit.SUCCESS
    lines = capsys.readouterr().out.splitlines()
    assert cli.main(["list", what, "--json"]) == Exit.SUCCESS
    found = json.loads(capsys.readouterr().out)
    assert len(lines) == (len(found) + 1 if found else 0)
    writes = {one["operation"] for one in simulator.journal() if one["method"] != "GET"}
    assert writes <= {"search_run_profiles"}


ListEngines = Callable[..., list[str]]


@pytest.fixture
def list_engines(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> ListEngines:
    """Return the rows of `list engines` for engines with the given names. A terminal has 100 columns."""

    def rows(*names: str, at_terminal: bool) -> list[str]:
        engines = [{"name": name, "workspaceId": "5f0000000000000000000004"} for name in names]
        simulator.load(simulator.state() | {"remoteEngines": engines})
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: at_terminal)
        assert cli.main(["list", "engines"]) == Exit.SUCCESS
        return capsys.readouterr().out.splitlines()[1:]

    return rows


@pytest.mark.assumes(list_order="created")
@pytest.mark.parametrize("at_terminal", [True, False])
def test_a_long_name_does_not_widen_the_table_on_a_terminal(
    list_engines: ListEngines, *, at_terminal: bool
) -> None:
    first, second = list_engines("x" * 255, "etl", at_terminal=at_terminal)
    assert ("x" * 255 in first) is not at_terminal
    if at_terminal:
        assert len(first) <= 100
        assert "xx…  NOT_PAIRED" in first
        assert first.index("NOT_PAIRED") == second.index("NOT_PAIRED")


@pytest.mark.assumes(list_order="created")
@pytest.mark.parametrize("at_terminal", [True, False])
def test_a_table_stays_aligned_with_names_of_wide_characters(
    list_engines: ListEngines, *, at_terminal: bool
) -> None:
    first, second = list_engines("東京" * 40, "etl", at_terminal=at_terminal)
    assert text_width(first.partition("NOT_PAIRED")[0]) == len(second.partition("NOT_PAIRED")[0])
    assert (text_width(first) <= 100) is at_terminal


def test_get_and_list_show_no_key_and_report_missing_objects(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    place = {"workspaceId": "5f0000000000000000000004", "preAuthorizedKey": "made-up-key"}
    account = simulator.state()
    account["remoteEngines"].append({"id": "e1", "name": "one\n\x1b[2Jtwo", **place})
    simulator.load(account)
    for command in (["get", "engine", "e1"], ["list", "engines"], ["list", "engines", "--json"]):
        assert cli.main(command) == Exit.SUCCESS
        printed = capsys.readouterr().out
        assert "e1" in printed
        assert "preAuthorizedKey" not in printed
        assert "\x1b" not in printed
        assert command != ["list", "engines"] or len(printed.splitlines()) == 2
    assert cli.main(["get", "engine", "0" * 24]) == Exit.NOT_FOUND
    assert "404" in capsys.readouterr().err
