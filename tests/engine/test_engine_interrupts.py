"""After an interrupted or killed `up`, the next one continues and creates nothing twice."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from stack import Stack, StackError, children, part
from waiting import PATIENCE, until

from talend_processing.simulator import Simulator

pytestmark = [pytest.mark.sdk, pytest.mark.assumes(runtime_id_is="id")]

ENGINES = "/processing/runtimes/remote-engines"
PROFILES = f"{ENGINES}/*/run-profiles"
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


def _requested(simulator: Simulator, what: str) -> bool:
    paths = [one["path"] for one in simulator.journal() if one["method"] == "POST"]
    return any(path.endswith(what) for path in paths)


def _deployment(stack: Stack) -> dict[str, Any]:
    deployment: dict[str, Any] = stack.export()["deployment"]
    return deployment


def _state_is_the_account(stack: Stack, simulator: Simulator) -> bool:
    account = simulator.state()
    objects = [one["id"] for one in (*account["remoteEngines"], *account["runProfiles"])]
    return len(objects) == 2 and {one["id"] for one in stack.resources()} == {*objects}


@pytest.fixture
def stack(stack_of: Callable[[str], Stack]) -> Stack:
    return stack_of(PROGRAM)


def test_the_next_up_adopts_what_a_killed_host_and_a_killed_up_have_created(
    stack: Stack, simulator: Simulator
) -> None:
    simulator.fault("POST", ENGINES, kind="hold-before")
    with stack.start("up", "--yes", "--skip-preview") as run:
        until(lambda: _requested(simulator, "remote-engines"))
        os.kill(part(run.pid, "host"), signal.SIGKILL)
        printed, _ = run.communicate(timeout=PATIENCE)
    simulator.release()
    assert run.returncode != 0, printed
    until(lambda: len(simulator.state()["remoteEngines"]) == 1)
    (made,) = simulator.state()["remoteEngines"]
    with pytest.raises(StackError) as raised:
        stack.up()
    assert made["id"] in str(raised.value)
    assert 'on_existing="adopt"' in str(raised.value)

    stack.set("test:onExisting", "adopt")
    simulator.fault("POST", PROFILES, kind="hold-before")
    with stack.start("up", "--yes", "--skip-preview") as run:
        until(lambda: _requested(simulator, "run-profiles"))
        started = children(run.pid)
        run.kill()
        for child in started:
            with contextlib.suppress(ProcessLookupError):  # it ended with its parent
                os.kill(child, signal.SIGKILL)
        run.communicate(timeout=PATIENCE)
    simulator.release()
    until(lambda: len(simulator.state()["runProfiles"]) == 1)
    stack.run("cancel", stack.name, "--yes")
    assert _deployment(stack)["pending_operations"]
    stack.up()
    stack.refresh("--clear-pending-creates")
    assert "pending_operations" not in _deployment(stack)
    stack.up("--expect-no-changes")
    assert _state_is_the_account(stack, simulator)


def test_an_interrupt_leaves_nothing_pending_and_loses_no_response(
    stack: Stack, simulator: Simulator
) -> None:
    simulator.fault("POST", ENGINES, kind="status", status=429, retry_after=60, count=None)
    with stack.start("up", "--yes", "--skip-preview") as run:
        until(lambda: _requested(simulator, "remote-engines"))
        os.kill(run.pid, signal.SIGINT)
        printed, _ = run.communicate(timeout=PATIENCE)
    assert "Traceback" not in printed
    assert "pending_operations" not in _deployment(stack)
    simulator.clear_faults()
    simulator.clear_journal()

    simulator.fault("POST", ENGINES, kind="hold-before")
    with stack.start("up", "--yes", "--skip-preview") as run:
        assert run.stdout is not None
        until(lambda: _requested(simulator, "remote-engines"))
        os.kill(run.pid, signal.SIGINT)
        printed = ""
        while "cancelling" not in printed:
            line = run.stdout.readline()
            assert line, printed
            printed += line
        simulator.release()
        printed += run.stdout.read()
    assert "Traceback" not in printed
    deployment = _deployment(stack)
    assert "pending_operations" not in deployment
    types = [one["type"] for one in deployment["resources"] if "/talend:" in one["type"]]
    assert [name.rpartition(":")[2] for name in types] == ["RemoteEngine"], printed

    stack.up()
    assert _state_is_the_account(stack, simulator)


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
        """Read the file and not `stack export`, as it is read many times."""
        try:
            (file,) = (stack.folder / "backend").glob(f".pulumi/stacks/*/{stack.name}.json")
            deployment = json.loads(file.read_text())["checkpoint"]["latest"]
        except (FileNotFoundError, ValueError):
            return False  # the engine is writing it
        pending = deployment.get("pending_operations") or []
        return sum("Completion" in one["resource"]["type"] for one in pending) == WAITS

    def starts() -> int:
        return sum(one["method"] == "POST" for one in simulator.journal())

    with stack.start("up", "--yes", "--skip-preview", "--parallel", "64") as run:
        until(waiting)
        os.killpg(run.pid, signal.SIGINT)
        printed, _ = run.communicate(timeout=PATIENCE)
    assert run.returncode != 0, printed
    assert "Traceback" not in printed
    assert "pending_operations" not in _deployment(stack)
    assert starts() == WAITS
    started = simulator.state()["taskExecutions"]
    assert {one["status"] for one in started} == {"executing"}

    simulator.advance(3600)
    stack.up("--parallel", "64")
    assert sorted(stack.outputs()["ids"]) == sorted(str(one["id"]) for one in started)
    assert starts() == WAITS
