"""Where executions run: engines take so many at once, and only while they are paired and available."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from talend_processing.simulator.account.account import World
from talend_processing.simulator.http.responses import Record


@dataclass(slots=True)
class Slots:
    """What is under way: counted from the executions, so that it needs no place in a seed."""

    running: Counter[str] = field(default_factory=Counter)
    """By engine."""
    under_way: Counter[str] = field(default_factory=Counter)
    """By task, those that have not begun included."""
    total: int = 0
    """All that run, in the cloud too."""
    waiting: dict[str, deque[str]] = field(default_factory=dict)
    """Executions that have not begun for want of a place, by the runtime that they wait for."""
    turns: dict[str, int] = field(default_factory=dict)
    """When each engine was chosen last, for the next one to have its turn."""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """The engine that takes an execution, or the switch that says what becomes of it without one."""

    engine: str | None = None
    rule: str | None = None
    why: str = ""


def place_for(world: World, runtime: Record) -> Place:
    """Look for an engine: of a cluster's, the one with the fewest executions, in turns."""
    slots = world.part(Slots)
    if slots.total >= world.switches.number("account_executions"):
        return Place(rule="account_full", why="The account runs as many executions as it may")
    if runtime["type"] == "REMOTE_ENGINE":
        engine = world.table("remoteEngines").get(str(runtime.get("id")))
        candidates = [] if engine is None else [engine]
        what = "The Remote Engine"
    elif runtime["type"] == "REMOTE_ENGINE_CLUSTER":
        engines = world.table("remoteEngines").values()
        candidates = [one for one in engines if one.get("clusterId") == runtime.get("id")]
        what = "Every Remote Engine of the cluster"
    else:
        return Place()
    able = [one["id"] for one in candidates if one["status"] == "PAIRED"]
    if not able:
        return Place(rule="engine_unavailable", why=f"{what} is not paired or not there")
    able = [one for one in able if world.table("remoteEngines")[one]["availability"] == "AVAILABLE"]
    if not able:
        return Place(rule="engine_unavailable", why=f"{what} is not available")
    most = world.switches.number("engine_executions")
    free = [one for one in able if slots.running[one] < most]
    if not free:
        return Place(rule="engine_busy", why=f"{what} is busy with other executions")
    return Place(engine=min(free, key=lambda one: (slots.running[one], slots.turns.get(one, 0))))


def occupy(world: World, execution: Record) -> None:
    """Count an execution that runs."""
    slots = world.part(Slots)
    slots.total += 1
    if "engineId" in execution:
        slots.turn += 1
        slots.turns[execution["engineId"]] = slots.turn
        slots.running[execution["engineId"]] += 1


def vacate(world: World, execution: Record) -> None:
    """An execution has ended; it need not have begun."""
    slots = world.part(Slots)
    slots.under_way[execution["taskId"]] -= 1
    if "started" in execution:
        slots.total -= 1
        if "engineId" in execution:
            slots.running[execution["engineId"]] -= 1
