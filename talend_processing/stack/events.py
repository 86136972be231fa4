"""A preview as a stream of engine events, one JSON object a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from talend_processing.stack.document import loaded, told
from talend_processing.stack.errors import DocumentError
from talend_processing.stack.step import Step
from talend_processing.stack.step_reader import read_step

NOTE: Final = (
    "a streamed preview holds neither lines of the program nor what new resources refer to:"
    " leave PULUMI_ENABLE_STREAMING_JSON_PREVIEW unset for those"
)
_AGAIN: Final = "run the preview again"


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
    for number, line in enumerate(text.split("\n"), 1):  # other ends of lines may stand in a text of JSON
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
            names = ("old", "new", "diffs" if metadata.get("diffs") else "keys")
            where = f"{name}, line {number}, resourcePreEvent.metadata"
            steps.append(read_step(metadata, names, where, _AGAIN))
    if said or (result is not None and result != "succeeded"):
        raise DocumentError(failed(said, name))
    if result is None:
        raise DocumentError(f"{name}: the stream ends before its summaryEvent, so it is cut off; {_AGAIN}")
    return steps


def failed(message: str, name: str) -> str:
    """What to say of a preview that failed: the first line of its error, or the last of a traceback."""
    lines = [line.strip() for line in message.splitlines() if line.strip()] or ["pulumi does not say why"]
    line = lines[-1] if "Traceback" in message else lines[0]
    return f"{name}: the preview failed, so there is nothing to review: {line.removeprefix('error: ')[:300]}"


def _event(line: str, number: int, name: str) -> dict[str, Any]:
    try:
        event = loaded(line)
    except ValueError as error:
        what = told(error, line).partition(": ")[2]
        raise DocumentError(f"{name}, line {number}: {what}; {_AGAIN}") from None
    except RecursionError:
        raise DocumentError(f"{name}, line {number}: it is nested too deep; {_AGAIN}") from None
    if not isinstance(event, dict):
        raise DocumentError(f"{name}, line {number}: an event must be an object")
    return event


def _member(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return found if isinstance(found, Mapping) else {}
