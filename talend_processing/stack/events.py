"""Read a preview from a stream of engine events, with one JSON object in each line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from talend_processing.stack.document import DocumentError, json_fault, load_json
from talend_processing.stack.step import Step
from talend_processing.stack.step_reader import read_step

MISSING_IN_STREAM: Final = (
    "a streamed preview contains neither source lines nor the references from new resources to others:"
    " unset PULUMI_ENABLE_STREAMING_JSON_PREVIEW to get both"
)
_ADVICE: Final = "run the preview again"


def is_stream(text: str) -> bool:
    """Return whether the first line of a text is an event."""
    first_line = text.lstrip().partition("\n")[0]
    return first_line.startswith("{") and '"sequence"' in first_line and first_line.rstrip().endswith("}")


def read_events(text: str, name: str) -> list[Step]:
    """Return the steps in a stream.

    Raises:
        DocumentError: The stream is truncated or invalid, or the preview failed.

    """
    steps: list[Step] = []
    error, result = "", None
    # `splitlines` would also split at other line separators, which a JSON string may contain.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        event = _event(line, number, name)
        diagnostic = _member(event, "diagnosticEvent")
        if diagnostic.get("severity") == "error" and not error:
            error = str(diagnostic.get("message"))
        if "summaryEvent" in event:
            result = _member(event, "summaryEvent").get("result", "succeeded")
        if "resourcePreEvent" in event:
            metadata = _member(_member(event, "resourcePreEvent"), "metadata")
            member_names = ("old", "new", "diffs" if metadata.get("diffs") else "keys")
            location = f"{name}, line {number}, resourcePreEvent.metadata"
            steps.append(read_step(metadata, member_names, location, _ADVICE))
    if error or (result is not None and result != "succeeded"):
        raise DocumentError(failure_text(error, name))
    if result is None:
        raise DocumentError(f"{name}: the stream ends before its summaryEvent, so it is truncated; {_ADVICE}")
    return steps


def failure_text(message: str, name: str) -> str:
    """Return the message for a failed preview: an error's first line, or a traceback's last line."""
    lines = [line.strip() for line in message.splitlines() if line.strip()] or ["pulumi gives no reason"]
    line = lines[-1] if "Traceback" in message else lines[0]
    reason = line.removeprefix("error: ")[:300]
    return f"{name}: there is nothing to review, because the preview failed: {reason}"


def _event(line: str, number: int, name: str) -> dict[str, Any]:
    try:
        event = load_json(line)
    except ValueError as error:
        fault = json_fault(error, line).partition(": ")[2]
        raise DocumentError(f"{name}, line {number}: {fault}; {_ADVICE}") from None
    except RecursionError:
        raise DocumentError(f"{name}, line {number}: it is nested too deeply; {_ADVICE}") from None
    if not isinstance(event, dict):
        raise DocumentError(f"{name}, line {number}: an event must be a JSON object; {_ADVICE}")
    return event


def _member(parent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a member that is a JSON object, or an empty dict if the member is missing or not an object."""
    member = parent.get(name)
    return member if isinstance(member, Mapping) else {}
