"""The error of a failed run names the likely cause if the status shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from run_stack import EXECUTABLES, STARTS, RunStack, arguments

from talend_processing.provider.runs.kinds import KINDS
from talend_processing.simulator import Simulator

TASK, PLAN = EXECUTABLES["task"], EXECUTABLES["plan"]
CAUSE = "likely cause: the engine is being drained or shut down"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


def error(simulator: Simulator, kind: str) -> str:
    stack = RunStack(simulator, kind)
    stack.up(arguments(kind))
    (line,) = stack.errors
    return line


@pytest.mark.parametrize(
    ("outcome", "status"), [("rejected", "execution_rejected"), ("shutdown", "terminated_shutdown")]
)
@pytest.mark.parametrize("kind", ["task", "plan"])
def test_a_draining_engine_is_named(simulator: Simulator, kind: str, outcome: str, status: str) -> None:
    simulator.fail(task=TASK, outcome=outcome)
    line = error(simulator, kind)
    assert CAUSE in line
    assert status in line or kind == "plan"


@pytest.mark.parametrize("outcome", ["failure", "deploy_failed"])
def test_other_failures_name_no_engine(simulator: Simulator, outcome: str) -> None:
    simulator.fail(task=TASK, outcome=outcome)
    assert CAUSE not in error(simulator, "task")


def test_a_task_that_runs_already_is_not_blamed_on_its_engine(simulator: Simulator) -> None:
    simulator.fail(
        task=TASK,
        outcome="rejected",
        message="Exceeded the limit of deployment attempts: another instance of the same task was running",
    )
    line = error(simulator, "task")
    assert "another instance of the same task" in line
    assert CAUSE not in line


def test_a_run_with_an_unknown_status_is_waited_for_and_the_status_is_named_after_the_timeout(
    simulator: Simulator,
) -> None:
    shown = {"executionId": "x", "status": "pondering", "taskId": TASK}
    simulator.fault("GET", f"{STARTS['task']}/*", kind="wrong-schema", count=None, body=shown)
    listed = {"items": [], "limit": 100, "offset": 0, "total": 0}
    simulator.fault(
        "GET", "/processing/executables/tasks/executions", kind="wrong-schema", count=None, body=listed
    )
    stack = RunStack(simulator, "task")
    stack.up(arguments("task"))
    assert "had not ended after 60 s (last seen: pondering)" in stack.errors[0]
    simulator.clear_faults()
    stack.up(arguments("task"))
    assert stack.errors == []
    assert stack.state["Completion"].outputs["status"] == "execution_successful"
    assert stack.started() == [stack.recorded()]


def test_a_finished_plan_with_a_rejected_step_has_failed() -> None:
    steps = [{"id": "s", "executionStatus": "EXECUTION_REJECTED"}]
    execution = {"executionStatus": "FINISHED", "steps": steps}
    assert KINDS["plan"].status(execution) == "execution_failed"
    assert KINDS["plan"].failure_reason(execution) == "step s: EXECUTION_REJECTED"
