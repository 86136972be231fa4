"""Failures on demand: of a task, a step of a plan, a promotion or one artifact of it."""

from __future__ import annotations

from typing import Any

from talend_processing.simulator.account.account import World, copied
from talend_processing.simulator.http.responses import Record
from talend_processing.simulator.resources.executions.failures import (
    ENDS,
    FAILURES,
    PROMOTION_ENDS,
    PROMOTION_FAILURES,
)

_KINDS = {"task": "tasks", "plan": "plans", "promotion": "promotions"}


def fail(  # noqa: PLR0913 - all are named, and few are given
    world: World,
    *,
    task: str | None = None,
    plan: str | None = None,
    step: str | int | None = None,
    promotion: str | None = None,
    artifact: str | None = None,
    outcome: str = "failure",
    error_type: str | None = None,
    message: str | None = None,
    count: int | None = 1,
) -> None:
    """Let the next executions end otherwise; see `SimulatorControls.fail`."""
    given = {"task": task, "plan": plan, "promotion": promotion}
    named = [kind for kind, value in given.items() if value is not None]
    if len(named) != 1:
        raise ValueError("name what shall fail: one of task, plan (with step) or promotion")
    kind = named[0]
    if (step is not None) != (kind == "plan"):
        raise ValueError("step goes with plan: its number (1 is the first), id or name")
    if artifact is not None and kind != "promotion":
        raise ValueError("artifact goes with promotion: the id or name of what it promotes")
    if count is not None and (not isinstance(count, int) or count < 1):
        raise ValueError("count must be at least 1, or None for every execution")
    outcomes = PROMOTION_ENDS if kind == "promotion" else ENDS
    if outcome not in outcomes:
        raise ValueError(f"outcome cannot be {outcome!r}: it is one of {', '.join(outcomes)}")
    record = _executable(world, kind, str(given[kind]))
    if kind == "plan":
        record = _step(record, step)
    failure: Record = {"outcome": outcome}
    words = {"count": count, "artifact": artifact, "errorMessage": message}
    if kind != "promotion":
        words["errorType"] = error_type
    elif error_type is not None:
        raise ValueError("error_type goes with task or plan: a promotion has none")
    failure |= {name: value for name, value in words.items() if value is not None}
    shape = PROMOTION_FAILURES if kind == "promotion" else FAILURES
    if fault := next(shape.faults([failure], "failures"), None):
        raise ValueError(fault)
    record.setdefault("failures", []).append(failure)


def waiting(world: World) -> list[dict[str, Any]]:
    """The failures not used up, each with what it is for."""
    found: list[dict[str, Any]] = []
    for kind, table in _KINDS.items():
        for record in world.table(table).values():
            found += [{kind: record["id"], **copied(one)} for one in record.get("failures", ())]
            for number, step in enumerate(record.get("steps", ()), 1):
                found += [
                    {kind: record["id"], "step": number, **copied(one)} for one in step.get("failures", ())
                ]
    return found


def clear(world: World) -> None:
    """Nothing is asked to fail any more; what the seed says of outcomes stays."""
    for table in _KINDS.values():
        for record in world.table(table).values():
            for one in (record, *record.get("steps", ())):
                one.pop("failures", None)


def _executable(world: World, kind: str, wanted: str) -> Record:
    table = world.table(_KINDS[kind])
    found = table.get(wanted)
    if found is None:
        raise ValueError(f"no {kind} has the id {wanted}: there are {', '.join(table) or 'none'}")
    return found


def _step(plan: Record, wanted: str | int | None) -> Record:
    for number, step in enumerate(plan["steps"], 1):
        if wanted in (number, step["id"], step["name"]):
            found: Record = step
            return found
    names = ", ".join(f"{number} ({step['name']})" for number, step in enumerate(plan["steps"], 1))
    raise ValueError(f"plan {plan['name']} has no step {wanted}: there are {names or 'none'}")
