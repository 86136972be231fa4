"""Reading what `pulumi preview --json` printed, as one document or as a stream, or a saved plan."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from talend_processing.provider.values import Value
from talend_processing.review.errors import DocumentError
from talend_processing.review.state import State
from talend_processing.review.step import Position, Step, plain

_OPS: Final = {
    **{op: op for op in ("same", "create", "update", "replace", "delete", "read", "refresh", "import")},
    "create-replacement": "replace",
    "delete-replaced": "replace",
    "discard-replaced": "replace",
    "remove-pending-replace": "replace",
    "import-replacement": "replace",
    "read-replacement": "replace",
    "read-discard": "delete",
}
_HOW = "make one with `pulumi preview --json --show-sames > preview.json`"


@dataclass(frozen=True)
class Preview:
    """All steps of a preview."""

    steps: tuple[Step, ...]
    stack: str
    project: str
    unlisted: int = 0
    """Unchanged resources that the preview counts but does not show."""


def read_preview(text: str, *, name: str = "the preview", state: State | None = None) -> Preview:
    """The preview in a document's text; a state adds the resources that it does not show.

    Raises:
        DocumentError: It is cut off, of something else, or of a version that is not known.

    """
    steps, same = _steps(text, name, state)
    merged = _merged(steps)
    if not merged:
        raise DocumentError(
            f"{name}: it holds no steps. The preview may have failed: run it again and {_HOW}"
        )
    stack, project = _place(merged[0].urn, name)
    listed = sum(1 for step in merged if step.op == "same")
    if state is not None:
        if (state.stack, state.project) != (stack, project):
            raise DocumentError(
                f"{state.name}: it is of stack {state.stack} of project {state.project}, but {name} is of"
                f" stack {stack} of project {project}. Export that one: `pulumi stack export --stack {stack}`"
            )
        seen = {step.urn for step in merged}
        merged += [step for step in state.steps if step.urn not in seen]
        same = None
    return Preview(tuple(merged), stack, project, max(0, (same or 0) - listed))


def _steps(text: str, name: str, state: State | None) -> tuple[list[Step], int | None]:
    document = _parse(text, name)
    if isinstance(document, list):
        return list(_of_events(document, name)), None
    if "resourcePlans" in document:
        return list(_of_plan(document, state)), None
    if "deployment" in document:
        raise DocumentError(f"{name}: it is a state (`pulumi stack export`), not a preview; {_HOW}")
    steps = document.get("steps")
    if not isinstance(steps, list):
        raise DocumentError(f"{name}: it has no `steps`, so it is no preview of Pulumi; {_HOW}")
    summary = document.get("changeSummary")
    same = summary.get("same") if isinstance(summary, Mapping) else None
    return [_of_step(step, number, name) for number, step in enumerate(steps)], same


def _parse(text: str, name: str) -> dict[str, Any] | list[dict[str, Any]]:
    try:
        document = json.loads(text)
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and '"sequence"' in lines[0]:
            return [_event(line, number, name) for number, line in enumerate(lines, 1)]
        where = f"line {getattr(error, 'lineno', 1)}"
        cut = "it ends too early" if text.strip().startswith("{") else "it is no JSON"
        raise DocumentError(f"{name}, {where}: {cut} ({getattr(error, 'msg', error)}); {_HOW}") from None
    if not isinstance(document, dict):
        raise DocumentError(f"{name}: it holds no object, so it is no preview of Pulumi; {_HOW}")
    return document


def _event(line: str, number: int, name: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError as error:
        raise DocumentError(f"{name}, line {number}: the stream ends too early ({error}); {_HOW}") from None
    return event if isinstance(event, dict) else {}


def _of_step(step: Any, number: int, name: str) -> Step:
    where = f"{name}, steps[{number}]"
    if not isinstance(step, Mapping) or not isinstance(step.get("urn"), str):
        raise DocumentError(f"{where}: a step must have a `urn`; {_HOW}")
    op = step.get("op")
    if op not in _OPS:
        raise DocumentError(
            f"{where}: the operation {op!r} is not known. A newer pulumi made it: update talend-processing"
        )
    old, new = _resource(step.get("oldState"), where), _resource(step.get("newState"), where)
    return _step(str(op), step["urn"], old, new)


def _step(op: str, urn: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Step:
    any_state = new or old or {}
    return Step(
        op=_OPS[op],
        urn=urn,
        old=None if old is None else _values({**(old.get("inputs") or {}), **(old.get("outputs") or {})}),
        new=None if new is None else _values(new.get("inputs") or {}),
        old_inputs=_values((old or {}).get("inputs") or {}),
        object_id=str((old or {}).get("id") or ""),
        parent=str(any_state.get("parent") or ""),
        references={
            str(key): tuple(map(str, urns or ()))
            for key, urns in (any_state.get("propertyDependencies") or {}).items()
        },
        position=position_of(any_state),
    )


def _resource(value: Any, where: str) -> Mapping[str, Any] | None:
    if value is not None and not isinstance(value, Mapping):
        raise DocumentError(f"{where}: a resource's state must be an object; {_HOW}")
    return value


def _values(given: Mapping[str, Any]) -> dict[str, Value]:
    return {key: plain(value) for key, value in given.items() if key != "__provider"}


def position_of(resource: Mapping[str, Any]) -> Position | None:
    """The line of the user's program that declares a resource: the first that lies in the project."""
    trace = [resource, *(resource.get("stackTrace") or ())]
    for frame in trace:
        place = frame.get("sourcePosition") if isinstance(frame, Mapping) else None
        if not isinstance(place, str) or not place.startswith("project:///"):
            continue
        path, _, line = place.removeprefix("project:///").rpartition("#")
        # Virtual environments inside of the project hold packages, not the program.
        if path and not path.startswith("..") and "site-packages" not in path:
            number = line.partition(",")[0]
            return Position(path, int(number) if number.isdigit() else 1)
    return None


def _of_events(events: Iterable[Mapping[str, Any]], name: str) -> Iterator[Step]:
    ended = False
    for number, event in enumerate(events, 1):
        ended = ended or "summaryEvent" in event
        metadata = (event.get("resourcePreEvent") or {}).get("metadata")
        if (
            isinstance(metadata, Mapping)
            and metadata.get("op") in _OPS
            and isinstance(metadata.get("urn"), str)
        ):
            yield _step(str(metadata["op"]), metadata["urn"], metadata.get("old"), metadata.get("new"))
        elif isinstance(metadata, Mapping):
            raise DocumentError(f"{name}, line {number}: the operation {metadata.get('op')!r} is not known")
    if not ended:
        raise DocumentError(
            f"{name}: the stream ends before its summary. The preview did not end: run it again"
        )


def _of_plan(document: Mapping[str, Any], state: State | None) -> Iterator[Step]:
    held = {step.urn: step for step in state.steps} if state else {}
    for urn, planned in document["resourcePlans"].items():
        ops = [op for op in planned.get("steps") or () if op in _OPS]
        if not ops or "pulumi:providers:" in urn:
            continue
        before = held.get(urn)
        goal = planned.get("goal") or {}
        change = goal.get("inputDiff") or {}
        new = {**(before.old_inputs if before else {}), **_values(change.get("adds") or {})}
        new |= _values(change.get("updates") or {})
        new = {key: value for key, value in new.items() if key not in (change.get("deletes") or ())}
        op = next((op for op in ops if _OPS[op] != "same"), "same")
        yield Step(
            op=_OPS[op],
            urn=urn,
            old=None if _OPS[op] == "create" else (before.old if before else {}),
            new=None if _OPS[op] == "delete" else new,
            old_inputs=before.old_inputs if before else {},
            object_id=before.object_id if before else "",
            parent=str(goal.get("parent") or ""),
            references={k: tuple(v or ()) for k, v in (goal.get("propertyDependencies") or {}).items()},
            position=before.position if before else None,
        )


def _merged(steps: Iterable[Step]) -> list[Step]:
    """One step a resource: a replacement may be told in up to three."""
    merged: dict[str, Step] = {}
    for step in steps:
        before = merged.get(step.urn)
        # Of a replacement told in parts the part with both sides says most.
        if before is None or (before.op == "replace" and (before.old is None or before.new is None)):
            merged[step.urn] = step
    return list(merged.values())


def _place(urn: str, name: str) -> tuple[str, str]:
    parts = urn.removeprefix("urn:pulumi:").split("::")
    if not urn.startswith("urn:pulumi:") or len(parts) < 4:  # noqa: PLR2004 - the parts of a URN
        raise DocumentError(f"{name}: {urn!r} is no URN of Pulumi; {_HOW}")
    return parts[0], parts[1]
