"""Reading what `pulumi preview --json` printed, as one document or as a stream, or a saved plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from talend_processing.review import events, plan
from talend_processing.review.document import parsed
from talend_processing.review.errors import DocumentError
from talend_processing.review.operation import meaning
from talend_processing.review.source import trace_of
from talend_processing.review.state import State
from talend_processing.review.step import Step, plain_map

_HOW: Final = "make one with `pulumi preview --json --show-sames > preview.json`"
_PARTS: Final = 4
"""Of a URN."""


@dataclass(frozen=True)
class Preview:
    """All steps of a preview."""

    steps: tuple[Step, ...]
    stack: str
    project: str
    unlisted: int = 0
    """Unchanged resources that the preview counts but does not show."""
    notes: tuple[str, ...] = ()
    """What this form of preview leaves out."""

    @property
    def complete(self) -> bool:
        """Whether unchanged resources are there too, so that what is not there is not."""
        return not self.unlisted


def read_preview(text: str, *, name: str = "the preview", state: State | None = None) -> Preview:
    """The preview in a document's text; a state adds what it does not show.

    Raises:
        DocumentError: It is cut off, of something else, of a version that is not known, or it failed.

    """
    steps, same, notes = _steps(text, name, state)
    merged = _merged(steps)
    if not merged:
        raise DocumentError(f"{name}: it holds no steps, so there is nothing to review; {_HOW}")
    stack, project = _place(merged[0].urn, name)
    listed = sum(1 for step in merged if step.op == "same")
    if state is not None:
        merged = _completed(merged, state, (stack, project), name)
        same = None
    return Preview(tuple(merged), stack, project, max(0, (same or 0) - listed), notes)


def _steps(text: str, name: str, state: State | None) -> tuple[list[Step], int | None, tuple[str, ...]]:
    if events.is_stream(text):
        return events.of_events(text, name), None, (events.NOTE,)
    document = parsed(text, name, _HOW)
    if "resourcePlans" in document:
        return plan.of_plan(document, name, state), None, ()
    if "deployment" in document:
        raise DocumentError(f"{name}: it is a state (`pulumi stack export`), not a preview; {_HOW}")
    for diagnostic in document.get("diagnostics") or ():
        if isinstance(diagnostic, Mapping) and diagnostic.get("severity") == "error":
            raise DocumentError(events.failed(str(diagnostic.get("message")), name))
    steps = document.get("steps")
    if not isinstance(steps, list):
        raise DocumentError(f"{name}: it has no list `steps`, so it is no preview of Pulumi; {_HOW}")
    summary = document.get("changeSummary")
    same = summary.get("same") if isinstance(summary, Mapping) else None
    found = [_of_step(step, f"{name}, steps[{number}]") for number, step in enumerate(steps)]
    return found, same if isinstance(same, int) else None, ()


def _of_step(step: Any, where: str) -> Step:
    if not isinstance(step, Mapping) or not isinstance(step.get("urn"), str):
        raise DocumentError(f"{where}: a step must have a `urn`; {_HOW}")
    op = meaning(step.get("op"), where)
    old, new = _resource(step, "oldState", where), _resource(step, "newState", where)
    if op == "refresh":
        # What the API showed is what there is; what becomes of it, another step tells.
        op, old = "same", new
    told = new or old or {}
    before = old or {}
    references = told.get("propertyDependencies") or {}
    return Step(
        op=op,
        urn=step["urn"],
        old=None if old is None else plain_map({**before.get("inputs", {}), **before.get("outputs", {})}),
        new=None if new is None else plain_map(new.get("inputs")),
        old_inputs=plain_map(before.get("inputs")),
        object_id=str(before.get("id") or ""),
        parent=str(told.get("parent") or ""),
        references={str(key): tuple(map(str, urns or ())) for key, urns in references.items()},
        trace=trace_of(told),
        changed=frozenset(_top(str(key)) for key in step.get("diffReasons") or ()),
        retained=bool(before.get("retainOnDelete")),
    )


def _top(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _resource(step: Mapping[str, Any], side: str, where: str) -> Mapping[str, Any] | None:
    value = step.get(side)
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise DocumentError(f"{where}.{side}: it must be an object; {_HOW}")
    for part in ("inputs", "outputs", "propertyDependencies"):
        if not isinstance(value.get(part) or {}, Mapping):
            raise DocumentError(f"{where}.{side}.{part}: it must be an object; {_HOW}")
    return {**value, **{part: value.get(part) or {} for part in ("inputs", "outputs")}}


def _merged(steps: Iterable[Step]) -> list[Step]:
    """One step a resource: a replacement may be told in up to three, a refresh comes before."""
    merged: dict[str, Step] = {}
    for step in steps:
        before = merged.get(step.urn)
        # Of a replacement told in parts the part with both sides says most.
        if before is None or before.op == "same" or before.old is None or before.new is None:
            merged[step.urn] = step
    return [step for step in merged.values() if step.old is not None or step.new is not None]


def _completed(steps: list[Step], state: State, place: tuple[str, str], name: str) -> list[Step]:
    """The steps with what the state knows besides."""
    if state.steps and (state.stack, state.project) != place:
        stack, project = place
        raise DocumentError(
            f"{state.name}: it is of stack {state.stack} of project {state.project}, but {name} is of"
            f" stack {stack} of project {project}. Export that one: `pulumi stack export --stack {stack}`"
        )
    held = {step.urn: step for step in state.steps}
    seen = {step.urn for step in steps}
    told = [
        replace(
            step,
            trace=step.trace or known.trace,
            references=step.references or known.references,
            retained=step.retained or known.retained,
        )
        if (known := held.get(step.urn))
        else step
        for step in steps
    ]
    return [*told, *(step for step in state.steps if step.urn not in seen)]


def _place(urn: str, name: str) -> tuple[str, str]:
    parts = urn.removeprefix("urn:pulumi:").split("::")
    if not urn.startswith("urn:pulumi:") or len(parts) < _PARTS:
        raise DocumentError(f"{name}: {urn!r} is no URN of Pulumi; {_HOW}")
    return parts[0], parts[1]
