"""A preview as a stream of engine events, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from talend_processing.review.document import told
from talend_processing.review.errors import DocumentError
from talend_processing.review.operation import meaning
from talend_processing.review.step import Step, plain_map

NOTE: Final = (
    "a streamed preview holds neither lines of the program nor what new resources refer to:"
    " leave PULUMI_ENABLE_STREAMING_JSON_PREVIEW unset for those"
)


def is_stream(text: str) -> bool:
    """Whether a text is a stream: its first line is an event of its own."""
    first = text.lstrip().partition("\n")[0]
    return first.startswith("{") and '"sequence"' in first and first.rstrip().endswith("}")


def of_events(text: str, name: str) -> list[Step]:
    """The steps that a stream tells of.

    Raises:
        DocumentError: The stream is cut off, or the preview failed.

    """
    steps: list[Step] = []
    said, result = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        event = _event(line, number, name)
        diagnostic = _member(event, "diagnosticEvent")
        if diagnostic.get("severity") == "error" and not said:
            said = str(diagnostic.get("message"))
        if "summaryEvent" in event:
            result = _member(event, "summaryEvent").get("result", "succeeded")
        if "resourcePreEvent" in event:
            metadata = _member(_member(event, "resourcePreEvent"), "metadata")
            steps.append(_step(metadata, f"{name}, line {number}"))
    if said or result not in {None, "succeeded"}:
        raise DocumentError(failed(said, name))
    if result is None:
        raise DocumentError(
            f"{name}: the stream ends before its summaryEvent, so it is cut off: run it again"
        )
    return steps


def failed(message: str, name: str) -> str:
    """What to say of a preview that failed: the first line of its error, or the last of a traceback."""
    lines = [line.strip() for line in message.splitlines() if line.strip()] or ["pulumi does not say why"]
    line = lines[-1] if "Traceback" in message else lines[0]
    return f"{name}: the preview failed, so there is nothing to review: {line.removeprefix('error: ')[:300]}"


def _event(line: str, number: int, name: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError as error:
        what = told(error, line).partition(": ")[2]
        raise DocumentError(f"{name}, line {number}: {what}; run the preview again") from None
    if not isinstance(event, dict):
        raise DocumentError(f"{name}, line {number}: an event must be an object")
    return event


def _member(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return found if isinstance(found, Mapping) else {}


def _step(metadata: Mapping[str, Any], where: str) -> Step:
    urn = metadata.get("urn")
    if not isinstance(urn, str):
        raise DocumentError(f"{where}: resourcePreEvent.metadata must have a `urn`")
    old, new = metadata.get("old"), metadata.get("new")
    for side, given in (("old", old), ("new", new)):
        if given is not None and not isinstance(given, Mapping):
            raise DocumentError(f"{where}: resourcePreEvent.metadata.{side} must be an object")
    before, after = old or {}, new or {}
    op = meaning(metadata.get("op"), where)
    return Step(
        op="same" if op == "refresh" else op,
        urn=urn,
        old=None if old is None else plain_map({**before.get("inputs", {}), **before.get("outputs", {})}),
        new=None if new is None else plain_map(after.get("inputs")),
        old_inputs=plain_map(before.get("inputs")),
        object_id=str(before.get("id") or ""),
        parent=str((after or before).get("parent") or ""),
        changed=frozenset(map(str, metadata.get("diffs") or metadata.get("keys") or ())),
        retained=bool(before.get("retainOnDelete")),
    )
