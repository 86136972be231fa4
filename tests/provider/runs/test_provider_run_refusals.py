"""A start that is refused is one line that names the executable; nothing starts, and a new one may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from run_stack import RunStack
from test_provider_run_faults import EXECUTABLES, STARTS, arguments

from talend_processing.provider.declare.registry import find
from talend_processing.provider.lifecycle.check import check
from talend_processing.simulator import Simulator

PLAN, PROMOTION = EXECUTABLES["plan"], EXECUTABLES["promotion"]
WAITS = {"triggers": "1", "waitTimeout": 600, "pollInterval": 10, "onFailure": "fail"}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        running.switch("execution_seconds", 15)
        yield running


def refused(stack: RunStack, executable: str, **sent: Any) -> str:
    """What the user is told of a start that the API refuses, once it is certain that nothing has started."""
    before = stack.started()
    stack.up({"executable": executable, **WAITS, **sent})
    assert stack.started() == before
    (told,) = stack.told
    assert "\n" not in told
    assert executable in told
    return told


@pytest.mark.parametrize("status", [404, 405, 422, 501])
@pytest.mark.parametrize("kind", EXECUTABLES)
def test_whatever_the_api_refuses_can_be_started_anew(simulator: Simulator, kind: str, status: int) -> None:
    simulator.fault("POST", STARTS[kind], kind="status", status=status)
    stack = RunStack(simulator, kind)
    stack.up(arguments(kind))
    (line,) = stack.told
    assert str(status) in line
    assert EXECUTABLES[kind] in line
    assert "\n" not in line
    assert stack.started() == []
    stack.up(arguments(kind, triggers="2"))
    assert stack.told == []
    assert stack.started() == [stack.recorded()]


def test_a_promotion_that_runs_already(simulator: Simulator) -> None:
    simulator.switch("promotion_under_way", "201")
    account = simulator.state()
    account["promotions"][0]["seconds"] = 600
    simulator.load(account)
    other = RunStack(simulator, "promotion")
    other.up({"executable": PROMOTION, **WAITS, "wait": False})
    assert len(other.started()) == 1
    assert "already running" in refused(RunStack(simulator, "promotion"), PROMOTION)


@pytest.mark.wrong_requests
def test_a_type_of_artifact_that_there_is_not(simulator: Simulator) -> None:
    scope = {"artifactId": "5a0000000000000000000001", "artifactType": "PICTURE"}
    assert "artifactType" in refused(RunStack(simulator, "promotion"), PROMOTION, advanced=scope)


def test_resuming_a_run_that_did_not_fail(simulator: Simulator) -> None:
    whole = RunStack(simulator, "plan")
    whole.up({"executable": PLAN, **WAITS})
    assert whole.state["Completion"].outputs["status"] == "execution_successful"
    assert "422" in refused(RunStack(simulator, "plan"), PLAN, resumeFrom=whole.recorded())


@pytest.mark.parametrize("kind", ["TaskRunIntent", "PlanRunIntent", "PromotionRunIntent", "EnginePairing"])
@pytest.mark.parametrize(
    ("argument", "name", "value"),
    [("waitTimeout", "wait_timeout", 0), ("pollInterval", "poll_interval", -1)],
)
def test_a_wait_without_time(kind: str, argument: str, name: str, value: int) -> None:
    whom = {"engineId": "5d2f1d9018e83f4406199233"} if kind == "EnginePairing" else {"executable": PLAN}
    assert check(find(kind), {**whom, argument: value}).failures == [f"{name} must be at least 1"]
