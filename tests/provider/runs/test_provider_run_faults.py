"""Every fault on every call of every kind of run, with kills. Each run starts once and is never lost."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from run_stack import EXECUTIONS, STARTS, Kill, RunStack, arguments
from troubles import TIMEOUT, TROUBLES, Trouble

from talend_processing.provider.runs.kinds import KINDS
from talend_processing.simulator import Simulator
from talend_processing.simulator.control.faults import WITHOUT_EFFECT

LISTS = "/processing/executables"
_SEED = 20261125
_WAYS = 5
"""The number of cases of each fault on each call, with different kills. Only the first is not a soak test."""


@dataclass(frozen=True)
class Call:
    """A call that a run makes."""

    kind: str
    method: str
    path: str
    looks: bool = False
    """Whether it is made only to find a start whose response was lost."""

    def __str__(self) -> str:
        return f"{self.kind} {self.method} {self.path.removeprefix('/processing/')}"


CALLS = [
    *(Call(kind, "POST", path) for kind, path in STARTS.items()),
    Call("task", "GET", f"{EXECUTIONS}/*"),
    Call("task", "GET", f"{LISTS}/tasks/executions"),
    Call("task", "GET", f"{LISTS}/tasks/*/executions", looks=True),
    Call("plan", "GET", f"{EXECUTIONS}/plans/*"),
    Call("plan", "GET", f"{EXECUTIONS}/plans/*/steps"),
    Call("plan", "GET", f"{LISTS}/plans/executions"),
    Call("plan", "GET", f"{LISTS}/plans/*/executions", looks=True),
    Call("promotion", "GET", f"{EXECUTIONS}/promotions/*"),
]


@dataclass(frozen=True)
class Case:
    """A fault in the first `up`, and the call at which each of two `up`s may be killed."""

    call: Call
    trouble: Trouble
    count: int | None
    kills: tuple[Kill | None, Kill | None]

    def __str__(self) -> str:
        count = "once" if self.count else "always"
        return f"{self.call}-{self.trouble}-{count}-{self.kills[0]}-{self.kills[1]}"


def _series() -> Iterator[ParameterSet]:
    chance = random.Random(_SEED)  # noqa: S311 - the same series in every run
    kills = [None, None, None, *(Kill(call, sent) for call in range(5) for sent in (False, True))]
    for call, trouble in itertools.product(CALLS, TROUBLES):
        for way in range(_WAYS):
            two = chance.choice(kills), chance.choice(kills)
            case = Case(call, trouble, chance.choice((1, None)), two)
            yield pytest.param(case, id=f"{way} {case}", marks=(pytest.mark.soak,) if way else ())


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.reset()
    running.switch("execution_seconds", 15)
    return running


@pytest.mark.parametrize("case", list(_series()))
def test_a_run_starts_once_and_is_never_lost(simulator: Simulator, case: Case) -> None:
    kind, trouble = case.call.kind, case.trouble
    stack = RunStack(simulator, kind)
    if case.call.looks:
        simulator.fault("POST", STARTS[kind], kind="drop-after")
    simulator.fault(case.call.method, case.call.path, kind=trouble.kind, count=case.count, **trouble.more)
    timeout = TIMEOUT if trouble.kind == "latency" else 30.0
    stack.up(arguments(kind), timeout=timeout, kill=case.kills[0])
    assert case.kills[0] or any(entry["fault"] for entry in simulator.journal()), "the fault occurred"
    simulator.clear_faults()
    if trouble.kind == "latency":
        time.sleep(2 * TIMEOUT)  # the delayed request takes effect after its client has given up
    assert len(stack.started()) <= 1

    stack.up(arguments(kind), kill=case.kills[1])
    stack.up(arguments(kind))
    settled = settle(stack) if kind == "promotion" and stack.errors else arguments(kind)

    assert stack.errors == []
    assert stack.started() == [stack.recorded()]
    assert stack.state["Completion"].outputs["status"] in KINDS[kind].success_statuses
    stack.up(settled)
    assert (stack.errors, stack.started()) == ([], [stack.recorded()])


def settle(stack: RunStack) -> dict[str, Any]:
    """Settle a promotion of unknown outcome as its error advises, and return the arguments for later `up`s.

    Without new arguments, no `up` starts it again.
    """
    started = stack.started()
    assert stack.recorded() == ""
    for _ in range(2):
        stack.up(arguments("promotion"))
        assert "change `triggers`" in stack.errors[-1]
    assert stack.started() == started
    if started:
        assert "set execution_id" in stack.errors[-1]
    more = {"executionId": started[0]} if started else {"triggers": "2"}
    settled = arguments("promotion", **more)
    stack.up(settled)
    return settled


def test_the_series_has_every_kind_of_fault_and_many_kills() -> None:
    cases = [one.values[0] for one in _series()]
    assert len(cases) >= 500
    assert {trouble.kind for trouble in TROUBLES} > WITHOUT_EFFECT
    assert len({str(case.kills) for case in cases}) > 50
