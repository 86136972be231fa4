"""`run`: one start, the wait for its end and the exit code."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from waiting import PATIENCE, until

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

TASK, FAILS = "5a0000000000000000000001", "5a0000000000000000000004"
PLAN, PROMOTION = "9f0b1c5e-0000-4000-8000-000000000001", "5b0000000000000000000001"
START = "/processing/executions"


def starts(simulator: Simulator) -> int:
    return sum(one["method"] == "POST" and one["path"].startswith(START) for one in simulator.journal())


def interrupted_run(when: Callable[[], bool]) -> tuple[int, str, str]:
    """Run a task, interrupt the command on a condition, and return its exit code, stdout and stderr."""
    with subprocess.Popen(
        [sys.executable, "-m", "talend_processing", "run", "task", TASK],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        until(lambda: when() or command.poll() is not None)
        assert command.poll() is None
        command.send_signal(signal.SIGINT)
        out, err = command.communicate(timeout=PATIENCE)
    return command.returncode, out, err


@pytest.mark.posix
def test_an_interrupted_start_is_looked_up_and_its_execution_printed(simulator: Simulator) -> None:
    simulator.fault("POST", START, kind="hold-after")
    code, out, err = interrupted_run(lambda: bool(simulator.state()["taskExecutions"]))
    (begun,) = simulator.state()["taskExecutions"]
    assert out == f"{begun['id']}\n"
    assert (
        f"The task has started: the list shows its execution\ntask {TASK}: execution {begun['id']}\n" in err
    )
    assert code == Exit.FAILED
    assert starts(simulator) == 1


@pytest.mark.posix
def test_an_interrupted_wait_says_how_to_continue_it(simulator: Simulator) -> None:
    simulator.switch("execution_seconds", 3600)
    code, out, err = interrupted_run(
        lambda: any(one["path"].startswith(f"{START}/") for one in simulator.journal())
    )
    (begun,) = simulator.state()["taskExecutions"]
    assert (code, out) == (Exit.UNWATCHED, f"{begun['id']}\n")
    assert err.endswith(f"interrupted; the run continues: wait for it with --execution-id {begun['id']}\n")
    assert begun["status"] == "executing"


def test_an_execution_that_is_never_shown_is_waited_for_until_the_timeout(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fault("GET", f"{START}/*", kind="status", status=404, count=None)
    quick = ["--poll-interval", "0.1", "--timeout", "0.3"]
    assert cli.main(["run", "task", TASK, *quick]) == Exit.TIMEOUT
    out, err = capsys.readouterr()
    assert "not listed yet after" in err
    assert f"wait for it with --execution-id {out.strip()}" in err
    assert cli.main(["run", "task", TASK, "--execution-id", out.strip(), *quick]) == Exit.NOT_FOUND
    assert starts(simulator) == 1


def test_a_promotion_waits_for_another_one_with_on_conflict_wait(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    promotions = f"{START}/promotions"
    quick = ["--timeout", "0.5", "--poll-interval", "0.05"]
    simulator.fault("POST", promotions, kind="status", status=409)
    assert cli.main(["run", "promotion", PROMOTION, *quick]) == Exit.REFUSED
    assert "Wait for the end of the promotion that is running" in capsys.readouterr().err
    simulator.fault("POST", promotions, kind="status", status=409)
    assert cli.main(["run", "promotion", PROMOTION, "--on-conflict", "wait", *quick]) == Exit.SUCCESS
    assert "refused with 409" in capsys.readouterr().err
    assert len(simulator.state()["promotionExecutions"]) == 1


def test_the_log_of_a_rejected_task_names_the_likely_cause(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fail(task=TASK, outcome="rejected")
    assert cli.main(["run", "task", TASK, "--poll-interval", "0.05"]) == Exit.FAILED
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("execution_rejected after ")
    assert last.endswith("likely cause: the engine is being drained or shut down")


def test_an_execution_that_is_not_known_yet_is_waited_for(simulator: Simulator) -> None:
    simulator.fault("GET", f"{START}/*", kind="status", status=404)
    assert cli.main(["run", "task", TASK, "--poll-interval", "0.2"]) == Exit.SUCCESS
    assert starts(simulator) == 1


@pytest.mark.parametrize(("kind", "executable"), [("task", TASK), ("plan", PLAN), ("promotion", PROMOTION)])
def test_run_starts_once_and_waits(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], kind: str, executable: str
) -> None:
    assert cli.main(["run", kind, executable, "--poll-interval", "0.05", "--json"]) == Exit.SUCCESS
    result = json.loads(capsys.readouterr().out)
    assert result["exit"] == "SUCCESS"
    known = simulator.state()[f"{kind}Executions"]
    assert result["executionId"] in {one["id"] for one in known}
    again = ["run", kind, executable, "--execution-id", result["executionId"]]
    assert cli.main(again) == Exit.SUCCESS
    assert starts(simulator) == 1


def test_exit_codes_tell_how_a_run_ended(simulator: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    quick = ["--poll-interval", "0.05"]
    assert cli.main(["run", "task", FAILS, *quick]) == Exit.FAILED
    assert "no such table" in capsys.readouterr().err
    assert cli.main(["run", "task", "0" * 24]) == Exit.NOT_FOUND
    assert cli.main(["run", "plan", PLAN, "--resume-from", "0" * 8]) == Exit.NOT_FOUND
    simulator.fault("POST", START, kind="status", status=405)
    assert cli.main(["run", "task", TASK]) == Exit.REFUSED
    simulator.switch("execution_seconds", 3600)
    assert cli.main(["run", "task", TASK, "--timeout", "0.1", *quick]) == Exit.TIMEOUT
    assert "The run continues: wait for it with --execution-id" in capsys.readouterr().err


@pytest.mark.parametrize("status", [401, 403])
def test_waiting_for_a_run_that_the_api_stops_showing_can_be_resumed(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    simulator.fault("GET", f"{START}/*", kind="status", status=status, count=None)
    quick = ["--poll-interval", "0.05"]
    assert cli.main(["run", "task", TASK, *quick]) == Exit.UNWATCHED == 10
    out, err = capsys.readouterr()
    assert str(status) in err
    assert f"continues. Correct the cause, then wait for the run with --execution-id {out.strip()}" in err
    resume = ["run", "task", TASK, "--execution-id", out.strip(), *quick]
    assert cli.main([*resume, "--json"]) == Exit.UNWATCHED
    assert json.loads(capsys.readouterr().out) == {
        "executionId": out.strip(),
        "status": "",
        "exit": "UNWATCHED",
        "execution": {},
    }
    simulator.clear_faults()
    assert cli.main(resume) == Exit.SUCCESS
    assert starts(simulator) == 1


def test_a_lost_start_is_looked_up_and_never_repeated(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fault("POST", START, kind="drop-after")
    assert cli.main(["run", "task", TASK, "--poll-interval", "0.05"]) == Exit.SUCCESS
    simulator.fault("POST", f"{START}/promotions", kind="drop-after")
    assert cli.main(["run", "promotion", PROMOTION]) == Exit.UNKNOWN
    assert "wait for it with --execution-id" in capsys.readouterr().err
    assert starts(simulator) == 2
