"""A run that is cut short: the next `up` goes on from there, and nothing is made twice."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable

import pytest
from stack import FailedError, Stack, children, part
from waiting import PATIENCE, until

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.sdk

ENGINES = "/processing/runtimes/remote-engines"
PROGRAM = """
import pulumi
import talend_processing as talend

how = pulumi.Config().get("onExisting") or "fail"
place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
engine = talend.RemoteEngine("etl", **place, on_existing=how)
talend.RemoteEngineRunProfile(
    "heap", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx1g"], on_existing=how
)
"""


def _creating(simulator: Simulator) -> bool:
    return any((one["method"], one["path"]) == ("POST", ENGINES) for one in simulator.journal())


def _created(simulator: Simulator) -> bool:
    return len(simulator.state()["remoteEngines"]) == 1


def _converges(stack: Stack, simulator: Simulator) -> None:
    stack.up()
    stack.up("--expect-no-changes")
    account = simulator.state()
    assert {one["id"] for one in stack.resources()} == {
        one["id"] for one in (*account["remoteEngines"], *account["runProfiles"])
    }
    assert len(account["remoteEngines"]) == 1


@pytest.fixture
def stack(stack_of: Callable[[str], Stack]) -> Stack:
    return stack_of(PROGRAM)


def test_the_host_dies_between_the_request_and_its_answer(stack: Stack, simulator: Simulator) -> None:
    simulator.fault("POST", ENGINES, kind="hold-before")
    with stack.start("up", "--yes", "--skip-preview") as run:
        until(lambda: _creating(simulator))
        os.kill(part(run.pid, "host"), signal.SIGKILL)
        printed, _ = run.communicate(timeout=PATIENCE)
    simulator.release()
    assert run.returncode != 0, printed
    until(lambda: _created(simulator))
    (made,) = simulator.state()["remoteEngines"]

    with pytest.raises(FailedError) as told:
        stack.up()
    assert made["id"] in str(told.value)
    assert 'on_existing="adopt"' in str(told.value)

    stack.set("test:onExisting", "adopt")
    _converges(stack, simulator)


def test_one_interrupt_ends_the_run_with_nothing_pending(stack: Stack, simulator: Simulator) -> None:
    simulator.fault("POST", ENGINES, kind="status", status=429, retry_after=60, count=None)
    with stack.start("up", "--yes", "--skip-preview") as run:
        until(lambda: _creating(simulator))
        os.kill(run.pid, signal.SIGINT)
        printed, _ = run.communicate(timeout=PATIENCE)
    simulator.clear_faults()
    assert "Traceback" not in printed
    assert "pending_operations" not in stack.export()["deployment"]
    _converges(stack, simulator)


def test_an_interrupt_while_the_api_answers_loses_nothing(stack: Stack, simulator: Simulator) -> None:
    simulator.fault("POST", ENGINES, kind="hold-before")
    with stack.start("up", "--yes", "--skip-preview") as run:
        assert run.stdout is not None
        until(lambda: _creating(simulator))
        os.kill(run.pid, signal.SIGINT)
        printed = ""
        while "cancelling" not in printed:
            line = run.stdout.readline()
            assert line, printed
            printed += line
        simulator.release()
        printed += run.stdout.read()
    assert "Traceback" not in printed
    assert "pending_operations" not in stack.export()["deployment"]
    assert [one["type"].rpartition(":")[2] for one in stack.resources()] == ["RemoteEngine"], printed
    _converges(stack, simulator)


def test_a_run_that_was_killed_is_resumed(stack: Stack, simulator: Simulator) -> None:
    simulator.fault("POST", ENGINES, kind="hold-before")
    stack.set("test:onExisting", "adopt")
    with stack.start("up", "--yes", "--skip-preview") as run:
        until(lambda: _creating(simulator))
        started = children(run.pid)
        run.kill()
        for child in started:
            with contextlib.suppress(ProcessLookupError):  # one that followed its parent
                os.kill(child, signal.SIGKILL)
        run.communicate(timeout=PATIENCE)
    simulator.release()
    until(lambda: _created(simulator))
    stack.run("cancel", stack.name, "--yes")
    assert stack.export()["deployment"]["pending_operations"]
    _converges(stack, simulator)
    stack.refresh("--clear-pending-creates")
    assert "pending_operations" not in stack.export()["deployment"]
    stack.up("--expect-no-changes")


WAITS = 12
"""More than the 4 calls that a host of Pulumi's SDK serves at once by default: Cancel must not queue."""
RUNS = f"""
import pulumi
import talend_processing as talend

runs = [
    talend.TaskRun(f"run-{{number}}", executable="5a0000000000000000000001", poll_interval=1)
    for number in range({WAITS})
]
pulumi.export("ids", pulumi.Output.all(*[run.execution_id for run in runs]))
"""


def test_one_interrupt_ends_more_waits_than_a_host_has_workers(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    simulator.switch("execution_seconds", 3600)
    stack = stack_of(RUNS)

    def waiting() -> bool:
        try:
            pending = stack.export()["deployment"].get("pending_operations") or []
        except FailedError:
            return False  # the engine was just writing the state
        return sum("Completion" in one["resource"]["type"] for one in pending) == WAITS

    def starts() -> int:
        return sum(one["method"] == "POST" for one in simulator.journal())

    with stack.start("up", "--yes", "--skip-preview", "--parallel", "64") as run:
        until(waiting)
        os.killpg(run.pid, signal.SIGINT)
        printed, _ = run.communicate(timeout=PATIENCE)
    assert run.returncode != 0, printed
    assert "Traceback" not in printed
    assert "pending_operations" not in stack.export()["deployment"]
    assert starts() == WAITS
    started = simulator.state()["taskExecutions"]
    assert {one["status"] for one in started} == {"executing"}

    simulator.advance(3600)
    stack.up("--parallel", "64")
    assert sorted(stack.outputs()["ids"]) == sorted(str(one["id"]) for one in started)
    assert starts() == WAITS
