"""Assignment of executions to engines that are paired, available and have capacity left."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.responses import Record

_ENGINE_REASONS: Final = (
    "The Remote Engine is unpaired or deleted",
    "The Remote Engine is not available",
    "The Remote Engine is busy with other executions",
)
_CLUSTER_REASONS: Final = (
    "The cluster has no paired Remote Engine",
    "No paired Remote Engine of the cluster is available",
    "Every available Remote Engine of the cluster is busy with other executions",
)


@dataclass(slots=True)
class Slots:
    """Counts and queues of unfinished executions, and the turns of engines.

    A seed does not contain them: loading a seed counts its unfinished executions.
    """

    running: Counter[str] = field(default_factory=Counter)
    """Running executions by engine."""
    under_way: Counter[str] = field(default_factory=Counter)
    """Unfinished executions by task, including those that have not started."""
    total: int = 0
    """All running executions, including those in the cloud."""
    waiting: dict[str, deque[str]] = field(default_factory=dict)
    """Queues of the executions that wait to start, by runtime."""
    turns: dict[str, int] = field(default_factory=dict)
    """The value of `turn` when each engine last started an execution.

    Among equally busy engines, the one with the lowest value is next.
    """
    turn: int = 0
    """The number of executions that engines have started. Loading a seed counts its running executions."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The engine for an execution, or the switch that decides what happens if it cannot start.

    Engine and switch are None for an execution that can start in the cloud, where it needs no engine.
    """

    engine: str | None = None
    switch: str | None = None
    reason: str = ""
    """The error message of the execution if it ends because it cannot start."""


def assign_engine(account: Account, runtime: Record) -> Assignment:
    """Choose the engine for an execution.

    In a cluster it is the least busy engine. Equally busy engines take turns.
    """
    slots = account.derived(Slots)
    if slots.total >= account.switches.number("account_executions"):
        return Assignment(
            switch="account_full", reason="The account has reached its limit of concurrent executions"
        )
    if runtime["type"] == "REMOTE_ENGINE":
        engine = account.table("remoteEngines").get(str(runtime.get("id")))
        candidates = [] if engine is None else [engine]
        unpaired, unavailable, busy = _ENGINE_REASONS
    elif runtime["type"] == "REMOTE_ENGINE_CLUSTER":
        engines = account.table("remoteEngines").values()
        candidates = [one for one in engines if one.get("clusterId") == runtime.get("id")]
        unpaired, unavailable, busy = _CLUSTER_REASONS
    else:
        return Assignment()
    paired = [one for one in candidates if one["status"] == "PAIRED"]
    if not paired:
        return Assignment(switch="engine_unavailable", reason=unpaired)
    available = [one["id"] for one in paired if one["availability"] == "AVAILABLE"]
    if not available:
        return Assignment(switch="engine_unavailable", reason=unavailable)
    capacity = account.switches.number("engine_executions")
    free = [one for one in available if slots.running[one] < capacity]
    if not free:
        return Assignment(switch="engine_busy", reason=busy)
    return Assignment(engine=min(free, key=lambda one: (slots.running[one], slots.turns.get(one, 0))))


def occupy(account: Account, execution: Record) -> None:
    """Count an execution that runs from now on."""
    slots = account.derived(Slots)
    slots.total += 1
    if "engineId" in execution:
        slots.turn += 1
        slots.turns[execution["engineId"]] = slots.turn
        slots.running[execution["engineId"]] += 1


def vacate(account: Account, execution: Record) -> None:
    """Stop counting an execution that has ended, whether or not it had started."""
    slots = account.derived(Slots)
    slots.under_way[execution["taskId"]] -= 1
    if "started" in execution:
        slots.total -= 1
        if "engineId" in execution:
            slots.running[execution["engineId"]] -= 1
