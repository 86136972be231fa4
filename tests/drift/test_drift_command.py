"""The command: what it prints and the exit codes it promises."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from held_stack import PLACE, Stack

from talend_processing.commands.drift import Form, drift
from talend_processing.commands.exits import Exit


@pytest.fixture
def state(stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    monkeypatch.setenv("TALEND_API_URL", stack.simulator.url)
    stack.make("RemoteEngine", "etl", PLACE)
    path = tmp_path / "state.json"
    path.write_text(stack.text())
    return path


def test_exit_codes_tell_what_was_found(
    stack: Stack, state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state.read_bytes()
    assert drift(str(state)) == Exit.SUCCESS
    monkeypatch.setattr("sys.stdin", io.StringIO(state.read_text()))
    assert drift("-") == Exit.SUCCESS
    stack.change(lambda account: account["remoteEngines"][0].update(name="renamed|by `hand`"))
    forms: tuple[Form, ...] = ("terminal", "markdown", "json")
    for form in forms:
        capsys.readouterr()
        assert drift(str(state), form=form) == Exit.DRIFT
        assert "renamed" in capsys.readouterr().out
    stack.change(lambda account: account.clear())
    assert drift(str(state), form="json") == Exit.FAILED
    told = json.loads(capsys.readouterr().out)
    assert (told["missing"], len(told["unread"])) == ([], 1)
    assert state.read_bytes() == before


def test_bad_input_is_one_line_and_a_usage_error(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = tmp_path / "cut.json"
    cut.write_text(state.read_text()[:200])
    for arguments in ((), (str(tmp_path / "none.json"),), (str(cut),)):
        assert drift(*arguments) == Exit.USAGE
    assert drift(str(state), api_url="http://127.0.0.1:9") == Exit.USAGE
    monkeypatch.delenv("TALEND_API_URL")
    assert drift(str(state)) == Exit.USAGE, "a state does not decide who gets the token"
    monkeypatch.delenv("TALEND_ACCESS_TOKEN")
    assert drift(str(state), region="eu") == Exit.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 6
    assert all(line.startswith("error: ") for line in lines)
