"""Progress of a wait: an updated line at a terminal, plain lines in a log."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from waiting import PATIENCE

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit
from talend_processing.client.api.client import TalendClient
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.runs.kinds import KINDS
from talend_processing.provider.runs.wait import AwaitedRun, wait_for_end
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

TASK, PLAN = "5a0000000000000000000001", "9f0b1c5e-0000-4000-8000-000000000001"
QUICK = ("--poll-interval", "0.05")
ESCAPE = "\x1b["


def at_a_terminal(*arguments: str) -> tuple[int, str, str]:
    """Run a command with a terminal as stderr. Return the exit code, stdout, and the terminal's contents."""
    import pty  # noqa: PLC0415 - Windows has no such module

    command = [sys.executable, "-m", "talend_processing", *arguments]
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "160", "NO_COLOR": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environ, text=True) as running:
        os.close(theirs)
        seen = bytearray()
        try:
            while part := os.read(ours, 4096):
                seen += part
        except OSError:
            pass  # Linux ends a terminal whose other side is closed with an error
        finally:
            os.close(ours)
        printed = running.communicate(timeout=PATIENCE)[0]
    return running.returncode, printed, seen.decode()


@pytest.mark.posix
def test_a_terminal_shows_an_updated_line_and_removes_it_at_the_end(simulator: Simulator) -> None:
    simulator.switch("execution_seconds", 1)
    code, printed, seen = at_a_terminal("run", "plan", PLAN, *QUICK)
    assert code == Exit.SUCCESS
    execution = simulator.state()["planExecutions"][-1]["id"]
    assert printed == f"{execution}\n"
    assert f"plan {PLAN}: executing" in seen
    assert ESCAPE in seen
    last = seen.splitlines()[-1]
    assert "execution_successful after" in last
    assert "executing" not in last.rpartition(ESCAPE)[2]


def test_a_log_gets_a_line_for_each_change_and_no_escapes(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.switch("execution_seconds", 1)
    assert cli.main(["run", "task", TASK, *QUICK]) == Exit.SUCCESS
    printed = capsys.readouterr().err
    lines = printed.splitlines()
    assert lines[0].startswith(f"task {TASK}: execution ")
    assert lines[-1].startswith("execution_successful after ")
    between = [line.partition(",")[0] for line in lines[1:-1]]
    assert "executing" in between
    assert len(between) == len(set(between))
    assert ESCAPE not in printed


def test_a_transient_error_does_not_end_a_wait(simulator: Simulator) -> None:
    simulator.switch("execution_seconds", 0)
    settings = Settings(simulator.url, AccessToken("made-up-token"))
    seen: list[str] = []
    with TalendClient(settings, sleep=lambda _: None) as client:
        started = client.task_executions.start(TaskRequest(executable=TASK)).execution_id
        simulator.fault("GET", f"/processing/executions/{started}", kind="status", status=503, count=7)
        session = Session(client, api_url=simulator.url, wait=lambda _: None)
        run = AwaitedRun(execution_id=started, intended_at=None, timeout=3600, poll_interval=10)
        ended = wait_for_end(session, KINDS["task"], run, lambda text, _: seen.append(text))
    assert (ended.ended, ended.execution["status"]) == (True, "execution_successful")
    assert seen[0].startswith("could not be read (")
