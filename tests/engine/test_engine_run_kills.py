"""`pulumi`, its host or the program is killed at each step of a run. The run starts once and is not lost."""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from run_starts import SERVICE_ACCOUNT, STARTS, executions
from stack import Stack, StackError, part
from waiting import PATIENCE, until

from talend_processing.simulator import Simulator

LONG, SHORT = 3600.0, 0.1
CALLS = {
    "task": "talend.TaskRun('run', executable='5a0000000000000000000001'",
    "plan": "talend.PlanRun('run', executable='9f0b1c5e-0000-4000-8000-000000000001'",
    "promotion": (
        "talend.PromotionRun('run', executable='5b0000000000000000000001',"
        " execution_id=known, wait_timeout=60"
    ),
}
LISTS = {kind: f"/processing/executables/{kind}s/*/executions" for kind in ("task", "plan")}
PROGRAM = """
import pulumi
import talend_processing as talend

known, release = pulumi.Config().get("known"), pulumi.Config().get("release")
talend.find_environment(name="production")
run = {call}, triggers=release, poll_interval=1)
pulumi.export("id", run.execution_id)
pulumi.export("status", run.status)
"""


@dataclass(frozen=True)
class Step:
    """The step of a run at which a process is killed."""

    name: str
    call: str = ""
    """The call that a fault delays: `program`, `token`, `start`, `read` or `look`. Empty if none."""
    fault: dict[str, Any] = field(default_factory=dict, hash=False)
    waits: bool = False
    """Whether the run has started and the `up` waits for its end."""
    frozen: bool = False
    """Whether the engine is stopped while the response arrives, so that it cannot save the response."""

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


BEFORE, AFTER = {"kind": "hold-before"}, {"kind": "hold-after"}
STEPS = (
    Step("before the intent", "program", BEFORE),
    Step("between intent and start", "token", {**BEFORE, "skip": 1}),
    Step("the start is on its way", "start", BEFORE),
    Step("the start never arrives", "start", {"kind": "latency", "latency": 86_400.0}),
    Step("the response is on its way", "start", AFTER),
    Step("the start is not saved", "start", AFTER, frozen=True),
    Step("the up waits for the end", waits=True),
    Step("the end is read", "read", BEFORE, waits=True),
    Step("the end is not saved", "read", AFTER, waits=True, frozen=True),
)
LOOK_UP = Step("the start is looked up", "look", BEFORE)
"""Reached only by an `up` after one that was killed."""
PARTS = ("engine", "host", "program")


@dataclass(frozen=True)
class Kill:
    """A process, and the step of a run at which a test kills it."""

    step: Step
    victim: str

    def __str__(self) -> str:
        return f"{self.step}-{self.victim}"


SAMPLE = {
    "task": (
        ("between intent and start", "engine"),
        ("the response is on its way", "engine"),
        ("the up waits for the end", "program"),
    ),
    "plan": (("the start is on its way", "host"), ("the end is not saved", "host")),
    "promotion": (("the start is not saved", "engine"),),
}
"""Kills of successive `up`s. The series contains kills of every process at every step."""
SEEDS = range(1, 31)


def singles() -> Iterator[tuple[str, str, tuple[Kill, ...]]]:
    """Yield one kill for every step and every process."""
    for kind, step, victim in itertools.product(CALLS, STEPS, PARTS):
        if (step.call, victim) != ("program", "host"):  # there is no host before the first resource
            yield f"{kind} {Kill(step, victim)}", kind, (Kill(step, victim),)


def doubles() -> Iterator[tuple[str, str, tuple[Kill, ...]]]:
    """Yield two random kills, one of an `up` and one of the next `up`."""
    for seed in SEEDS:
        chance = random.Random(seed)  # noqa: S311 - the same series in every run
        kind = chance.choice(tuple(CALLS))
        kills = tuple(
            Kill(chance.choice(steps), chance.choice(PARTS))
            for steps in (STEPS[1:], STEPS[1:] if kind == "promotion" else (*STEPS[1:], LOOK_UP))
        )
        yield f"{kind} seed-{seed} {kills[0]} {kills[1]}", kind, kills


def series() -> Iterator[ParameterSet]:
    for name, kind, kills in (*singles(), *doubles()):
        yield pytest.param(kind, kills, id=name)


@dataclass
class Account:
    """A simulated account with one run."""

    simulator: Simulator
    kind: str

    def begun(self) -> list[str]:
        """Return the ids of all executions of this kind that have ever started."""
        return executions(self.simulator, self.kind)

    def set_duration(self, seconds: float) -> None:
        """Let runs that start from now on take `seconds`."""
        self.simulator.switch("execution_seconds", seconds)
        self.simulator.switch("promotion_under_way", "201")
        account = self.simulator.state()
        account["promotions"][0]["seconds"] = seconds
        self.simulator.load(account)

    def path(self, call: str) -> tuple[str, str]:
        """Return the method and the path of a call."""
        start = STARTS[self.kind]
        return {
            "program": ("GET", "/orchestration/environments"),
            "token": ("POST", "/security/oauth/token"),
            "start": ("POST", start),
            "read": ("GET", f"{start}/*"),
            "look": ("GET", LISTS.get(self.kind, start)),
        }[call]

    def watched(self) -> bool:
        """Whether the provider has polled the run after its start."""
        paths = [one["path"] for one in self.simulator.journal() if one["method"] == "GET"]
        return bool(self.begun()) and any("executions" in path for path in paths)

    def fault_occurred(self) -> bool:
        """Whether a request has met a fault."""
        return any(one["fault"] for one in self.simulator.journal())


def killed_at(stack: Stack, account: Account, kill: Kill) -> bool:
    """Kill a process of one `up` at a step. Return False if the `up` ended before it."""
    simulator, step = account.simulator, kill.step
    simulator.clear_journal()
    if step.call and not step.waits:
        simulator.fault(*account.path(step.call), **step.fault)
    run = stack.start("up", "--yes", "--skip-preview")
    with run:
        if step.waits:
            until(lambda: account.watched() or run.poll() is not None)
            if step.call:
                simulator.fault(*account.path(step.call), **step.fault)
                simulator.advance(2 * LONG)
        if step.call:
            until(lambda: account.fault_occurred() or run.poll() is not None)
        if killed := run.poll() is None:
            _kill(run, account, kill)
        simulator.clear_faults()
        if step.waits:
            account.set_duration(SHORT)
            simulator.advance(2 * LONG)
        run.communicate(timeout=PATIENCE)
    if step.fault is BEFORE and step.call == "start" and account.fault_occurred():
        until(lambda: len(account.begun()) == 1)
    if kill.victim == "engine":
        with suppress(StackError):  # an `up` that has ended holds no lock
            stack.run("cancel", "--yes")
    return killed


def _kill(run: subprocess.Popen[str], account: Account, kill: Kill) -> None:
    victim = part(run.pid, kill.victim)
    if kill.step.frozen:
        os.kill(run.pid, signal.SIGSTOP)
        account.simulator.release()
    os.kill(victim, signal.SIGKILL)
    if kill.step.frozen and kill.victim != "engine":
        os.kill(run.pid, signal.SIGCONT)


def settle(stack: Stack, account: Account, text: str) -> None:
    """Follow the error's instructions: a promotion whose start may be lost never starts again by itself."""
    begun = account.begun()
    with pytest.raises(StackError, match="change `triggers`"):
        stack.up()
    assert account.begun() == begun
    assert "set execution_id" in text
    if begun:
        stack.set("known", begun[0])
    else:
        stack.set("release", "2")


def converge(stack: Stack, account: Account) -> None:
    """Run `up` until it succeeds."""
    for _ in range(4):
        try:
            stack.up()
        except StackError as error:
            text = str(error)
            assert "Traceback" not in text
            if account.kind == "promotion" and "change `triggers`" in text:
                settle(stack, account, text)
        else:
            return
    raise AssertionError(f"it did not converge: {text}")


def apply_with_kills(
    stack_of: Callable[..., Stack], simulator: Simulator, kind: str, kills: tuple[Kill, ...]
) -> list[bool]:
    """Assert that a run starts once in spite of the kills. Return whether each `up` ended by its kill."""
    account = Account(simulator, kind)
    stack = stack_of(
        PROGRAM.format(call=CALLS[kind]), config={"talend:listDelay": "1"}, environ=SERVICE_ACCOUNT
    )
    if any(kill.step.waits for kill in kills):
        account.set_duration(LONG)
    killed = []
    for kill in kills:
        killed.append(killed_at(stack, account, kill))
        assert len(account.begun()) <= 1
    converge(stack, account)
    shown = stack.outputs()
    assert account.begun() == [shown["id"]]
    assert shown["status"] in {"execution_successful", "PROMOTED"}
    stack.up("--expect-no-changes")
    assert account.begun() == [shown["id"]]
    return killed


@pytest.mark.parametrize("kind", ["task", pytest.param("plan", marks=pytest.mark.soak), "promotion"])
def test_a_run_starts_once_although_successive_ups_are_killed(
    stack_of: Callable[..., Stack], simulator: Simulator, kind: str
) -> None:
    steps = {step.name: step for step in STEPS}
    kills = tuple(Kill(steps[name], victim) for name, victim in SAMPLE[kind])
    assert all(apply_with_kills(stack_of, simulator, kind, kills))


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "kills"), list(series()))
def test_a_run_starts_once_after_any_kill(
    stack_of: Callable[..., Stack], simulator: Simulator, kind: str, kills: tuple[Kill, ...]
) -> None:
    apply_with_kills(stack_of, simulator, kind, kills)


def test_the_series_kills_every_process_at_every_step() -> None:
    assert len(list(singles())) == len(CALLS) * (len(STEPS) * len(PARTS) - 1)
    assert {kill.victim for *_, kills in doubles() for kill in kills} == set(PARTS)
    assert LOOK_UP in {kills[1].step for *_, kills in doubles()}
