"""`talend-processing drift`: its output and its exit codes."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lifecycle_stack import PLACE, Stack
from shell_scripts import write_script
from waiting import PATIENCE, until

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit


@pytest.fixture
def state(stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    monkeypatch.setenv("TALEND_API_URL", stack.simulator.url)
    stack.make("RemoteEngine", "etl", PLACE)
    path = tmp_path / "state.json"
    path.write_text(stack.text())
    return path


def set_stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Replace stdin with a text."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_the_exit_code_depends_on_the_findings(
    stack: Stack, state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state.read_bytes()
    assert cli.main(["drift", str(state)]) == Exit.SUCCESS
    set_stdin(monkeypatch, state.read_text())
    assert cli.main(["drift", "-"]) == Exit.SUCCESS
    stack.change(lambda account: account["remoteEngines"][0].update(name="renamed|by `hand`"))
    page = state.parent / "page"
    for form in ("terminal", "markdown", "json"):
        capsys.readouterr()
        assert cli.main(["drift", str(state), "--format", form]) == Exit.DRIFT
        printed = capsys.readouterr()
        assert "renamed" in printed.out
        assert cli.main(["drift", str(state), "--format", form, "--output", str(page)]) == Exit.DRIFT
        assert page.read_text() == printed.out
    stack.change(lambda account: account.clear())
    capsys.readouterr()
    assert cli.main(["drift", str(state), "--json"]) == Exit.FAILED
    report = json.loads(capsys.readouterr().out)
    assert (report["missing"], len(report["unread"])) == ([], 1)
    assert state.read_bytes() == before


@pytest.mark.assumes(name_length=None, runtime_list_delay=0)
def test_long_names_do_not_widen_the_report_on_a_terminal(
    stack: Stack, state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "x" * 255
    stack.make("EngineCluster", long, PLACE)
    state.write_text(stack.text())

    def by_hand(account: dict[str, Any]) -> None:
        account["remoteEngines"][0]["name"] = long
        account["clusters"][0]["id"] = "0" * 24

    stack.change(by_hand)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert cli.main(["drift", str(state)]) == Exit.DRIFT
    lines = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()
    assert {line.split(" ")[0] for line in lines} >= {"~", "-", "+"}
    (to_paste,) = (line for line in lines if line.startswith("    talend."))
    assert max(len(line) for line in lines if line != to_paste) <= 100
    assert to_paste.endswith(")"), "a line to paste stays a line"


@pytest.mark.assumes(name_unicode="allow")
@pytest.mark.posix
def test_a_stack_is_exported_as_utf_8_in_every_locale(
    stack: Stack, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.make("RemoteEngine", "Größe", PLACE)
    state.write_text(json.dumps(stack.document, ensure_ascii=False), encoding="utf-8")
    write_script(state.with_name("pulumi"), f'exec /bin/cat "{state}"')
    monkeypatch.setenv("PATH", str(state.parent))
    for name, value in (("LC_ALL", "C"), ("PYTHONCOERCECLOCALE", "0"), ("PYTHONUTF8", "0")):
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-m", "talend_processing", "drift", "--stack", "test"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (Exit.SUCCESS, "")
    assert done.stdout.startswith("fleet/test: no drift in 2 resources\n")


@pytest.mark.posix
def test_an_interrupt_does_not_wait_for_responses(stack: Stack, state: Path) -> None:
    stack.simulator.clear_journal()
    stack.simulator.fault(kind="hold-before", count=None)
    command = [sys.executable, "-m", "talend_processing", "drift", str(state)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as started:
        until(lambda: stack.simulator.journal() != [] or started.poll() is not None)
        assert started.poll() is None
        started.send_signal(signal.SIGINT)
        _, printed = started.communicate(timeout=PATIENCE)  # the client alone would wait for minutes
    assert (started.returncode, printed) == (Exit.FAILED, "interrupted\n")


@pytest.mark.assumes(runtime_list_delay=0)
def test_options_select_where_to_search(
    stack: Stack, state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = tmp_path / "alone.json"
    alone.write_text(stack.text())
    stack.make("RemoteEngine", "of-another-stack", PLACE)
    other = tmp_path / "other.json"
    other.write_text(stack.text())
    assert cli.main(["drift", str(alone), "--json"]) == Exit.DRIFT
    (loose,) = json.loads(capsys.readouterr().out)["unmanaged"]
    assert loose["title"] == "Remote Engine 'of-another-stack'"
    assert cli.main(["drift", str(alone), "--also-managed", str(other)]) == Exit.SUCCESS
    assert cli.main(["drift", str(alone), "--unmanaged", "none"]) == Exit.SUCCESS


def test_invalid_input_is_a_usage_error_of_one_line(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = tmp_path / "cut.json"
    cut.write_text(state.read_text()[:200])
    given = str(state)
    for arguments in (
        [],
        [given, "--stack", "dev"],
        [str(tmp_path / "none.json")],
        [str(cut)],
        ["--colour"],
        [given, "--output", str(tmp_path / "none" / "page")],
        [given, "--api-url", "http://127.0.0.1:9"],
    ):
        assert cli.main(["drift", *arguments]) == Exit.USAGE
    monkeypatch.delenv("TALEND_API_URL")
    assert cli.main(["drift", given]) == Exit.USAGE, "a state does not decide who gets the token"
    monkeypatch.delenv("TALEND_ACCESS_TOKEN")
    assert cli.main(["drift", given, "--region", "eu"]) == Exit.USAGE
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli.main(["drift", "--stack", "dev"]) == Exit.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert all(line.startswith("error: ") for line in lines)
    assert "there is no pulumi on PATH" in lines[-1]
