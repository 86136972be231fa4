"""Read a preview: the document or the stream of `pulumi preview --json`, or a saved plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from talend_processing.stack import events, plan
from talend_processing.stack.document import DocumentError, Shape, expect, parse_object
from talend_processing.stack.state import State
from talend_processing.stack.step import URN, Step
from talend_processing.stack.step_reader import MemberNames, read_step

_ADVICE: Final = "create a preview with `pulumi preview --json --show-sames > preview.json`"
_SHAPE: Final[Shape] = {
    "diagnostics": [{"severity": str, "message": str}],
    "changeSummary": {"same": int},
}
_MEMBER_NAMES: Final[MemberNames] = ("oldState", "newState", "diffReasons")


@dataclass(frozen=True)
class Preview:
    """A preview, with one step for each resource.

    `read_preview` adds steps for resources that only its argument `state` contains. An old object that an
    earlier `up` replaced but could not delete has its own step.
    """

    steps: tuple[Step, ...]
    stack: str
    project: str
    unlisted: int = 0
    """The number of unchanged resources for which the preview has no step."""
    notes: tuple[str, ...] = ()
    """Notes for the user on what this format of preview lacks, such as source lines."""

    @property
    def includes_unchanged(self) -> bool:
        """Whether unchanged resources have steps too, so that every resource of the stack has one."""
        return not self.unlisted


def read_preview(text: str, *, name: str = "the preview", state: State | None = None) -> Preview:
    """Read a preview from the document or stream of `pulumi preview --json`, or from a saved plan.

    Args:
        text: The text of the preview.
        name: The name of the file, for messages.
        state: The stack's state, to add source positions, references and resources that the preview lacks. A
            saved plan requires it.

    Raises:
        DocumentError: The text is not a preview, is truncated, or contains no steps or an unknown operation.
            Or the preview failed, a saved plan is read without `state`, or `state` is of another stack.

    """
    steps, unchanged, notes = _steps(text, name, state)
    merged = _merged(steps)
    if not merged:
        raise DocumentError(f"{name}: it holds no steps, so there is nothing to review; {_ADVICE}")
    stack, project = _stack_and_project(merged[0].urn, name)
    listed_unchanged = sum(1 for step in merged if step.op == "same")
    if state is not None:
        merged = _with_state(merged, state, (stack, project), name)
        unchanged = None
    return Preview(tuple(merged), stack, project, max(0, (unchanged or 0) - listed_unchanged), notes)


def _steps(text: str, name: str, state: State | None) -> tuple[list[Step], int | None, tuple[str, ...]]:
    """Return the steps, the number of unchanged resources if the preview counts them, and the notes."""
    if events.is_stream(text):
        return events.read_events(text, name), None, (events.MISSING_IN_STREAM,)
    document = parse_object(text, name, _ADVICE)
    if "resourcePlans" in document:
        return plan.read_plan(document, name, state), None, ()
    if "deployment" in document:
        raise DocumentError(f"{name}: it is a state (`pulumi stack export`), not a preview; {_ADVICE}")
    expect(document, _SHAPE, name, _ADVICE)
    for diagnostic in document.get("diagnostics") or ():
        if diagnostic.get("severity") == "error":
            raise DocumentError(events.failure_text(diagnostic.get("message") or "", name))
    steps = document.get("steps")
    if not isinstance(steps, list):
        raise DocumentError(f"{name}: it has no list `steps`, so it is not a preview of Pulumi; {_ADVICE}")
    parsed_steps = [
        read_step(step, _MEMBER_NAMES, f"{name}, steps[{index}]", _ADVICE) for index, step in enumerate(steps)
    ]
    return parsed_steps, (document.get("changeSummary") or {}).get("same"), ()


def _merged(steps: Iterable[Step]) -> list[Step]:
    """Merge the steps of each replacement (up to three) into one step.

    An old object that an earlier `up` replaced but could not delete keeps its own step. This step comes
    before the step of the new object, which has the same URN: a dict of the steps by URN then contains the
    step of the new object.
    """
    merged: dict[tuple[str, str], Step] = {}
    all_steps = list(steps)
    replaced = {(step.urn, step.object_id) for step in all_steps if step.op == "replace"}
    for step in all_steps:
        if step.delete_pending and (step.urn, step.object_id) in replaced:
            continue  # part of a replacement in this preview, not of an earlier `up`
        key = step.urn, step.object_id if step.delete_pending else ""
        earlier = merged.get(key)
        # Of the steps of a replacement, keep the one with both the old and the new resource.
        if earlier is None or earlier.op == "same" or earlier.old is None or earlier.new is None:
            merged[key] = step
    with_resource = [step for step in merged.values() if step.old is not None or step.new is not None]
    return sorted(with_resource, key=lambda step: not step.delete_pending)


def _with_state(steps: list[Step], state: State, stack_and_project: tuple[str, str], name: str) -> list[Step]:
    """Complete the steps from the state, and add steps for resources that only the state contains."""
    if state.steps and (state.stack, state.project) != stack_and_project:
        stack, project = stack_and_project
        raise DocumentError(
            f"{state.name}: it is of stack {state.stack} of project {state.project}, but {name} is of"
            f" stack {stack} of project {project}. Export the state of that stack:"
            f" `pulumi stack export --stack {stack}`"
        )
    state_steps = {step.urn: step for step in state.steps}
    previewed = {(step.urn, step.delete_pending) for step in steps}
    completed = [
        replace(
            step,
            trace=step.trace or state_step.trace,
            references=step.references or state_step.references,
            retained=step.retained or state_step.retained,
        )
        if (state_step := state_steps.get(step.urn))
        else step
        for step in steps
    ]
    only_in_state = [
        step
        for step in (*state.delete_pending, *state.steps)
        if (step.urn, step.delete_pending) not in previewed
    ]
    return sorted([*completed, *only_in_state], key=lambda step: not step.delete_pending)


def _stack_and_project(urn: str, name: str) -> tuple[str, str]:
    match = URN.fullmatch(urn)
    if match is None:
        raise DocumentError(f"{name}: {urn!r} is not a URN; {_ADVICE}")
    return match["stack"], match["project"]
