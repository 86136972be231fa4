"""The reader for `pulumi preview --json`, as one document or as a stream, and for a saved plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from talend_processing.stack import events, plan
from talend_processing.stack.document import DocumentError, Shape, expect, parsed
from talend_processing.stack.state import State
from talend_processing.stack.step import URN, Step
from talend_processing.stack.step_reader import Names, read_step

_HOW: Final = "create a preview with `pulumi preview --json --show-sames > preview.json`"
_SHAPE: Final[Shape] = {
    "diagnostics": [{"severity": str, "message": str}],
    "changeSummary": {"same": int},
}
_NAMES: Final[Names] = ("oldState", "newState", "diffReasons")


@dataclass(frozen=True)
class Preview:
    """A preview, with one step for each resource that it shows or that the given state adds.

    An object that an earlier `up` could not delete has a step of its own.
    """

    steps: tuple[Step, ...]
    stack: str
    project: str
    unlisted: int = 0
    """The number of unchanged resources that the preview counts but does not show."""
    notes: tuple[str, ...] = ()
    """Notes on facts that this form of preview lacks."""

    @property
    def includes_unchanged(self) -> bool:
        """Whether the preview includes unchanged resources.

        If so, a resource without a step is not in the stack.
        """
        return not self.unlisted


def read_preview(text: str, *, name: str = "the preview", state: State | None = None) -> Preview:
    """Read a preview from the text of a document, a stream or a saved plan.

    Args:
        text: The text.
        name: The name of its file, for messages.
        state: The stack's state. It adds facts and resources that the preview lacks. A saved plan needs it.

    Raises:
        DocumentError: The text is not a preview, is truncated, contains no steps, or is of a newer Pulumi.
            The preview failed. The state of a saved plan is missing, or the state is of another stack.

    """
    steps, same, notes = _steps(text, name, state)
    merged = _merged(steps)
    if not merged:
        raise DocumentError(f"{name}: it holds no steps, so there is nothing to review; {_HOW}")
    stack, project = _stack_and_project(merged[0].urn, name)
    listed = sum(1 for step in merged if step.op == "same")
    if state is not None:
        merged = _with_state(merged, state, (stack, project), name)
        same = None
    return Preview(tuple(merged), stack, project, max(0, (same or 0) - listed), notes)


def _steps(text: str, name: str, state: State | None) -> tuple[list[Step], int | None, tuple[str, ...]]:
    if events.is_stream(text):
        return events.read_events(text, name), None, (events.NOTE,)
    document = parsed(text, name, _HOW)
    if "resourcePlans" in document:
        return plan.read_plan(document, name, state), None, ()
    if "deployment" in document:
        raise DocumentError(f"{name}: it is a state (`pulumi stack export`), not a preview; {_HOW}")
    expect(document, _SHAPE, name, _HOW)
    for diagnostic in document.get("diagnostics") or ():
        if diagnostic.get("severity") == "error":
            raise DocumentError(events.failed(diagnostic.get("message") or "", name))
    steps = document.get("steps")
    if not isinstance(steps, list):
        raise DocumentError(f"{name}: it has no list `steps`, so it is not a preview of Pulumi; {_HOW}")
    found = [read_step(step, _NAMES, f"{name}, steps[{number}]", _HOW) for number, step in enumerate(steps)]
    return found, (document.get("changeSummary") or {}).get("same"), ()


def _merged(steps: Iterable[Step]) -> list[Step]:
    """Return one step for each resource. Pulumi reports a replacement in up to three steps.

    An object that an earlier `up` could not delete has a step of its own. It comes before its successor,
    which has the same URN, so that the successor overrides it in maps by URN. The step that deletes the old
    object of a replacement in this preview looks the same, and is omitted.
    """
    merged: dict[tuple[str, str], Step] = {}
    listed = list(steps)
    replaced = {(step.urn, step.object_id) for step in listed if step.op == "replace"}
    for step in listed:
        if step.pending and (step.urn, step.object_id) in replaced:
            continue
        key = step.urn, step.object_id if step.pending else ""
        before = merged.get(key)
        # If a replacement has several steps, the step with both states contains the most.
        if before is None or before.op == "same" or before.old is None or before.new is None:
            merged[key] = step
    found = [step for step in merged.values() if step.old is not None or step.new is not None]
    return sorted(found, key=_pending_first)


def _pending_first(step: Step) -> bool:
    return not step.pending


def _with_state(steps: list[Step], state: State, identity: tuple[str, str], name: str) -> list[Step]:
    """Return the steps with facts from the state, and the resources of the state that have no step."""
    if state.steps and (state.stack, state.project) != identity:
        stack, project = identity
        raise DocumentError(
            f"{state.name}: it is of stack {state.stack} of project {state.project}, but {name} is of"
            f" stack {stack} of project {project}. Export that one: `pulumi stack export --stack {stack}`"
        )
    stored = {step.urn: step for step in state.steps}
    seen = {(step.urn, step.pending) for step in steps}
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
    unseen = [step for step in (*state.pending, *state.steps) if (step.urn, step.pending) not in seen]
    return sorted([*completed, *unseen], key=_pending_first)


def _stack_and_project(urn: str, name: str) -> tuple[str, str]:
    parts = URN.fullmatch(urn)
    if parts is None:
        raise DocumentError(f"{name}: {urn!r} is not a URN; {_HOW}")
    return parts["stack"], parts["project"]
