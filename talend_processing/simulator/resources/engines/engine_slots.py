"""Choice of the engine for an execution: one that is paired, available and not busy."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.responses import Record

_ENGINE_ERRORS: Final = (
    "The Remote Engine is unpaired or deleted",
    "The Remote Engine is not available",
    "The Remote Engine is busy with other executions",
)
_CLUSTER_ERRORS: Final = (
    "The cluster has no paired Remote Engine",
    "No paired Remote Engine of the cluster is available",
    "Every available Remote Engine of the cluster is busy with other executions",
)


@dataclass(slots=True)
class Slots:
    """Counts and queues of unfinished executions. A seed contains neither: loading the seed computes both."""

    running: Counter[str] = field(default_factory=Counter)
    """The number of running executions by engine."""
    unfinished: Counter[str] = field(default_factory=Counter)
    """The number of unfinished executions by task, including those that have not started."""
    total_running: int = 0
    """The number of all running executions, including those in the cloud."""
    waiting: dict[str, deque[str]] = field(default_factory=dict)
    """Queues of the ids of executions that wait to start, by engine or cluster."""
    last_turns: dict[str, int] = field(default_factory=dict)
    """The value of `turn` when each engine last started an execution."""
    turn: int = 0
    """The number of executions that engines have started."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The engine on which an execution can start, or why it cannot start."""

    engine_id: str | None = None
    """None if the execution starts in the cloud or cannot start."""
    switch: str | None = None
    """The switch that decides what happens to the execution if it cannot start; None if it can start."""
    error: str = ""
    """The error message if the execution ends because it cannot start."""


def assign_engine(account: Account, runtime: Record) -> Assignment:
    """Choose the engine for an execution.

    In a cluster, choose the least busy engine. Engines that are equally busy take turns.
    """
    slots = account.derived(Slots)
    if slots.total_running >= account.switches.number("account_executions"):
        return Assignment(
            switch="account_full", error="The account has reached its limit of concurrent executions"
        )
    if runtime["type"] == "REMOTE_ENGINE":
        engine = account.table("remoteEngines").get(str(runtime.get("id")))
        candidates = [] if engine is None else [engine]
        unpaired_error, unavailable_error, busy_error = _ENGINE_ERRORS
    elif runtime["type"] == "REMOTE_ENGINE_CLUSTER":
        engines = account.table("remoteEngines").values()
        candidates = [engine for engine in engines if engine.get("clusterId") == runtime.get("id")]
        unpaired_error, unavailable_error, busy_error = _CLUSTER_ERRORS
    else:
        return Assignment()
    paired = [engine for engine in candidates if engine["status"] == "PAIRED"]
    if not paired:
        return Assignment(switch="engine_unavailable", error=unpaired_error)
    available = [engine["id"] for engine in paired if engine["availability"] == "AVAILABLE"]
    if not available:
        return Assignment(switch="engine_unavailable", error=unavailable_error)
    capacity = account.switches.number("engine_executions")
    free = [engine_id for engine_id in available if slots.running[engine_id] < capacity]
    if not free:
        return Assignment(switch="engine_busy", error=busy_error)
    return Assignment(engine_id=min(free, key=lambda id_: (slots.running[id_], slots.last_turns.get(id_, 0))))


def occupy(account: Account, execution: Record) -> None:
    """Count an execution that starts now."""
    slots = account.derived(Slots)
    slots.total_running += 1
    if "engineId" in execution:
        slots.turn += 1
        slots.last_turns[execution["engineId"]] = slots.turn
        slots.running[execution["engineId"]] += 1


def vacate(account: Account, execution: Record) -> None:
    """Stop counting an execution that has ended, even if it had not started."""
    slots = account.derived(Slots)
    slots.unfinished[execution["taskId"]] -= 1
    if "started" in execution:
        slots.total_running -= 1
        if "engineId" in execution:
            slots.running[execution["engineId"]] -= 1
