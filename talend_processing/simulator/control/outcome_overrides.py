"""Outcomes that a test requests for the next executions of a task, a step of a plan or a promotion."""

from __future__ import annotations

from typing import Any

from talend_processing.simulator.account.account import Account, copy_json
from talend_processing.simulator.http.responses import Record
from talend_processing.simulator.resources.executions.failures import (
    OUTCOME_OVERRIDES,
    PROMOTION_OUTCOME_OVERRIDES,
    PROMOTION_STATUS_BY_OUTCOME,
    STATUS_BY_OUTCOME,
)

_TABLE_BY_KIND = {"task": "tasks", "plan": "plans", "promotion": "promotions"}


def fail(  # noqa: PLR0913 - keyword arguments, mostly omitted
    account: Account,
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
    """Override the outcome of the next executions. `SimulatorControls.fail` describes the arguments."""
    ids = {"task": task, "plan": plan, "promotion": promotion}
    kinds = [kind for kind, value in ids.items() if value is not None]
    if len(kinds) != 1:
        raise ValueError("give exactly one of task, plan (with step) and promotion")
    kind = kinds[0]
    if (step is not None) != (kind == "plan"):
        raise ValueError("plan and step go together: step is a number from 1, an id or a name")
    if artifact is not None and kind != "promotion":
        raise ValueError("artifact, the id or name of a promoted artifact, needs the argument promotion")
    if count is not None and (not isinstance(count, int) or count < 1):
        raise ValueError("count must be at least 1, or None for every execution")
    outcomes = PROMOTION_STATUS_BY_OUTCOME if kind == "promotion" else STATUS_BY_OUTCOME
    if outcome not in outcomes:
        raise ValueError(f"unknown outcome {outcome!r}: use one of {', '.join(outcomes)}")
    target = _record_with_id(account, kind, str(ids[kind]))
    if kind == "plan":
        target = _step(target, step)
    failure: Record = {"outcome": outcome}
    optional_fields = {"count": count, "artifact": artifact, "errorMessage": message}
    if kind != "promotion":
        optional_fields["errorType"] = error_type
    elif error_type is not None:
        raise ValueError("error_type needs task or plan: promotions have no error type")
    failure |= {name: value for name, value in optional_fields.items() if value is not None}
    shape = PROMOTION_OUTCOME_OVERRIDES if kind == "promotion" else OUTCOME_OVERRIDES
    if error := next(shape.errors([failure], "failures"), None):
        raise ValueError(error)
    target.setdefault("failures", []).append(failure)


def pending(account: Account) -> list[dict[str, Any]]:
    """Return the pending outcome overrides, each with the id of its task, plan or promotion."""
    failures: list[dict[str, Any]] = []
    for kind, table in _TABLE_BY_KIND.items():
        for record in account.table(table).values():
            failures += [{kind: record["id"], **copy_json(failure)} for failure in record.get("failures", ())]
            for step_number, step in enumerate(record.get("steps", ()), 1):
                failures += [
                    {kind: record["id"], "step": step_number, **copy_json(failure)}
                    for failure in step.get("failures", ())
                ]
    return failures


def clear(account: Account) -> None:
    """Remove all pending outcome overrides, also those of the seed. The `outcomes` of tasks stay."""
    for table in _TABLE_BY_KIND.values():
        for record in account.table(table).values():
            for record_or_step in (record, *record.get("steps", ())):
                record_or_step.pop("failures", None)


def _record_with_id(account: Account, kind: str, object_id: str) -> Record:
    table = account.table(_TABLE_BY_KIND[kind])
    record = table.get(object_id)
    if record is None:
        raise ValueError(f"no {kind} has the id {object_id}: existing ids are {', '.join(table) or 'none'}")
    return record


def _step(plan: Record, id_name_or_number: str | int | None) -> Record:
    for number, step in enumerate(plan["steps"], 1):
        if id_name_or_number in (number, step["id"], step["name"]):
            record: Record = step
            return record
    names = ", ".join(f"{number} ({step['name']})" for number, step in enumerate(plan["steps"], 1))
    raise ValueError(f"plan {plan['name']} has no step {id_name_or_number}: its steps are {names or 'none'}")
