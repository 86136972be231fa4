"""`pulumi`, its host or the program is killed at every step of a run: it starts once, and none is lost."""

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
from stack import FailedError, Stack, part
from waiting import PATIENCE, until

from talend_processing.simulator import Simulator

EXECUTIONS = "/processing/executions"
LONG, SHORT = 3600.0, 0.1
CALLS = {
    "task": "talend.TaskRun('run', executable='5a0000000000000000000001'",
    "plan": "talend.PlanRun('run', executable='9f0b1c5e-0000-4000-8000-000000000001'",
    "promotion": (
        "talend.PromotionRun('run', executable='5b0000000000000000000001',"
        " execution_id=known, wait_timeout=60"
    ),
}
STARTS = {"task": EXECUTIONS, "plan": f"{EXECUTIONS}/plans", "promotion": f"{EXECUTIONS}/promotions"}
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
ACCOUNT = {"TALEND_ACCESS_TOKEN": "", "TALEND_CLIENT_ID": "robot", "TALEND_CLIENT_SECRET": "made-up"}
"""A service account, so that the host asks for a token between the intent and the start."""


@dataclass(frozen=True)
class Step:
    """Where a run stands when something is killed."""

    name: str
    call: str = ""
    """The call that a fault holds: of the program, for the token, `start`, `read` or `look`."""
    fault: dict[str, Any] = field(default_factory=dict, hash=False)
    waits: bool = False
    """The run is under way, and waited for."""
    frozen: bool = False
    """The engine stands still while the answer comes, so that it cannot save what the answer says."""

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


BEFORE, AFTER = {"kind": "hold-before"}, {"kind": "hold-after"}
STEPS = (
    Step("before the intent", "program", BEFORE),
    Step("between intent and start", "token", {**BEFORE, "skip": 1}),
    Step("the start is on its way", "start", BEFORE),
    Step("the start never arrives", "start", {"kind": "latency", "latency": 86_400.0}),
    Step("the answer is on its way", "start", AFTER),
    Step("the start is not saved", "start", AFTER, frozen=True),
    Step("it is waited for", waits=True),
    Step("its end is read", "read", BEFORE, waits=True),
    Step("its end is not saved", "read", AFTER, waits=True, frozen=True),
)
LOOKED_FOR = Step("it is looked for", "look", BEFORE)
"""Reached only by an `up` after one that was killed."""
PARTS = ("engine", "host", "program")


@dataclass(frozen=True)
class Kill:
    """What is killed, and when."""

    step: Step
    victim: str

    def __str__(self) -> str:
        return f"{self.step}-{self.victim}"


SAMPLE = {
    "task": (
        ("between intent and start", "engine"),
        ("the answer is on its way", "engine"),
        ("it is waited for", "program"),
    ),
    "plan": (("the start is on its way", "host"), ("its end is not saved", "host")),
    "promotion": (("the start is not saved", "engine"),),
}
"""Kills of one `up` after the other. Kills of every process at every step are in the series."""
SEEDS = range(1, 31)


def singles() -> Iterator[tuple[str, str, tuple[Kill, ...]]]:
    """Every step and every process, one kill."""
    for kind, step, victim in itertools.product(CALLS, STEPS, PARTS):
        if (step.call, victim) != ("program", "host"):  # there is no host before the first resource
            yield f"{kind} {Kill(step, victim)}", kind, (Kill(step, victim),)


def doubles() -> Iterator[tuple[str, str, tuple[Kill, ...]]]:
    """Two kills at random, of an `up` and of the next one."""
    for seed in SEEDS:
        chance = random.Random(seed)  # noqa: S311 - the same series in every run
        kind = chance.choice(tuple(CALLS))
        kills = tuple(
            Kill(chance.choice(steps), chance.choice(PARTS))
            for steps in (STEPS[1:], STEPS[1:] if kind == "promotion" else (*STEPS[1:], LOOKED_FOR))
        )
        yield f"{kind} seed-{seed} {kills[0]} {kills[1]}", kind, kills


def series() -> Iterator[ParameterSet]:
    for name, kind, kills in (*singles(), *doubles()):
        yield pytest.param(kind, kills, id=name)


@dataclass
class Account:
    """The account of one run, and what it shows of it."""

    simulator: Simulator
    kind: str

    def begun(self) -> list[str]:
        """The ids of all executions of this kind that have ever started."""
        found = self.simulator.state()[f"{self.kind}Executions"]
        return [str(one["id"]) for one in found if one.get("type") != "PLAN"]

    def last(self, seconds: float) -> None:
        """Let what starts from now on run for so long."""
        self.simulator.switch("execution_seconds", seconds)
        self.simulator.switch("promotion_under_way", "201")
        account = self.simulator.state()
        account["promotions"][0]["seconds"] = seconds
        self.simulator.load(account)

    def path(self, call: str) -> tuple[str, str]:
        """The method and the path of a call that a step holds."""
        start = STARTS[self.kind]
        return {
            "program": ("GET", "/orchestration/environments"),
            "token": ("POST", "/security/oauth/token"),
            "start": ("POST", start),
            "read": ("GET", f"{start}/*"),
            "look": ("GET", LISTS.get(self.kind, start)),
        }[call]

    def watched(self) -> bool:
        """Whether somebody has looked at a run that has started."""
        paths = [one["path"] for one in self.simulator.journal() if one["method"] == "GET"]
        return bool(self.begun()) and any("executions" in path for path in paths)

    def held(self) -> bool:
        """Whether a fault was met."""
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
            until(lambda: account.held() or run.poll() is not None)
        if killed := run.poll() is None:
            _kill(run, account, kill)
        simulator.clear_faults()
        if step.waits:
            account.last(SHORT)
            simulator.advance(2 * LONG)
        run.communicate(timeout=PATIENCE)
    if step.fault is BEFORE and step.call == "start" and account.held():
        until(lambda: len(account.begun()) == 1)
    if kill.victim == "engine":
        with suppress(FailedError):  # nothing is locked if it had ended
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


def settle(stack: Stack, account: Account, told: str) -> None:
    """Do what the user of a promotion is told, whose start may have been lost: it never starts by itself."""
    begun = account.begun()
    with pytest.raises(FailedError, match="change `triggers`"):
        stack.up()
    assert account.begun() == begun
    assert "set execution_id" in told
    if begun:
        stack.set("known", begun[0])
    else:
        stack.set("release", "2")


def converge(stack: Stack, account: Account) -> None:
    """`up` until it succeeds."""
    for _ in range(4):
        try:
            stack.up()
        except FailedError as error:
            told = str(error)
            assert "Traceback" not in told
            if account.kind == "promotion" and "change `triggers`" in told:
                settle(stack, account, told)
        else:
            return
    raise AssertionError(f"it did not converge: {told}")


def apply_with_kills(
    stack_of: Callable[..., Stack], simulator: Simulator, kind: str, kills: tuple[Kill, ...]
) -> list[bool]:
    """Apply a run that starts once whatever is killed. Return whether each kill came before the end."""
    account = Account(simulator, kind)
    stack = stack_of(PROGRAM.format(call=CALLS[kind]), config={"talend:listDelay": "1"}, environ=ACCOUNT)
    if any(kill.step.waits for kill in kills):
        account.last(LONG)
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


@pytest.mark.parametrize("kind", SAMPLE)
def test_a_run_starts_once_although_up_after_up_is_killed(
    stack_of: Callable[..., Stack], simulator: Simulator, kind: str
) -> None:
    steps = {step.name: step for step in STEPS}
    kills = tuple(Kill(steps[name], victim) for name, victim in SAMPLE[kind])
    assert all(apply_with_kills(stack_of, simulator, kind, kills))


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "kills"), list(series()))
def test_a_run_starts_once_whatever_is_killed(
    stack_of: Callable[..., Stack], simulator: Simulator, kind: str, kills: tuple[Kill, ...]
) -> None:
    apply_with_kills(stack_of, simulator, kind, kills)


def test_the_series_kills_every_process_at_every_step() -> None:
    assert len(list(singles())) == len(CALLS) * (len(STEPS) * len(PARTS) - 1)
    assert {kill.victim for *_, kills in doubles() for kill in kills} == set(PARTS)
    assert LOOKED_FOR in {kills[1].step for *_, kills in doubles()}
