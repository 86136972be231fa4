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

    `read_preview` adds steps for resources that only its `state` contains. An old object that an earlier `up`
    replaced but could not delete has its own step.
    """

    steps: tuple[Step, ...]
    stack: str
    project: str
    unlisted: int = 0
    """The number of unchanged resources for which the preview has no step."""
    notes: tuple[str, ...] = ()
    """Notes for the user on what this format of preview lacks, such as lines of the program."""

    @property
    def includes_unchanged(self) -> bool:
        """Whether unchanged resources have steps too, so that every resource of the stack has one."""
        return not self.unlisted


def read_preview(text: str, *, name: str = "the preview", state: State | None = None) -> Preview:
    """Read a preview from the document or stream of `pulumi preview --json`, or from a saved plan.

    Args:
        text: The text of one of these.
        name: The name of its file, for messages.
        state: The stack's state, to add source positions, references and resources that the preview lacks. A
            saved plan requires it.

    Raises:
        DocumentError: The text is not a preview, is truncated, or contains no steps or an unknown operation.
            Or the preview failed, a saved plan is read without `state`, or `state` is of another stack.

    """
    steps, same, notes = _steps(text, name, state)
    merged = _merged(steps)
    if not merged:
        raise DocumentError(f"{name}: it holds no steps, so there is nothing to review; {_ADVICE}")
    stack, project = _stack_and_project(merged[0].urn, name)
    listed = sum(1 for step in merged if step.op == "same")
    if state is not None:
        merged = _with_state(merged, state, (stack, project), name)
        same = None
    return Preview(tuple(merged), stack, project, max(0, (same or 0) - listed), notes)


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
    found = [
        read_step(step, _MEMBER_NAMES, f"{name}, steps[{number}]", _ADVICE)
        for number, step in enumerate(steps)
    ]
    return found, (document.get("changeSummary") or {}).get("same"), ()


def _merged(steps: Iterable[Step]) -> list[Step]:
    """Merge the up to three steps that Pulumi reports for a replacement into one.

    An old object that an earlier `up` replaced but could not delete keeps its own step. This step comes
    first: the new object has the same URN, and overrides it in a dict of the steps by URN.
    """
    merged: dict[tuple[str, str], Step] = {}
    listed = list(steps)
    replaced = {(step.urn, step.object_id) for step in listed if step.op == "replace"}
    for step in listed:
        if step.delete_pending and (step.urn, step.object_id) in replaced:
            continue  # part of a replacement in this preview, not of an earlier `up`
        key = step.urn, step.object_id if step.delete_pending else ""
        before = merged.get(key)
        # Of the steps of a replacement, keep the one with both the old and the new resource.
        if before is None or before.op == "same" or before.old is None or before.new is None:
            merged[key] = step
    found = [step for step in merged.values() if step.old is not None or step.new is not None]
    return sorted(found, key=lambda step: not step.delete_pending)


def _with_state(steps: list[Step], state: State, identity: tuple[str, str], name: str) -> list[Step]:
    """Complete the steps from the state, and add steps for resources that only the state contains."""
    if state.steps and (state.stack, state.project) != identity:
        stack, project = identity
        raise DocumentError(
            f"{state.name}: it is of stack {state.stack} of project {state.project}, but {name} is of"
            f" stack {stack} of project {project}. Export the state of that stack:"
            f" `pulumi stack export --stack {stack}`"
        )
    stored = {step.urn: step for step in state.steps}
    seen = {(step.urn, step.delete_pending) for step in steps}
    completed = [
        replace(
            step,
            trace=step.trace or known.trace,
            references=step.references or known.references,
            retained=step.retained or known.retained,
        )
        if (known := stored.get(step.urn))
        else step
        for step in steps
    ]
    unseen = [
        step for step in (*state.delete_pending, *state.steps) if (step.urn, step.delete_pending) not in seen
    ]
    return sorted([*completed, *unseen], key=lambda step: not step.delete_pending)


def _stack_and_project(urn: str, name: str) -> tuple[str, str]:
    parts = URN.fullmatch(urn)
    if parts is None:
        raise DocumentError(f"{name}: {urn!r} is not a URN; {_ADVICE}")
    return parts["stack"], parts["project"]
