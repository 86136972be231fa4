"""A refused start is an error of one line. Nothing was started, and the next `up` starts the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from run_stack import EXECUTABLES, STARTS, Kill, RunStack, arguments

from contract.watch import Watch
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.registry import find
from talend_processing.simulator import Simulator

PLAN, PROMOTION = EXECUTABLES["plan"], EXECUTABLES["promotion"]
OTHER_SECONDS = 45


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        running.switch("execution_seconds", 15)
        yield running


def refused(stack: RunStack, **more: Any) -> str:
    """Return the error of a start that the API refuses. Nothing must have started."""
    before = stack.started()
    stack.up(arguments(stack.kind, **{"waitTimeout": 600, **more}))
    assert stack.started() == before
    (line,) = stack.errors
    assert "\n" not in line
    assert EXECUTABLES[stack.kind] in line
    return line


@pytest.fixture
def other(simulator: Simulator, contract_watch: Watch) -> Iterator[RunStack]:
    """A running promotion between the same environments. Until it ends, the API refuses another with 409."""
    simulator.switch("promotion_under_way", "201")
    simulator.switch("promotion_conflict", "409")
    account = simulator.state()
    account["promotions"][0]["seconds"] = OTHER_SECONDS
    simulator.load(account)
    stack = RunStack(simulator, "promotion")
    stack.up(arguments("promotion", wait=False))
    assert len(stack.started()) == 1
    yield stack
    # The contract does not document the 409, so the check of all tests would report it.
    assert contract_watch.bugs() == []


@pytest.mark.parametrize("status", [400, 404, 405, 409, 422, 501])
@pytest.mark.parametrize("kind", EXECUTABLES)
def test_the_next_up_starts_what_the_api_refused(simulator: Simulator, kind: str, status: int) -> None:
    simulator.fault("POST", STARTS[kind], kind="status", status=status)
    stack = RunStack(simulator, kind)
    line = refused(stack)
    assert str(status) in line
    assert "triggers" not in line
    stack.up(arguments(kind))
    assert stack.errors == []
    assert stack.started() == [stack.recorded()]
    stack.up(arguments(kind))
    assert (stack.errors, len(stack.started())) == ([], 1)


@pytest.mark.parametrize("kind", EXECUTABLES)
def test_a_new_trigger_starts_what_the_api_refused_once(simulator: Simulator, kind: str) -> None:
    simulator.fault("POST", STARTS[kind], kind="status", status=404)
    stack = RunStack(simulator, kind)
    refused(stack)
    stack.up(arguments(kind, triggers="2"))
    assert (stack.errors, stack.started()) == ([], [stack.recorded()])


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
def test_a_server_error_of_a_promotion_stays_unknown(simulator: Simulator, status: int) -> None:
    simulator.fault("POST", STARTS["promotion"], kind="status", status=status)
    stack = RunStack(simulator, "promotion")
    for _ in range(2):
        assert "It is not known whether the promotion has started" in refused(stack)
    assert len(simulator.journal()) == 1


@pytest.mark.parametrize("sent", [False, True], ids=["before", "after"])
def test_a_refused_promotion_whose_second_try_is_killed_is_not_tried_again(
    simulator: Simulator, *, sent: bool
) -> None:
    simulator.fault("POST", STARTS["promotion"], kind="status", status=409)
    stack = RunStack(simulator, "promotion")
    refused(stack)
    stack.up(arguments("promotion"), kill=Kill(0, sent))
    begun = stack.started()
    for _ in range(2):
        assert "was interrupted and may have started it" in refused(stack)
    assert stack.started() == begun


def test_a_promotion_starts_once_the_other_one_has_ended(simulator: Simulator, other: RunStack) -> None:
    stack = RunStack(simulator, "promotion")
    line = refused(stack)
    assert "already running" in line
    assert line.endswith("Nothing was started: run `pulumi up` again to start the promotion")
    simulator.advance(OTHER_SECONDS)
    stack.up(arguments("promotion"))
    assert stack.errors == []
    assert {stack.recorded(), other.recorded()} == {*stack.started()}


def test_a_promotion_can_wait_for_the_end_of_the_other_one(simulator: Simulator, other: RunStack) -> None:
    stack = RunStack(simulator, "promotion")
    stack.up(arguments("promotion", onConflict="wait"))
    assert stack.errors == []
    assert {stack.recorded(), other.recorded()} == {*stack.started()}
    assert stack.state["Completion"].outputs["status"] == "PROMOTED"


def test_the_wait_for_another_promotion_ends_after_the_timeout(simulator: Simulator, other: RunStack) -> None:
    stack = RunStack(simulator, "promotion")
    line = refused(stack, onConflict="wait", waitTimeout=15)
    assert "The API refused the start for 15 s. Nothing was started: run `pulumi up` again" in line
    assert other.recorded() in stack.started()


def test_only_a_409_is_waited_for(simulator: Simulator, other: RunStack) -> None:
    simulator.switch("promotion_conflict", "400")
    stack = RunStack(simulator, "promotion")
    assert "refused for" not in refused(stack, onConflict="wait")
    assert other.recorded() in stack.started()


@pytest.mark.wrong_requests
def test_an_unknown_type_of_artifact_is_refused(simulator: Simulator) -> None:
    scope = {"artifactId": "5a0000000000000000000001", "artifactType": "PICTURE"}
    assert "artifactType" in refused(RunStack(simulator, "promotion"), advanced=scope)


def test_a_run_that_did_not_fail_is_not_resumed(simulator: Simulator) -> None:
    whole = RunStack(simulator, "plan")
    whole.up(arguments("plan", waitTimeout=600))
    assert whole.state["Completion"].outputs["status"] == "execution_successful"
    line = refused(RunStack(simulator, "plan"), resumeFrom=whole.recorded())
    assert "422" in line
    assert "start the plan again" in line


@pytest.mark.parametrize("kind", ["TaskRunIntent", "PlanRunIntent", "PromotionRunIntent", "EnginePairing"])
@pytest.mark.parametrize(
    ("argument", "name", "value"),
    [("waitTimeout", "wait_timeout", 0), ("pollInterval", "poll_interval", -1)],
)
def test_a_wait_without_time_is_refused(kind: str, argument: str, name: str, value: int) -> None:
    required = {"engineId": "5d2f1d9018e83f4406199233"} if kind == "EnginePairing" else {"executable": PLAN}
    assert check(find(kind), {**required, argument: value}).failures == [f"{name} must be at least 1"]


@pytest.mark.parametrize("part", ["Intent", "Execution"])
def test_an_unknown_value_of_on_conflict_is_refused_before_anything_starts(part: str) -> None:
    given = {"executable": PROMOTION, "token": "t", "onConflict": "retry"}
    spec = find(f"PromotionRun{part}")
    names = {prop.wire for prop in spec.arguments}
    checked = check(spec, {name: value for name, value in given.items() if name in names})
    assert any("on_conflict" in failure for failure in checked.failures)
