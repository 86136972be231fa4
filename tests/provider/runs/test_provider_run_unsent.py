"""A start that certainly was not sent fails the `up`. A later `up` sends it, at most once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from run_stack import EXECUTABLES, STARTS, Kill, RunStack, arguments

from talend_processing.simulator import Simulator


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        running.switch("execution_seconds", 15)
        yield running


def unsent(simulator: Simulator, kind: str) -> RunStack:
    """Return a stack whose first `up` could not reach the API."""
    stack = RunStack(simulator, kind, reachable=False)
    stack.up(arguments(kind))
    (line,) = stack.errors
    assert EXECUTABLES[kind] in line
    assert "cannot be reached" in line
    assert "triggers" not in line
    stack.reachable = True
    return stack


@pytest.mark.parametrize("kind", EXECUTABLES)
def test_the_next_up_starts_what_could_not_be_sent(simulator: Simulator, kind: str) -> None:
    stack = unsent(simulator, kind)
    stack.up(arguments(kind))
    assert stack.errors == []
    assert stack.started() == [stack.recorded()]
    stack.up(arguments(kind))
    assert (stack.errors, stack.started()) == ([], [stack.recorded()])


@pytest.mark.parametrize("kind", EXECUTABLES)
def test_a_start_is_sent_once_after_many_ups_without_a_connection(simulator: Simulator, kind: str) -> None:
    stack = unsent(simulator, kind)
    stack.reachable = False
    for _ in range(3):
        stack.up(arguments(kind))
        assert "cannot be reached" in stack.errors[0]
    stack.reachable = True
    stack.up(arguments(kind))
    assert stack.started() == [stack.recorded()]


@pytest.mark.parametrize("kind", EXECUTABLES)
def test_a_new_trigger_starts_one_run_too(simulator: Simulator, kind: str) -> None:
    stack = unsent(simulator, kind)
    stack.up(arguments(kind, triggers="2"))
    assert (stack.errors, stack.started()) == ([], [stack.recorded()])
    stack.up(arguments(kind, triggers="2"))
    assert len(stack.started()) == 1


@pytest.mark.parametrize("sent", [False, True], ids=["before", "after"])
def test_a_promotion_whose_second_try_is_killed_is_not_tried_again(
    simulator: Simulator, *, sent: bool
) -> None:
    stack = unsent(simulator, "promotion")
    stack.up(arguments("promotion"), kill=Kill(0, sent))
    begun = stack.started()
    assert len(begun) == sent
    for _ in range(2):
        stack.up(arguments("promotion"))
        assert "was interrupted and may have started it" in stack.errors[0]
    assert stack.started() == begun


def test_a_promotion_whose_second_response_is_lost_is_not_tried_again(simulator: Simulator) -> None:
    stack = unsent(simulator, "promotion")
    simulator.fault("POST", STARTS["promotion"], kind="drop-after")
    for _ in range(3):
        stack.up(arguments("promotion"))
        assert "It is not known whether the promotion has started" in stack.errors[0]
    assert len(stack.started()) == 1


def test_execution_id_replaces_the_start_of_a_promotion_that_could_not_be_sent(simulator: Simulator) -> None:
    other = RunStack(simulator, "promotion")
    other.up(arguments("promotion"))
    stack = unsent(simulator, "promotion")
    stack.up(arguments("promotion", executionId=other.recorded()))
    assert stack.errors == []
    assert stack.started() == [other.recorded()] == [stack.recorded()]


FAULTS: list[dict[str, Any]] = [{"kind": kind} for kind in ("drop-before", "drop-after", "error-after")]
FAULTS += [{"kind": "status", "status": status} for status in (404, 429, 503)]
KILLS = [None, None, Kill(0, sent=False), Kill(0, sent=True), Kill(1, sent=True)]


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("kind", ["task", "promotion"])
def test_a_trigger_starts_at_most_one_run_in_any_sequence_of_ups(
    simulator: Simulator, kind: str, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same series in every run
    stack, triggers = RunStack(simulator, kind), 1
    for _ in range(7):
        stack.reachable = chance.random() < 0.5
        simulator.clear_faults()
        if fault := chance.choice([None, *FAULTS]):
            simulator.fault("POST", STARTS[kind], **fault)
        stack.up(arguments(kind, triggers=str(triggers)), kill=chance.choice(KILLS))
        assert len(stack.started()) <= triggers
        triggers += chance.random() < 0.1
    simulator.clear_faults()
    stack.reachable = True
    for _ in range(2):
        stack.up(arguments(kind, triggers=str(triggers)))
    assert len(stack.started()) <= triggers
    assert stack.errors or stack.recorded() in stack.started()
