"""Read a plan that `pulumi preview --save-plan` has saved. A plan does not contain the current state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from talend_processing.provider.kinds.registry import object_specs, operation_specs
from talend_processing.provider.kinds.values import Value
from talend_processing.stack.document import EACH, DocumentError, Shape, expect
from talend_processing.stack.state import State
from talend_processing.stack.step import Step, plain_map
from talend_processing.stack.step_reader import operation_of, references_of

_ADVICE: Final = "save a plan with `pulumi preview --save-plan plan.json`"
_SHAPE: Final[Shape] = {
    EACH: {
        "steps": [str],
        "state": dict,
        "goal": {
            "propertyDependencies": {EACH: [str]},
            "inputDiff": {"adds": dict, "updates": dict, "deletes": [str]},
        },
    }
}


def read_plan(document: Mapping[str, Any], name: str, state: State | None) -> list[Step]:
    """Return the steps of a saved plan, completed from the state.

    Raises:
        DocumentError: `state` is None, or the plan is invalid.

    """
    if state is None:
        raise DocumentError(
            f"{name}: a saved plan does not contain the state: give the state with --state"
            " (`pulumi stack export > state.json`)"
        )
    plans = document.get("resourcePlans") or {}
    expect(plans, _SHAPE, f"{name}, resourcePlans", _ADVICE)
    state_steps = {step.urn: step for step in state.steps}
    steps: list[Step] = []
    for urn, resource_plan in plans.items():
        op_names = (resource_plan or {}).get("steps") or ()
        ops = [operation_of(op, f"{name}, resourcePlans.{urn}") for op in op_names]
        if ops and "pulumi:providers:" not in urn:
            op = next((op for op in ops if op != "same"), "same")
            steps.append(_step(urn, op, resource_plan, state_steps.get(urn)))
    return steps


def _step(urn: str, op: str, resource_plan: Mapping[str, Any], state_step: Step | None) -> Step:
    goal = resource_plan.get("goal") or {}
    difference = goal.get("inputDiff") or {}
    planned_state = plain_map(resource_plan.get("state"))
    old: Mapping[str, Value] | None
    if op == "create":
        old = None
    elif state_step:
        old = state_step.old
    else:
        old = planned_state if op == "same" else {}
    added, updated = difference.get("adds") or {}, difference.get("updates") or {}
    changed = {*added, *updated, *(difference.get("deletes") or ())}
    return Step(
        op=op,
        urn=urn,
        old=old,
        new=None if op == "delete" else _planned_arguments(urn, planned_state),
        old_inputs=state_step.old_inputs if state_step else {},
        object_id=state_step.object_id if state_step else "",
        parent=str(goal.get("parent") or (state_step.parent if state_step else "")),
        references=references_of(goal),
        trace=state_step.trace if state_step else (),
        changed=frozenset(str(key) for key in changed if key != "__provider"),
        retained=state_step.retained if state_step else False,
    )


def _planned_arguments(urn: str, planned_state: Mapping[str, Value]) -> dict[str, Value]:
    """Return the arguments without the outputs, which the plan of an unchanged resource also contains."""
    kind = urn.split("::")[2].rpartition(":")[2] if urn.count("::") > 1 else ""
    spec = {**object_specs(), **operation_specs()}.get(kind)
    names = {prop.wire for prop in spec.arguments} if spec else set(planned_state)
    return {name: value for name, value in planned_state.items() if name in names}
