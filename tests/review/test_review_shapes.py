"""With any value at any place in a preview, plan or state, the result is a review or a one-line error."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from document_edits import places, put
from previews import PLACE, SECRET, UNKNOWN, document, engine, profile, resource, step, urn

from talend_processing.review.findings.report import review
from talend_processing.review.render.markdown import markdown
from talend_processing.stack.document import DocumentError
from talend_processing.stack.preview import Preview, read_preview
from talend_processing.stack.state import read_state

pytestmark = pytest.mark.slow


OTHERS: tuple[Any, ...] = (None, 1, 1.5, "x", [], [1], [None], {}, {"a": 1}, SECRET)
"""The values to put at each place in a document."""


def _preview() -> dict[str, Any]:
    place = {"name": "pool", **PLACE}
    pool = step("update", "EngineCluster", "pool", old=place, new={**place, "remoteEngines": [UNKNOWN]})
    pool["newState"] |= {
        "propertyDependencies": {"remoteEngines": [urn("RemoteEngine", "etl")]},
        "stackTrace": [{"sourcePosition": "project:///parts.py#3"}],
    }
    pool["diffReasons"] = ["remoteEngines"]
    steps = (
        engine("replace", "etl", description="new"),
        pool,
        profile("update", "heap", (["-Xmx2g"], ["-Xmx1g"]), of="etl"),
        step("create", "TaskRunExecution", "run", new={"executable": "x"}),
    )
    read: dict[str, Any] = json.loads(
        document(*steps, same=2, diagnostics=[{"severity": "warning", "message": "old"}])
    )
    return read


def _state() -> dict[str, Any]:
    managed = resource("RemoteEngine", "etl", {"name": "etl", **PLACE}, {"status": "PAIRED"})
    managed |= {
        "propertyDependencies": {"name": [urn("RemoteEngine", "other")]},
        "stackTrace": [{"sourcePosition": "project:///parts.py#3"}],
        "ignoreChanges": ["name"],
    }
    return {"version": 3, "deployment": {"resources": [managed]}}


def _plan() -> dict[str, Any]:
    goal = {
        "inputDiff": {"adds": {"debug": {}}, "updates": {"name": "new"}, "deletes": ["description"]},
        "propertyDependencies": {"name": [urn("RemoteEngine", "other")]},
    }
    planned = {"goal": goal, "steps": ["create-replacement", "replace"], "state": {"name": "new"}}
    return {"resourcePlans": {urn("RemoteEngine", "etl"): planned}}


def _events() -> list[dict[str, Any]]:
    heap = {
        "op": "update",
        "urn": urn("RemoteEngineRunProfile", "heap"),
        "old": {"id": "1", "inputs": {"jvmArguments": ["-Xmx2g"]}, "outputs": {}},
        "new": {"inputs": {"jvmArguments": ["-Xmx1g"]}},
        "diffs": ["jvmArguments"],
    }
    events = [{"resourcePreEvent": {"metadata": heap}}, {"summaryEvent": {"result": "succeeded"}}]
    return [{"sequence": number, **event} for number, event in enumerate(events)]


def _stream(events: Any) -> str:
    return "\n".join(json.dumps(event) for event in events) if isinstance(events, list) else ""


READERS: dict[str, tuple[Any, Callable[[Any], Preview]]] = {
    "preview": (_preview(), lambda it: read_preview(json.dumps(it))),
    "stream": (_events(), lambda it: read_preview(_stream(it))),
    "plan": (_plan(), lambda it: read_preview(json.dumps(it), state=read_state(json.dumps(_state())))),
    "state": (
        _state(),
        lambda it: read_preview(json.dumps(_preview()), state=read_state(json.dumps(it))),
    ),
}


@pytest.mark.parametrize("form", READERS)
def test_a_mismatch_is_reported_in_one_line(form: str) -> None:
    right, read = READERS[form]
    assert _refusal(read, right) == ""
    tried = [(place, put(right, place, other)) for place in places(right) for other in OTHERS]
    refused = [(place, refusal) for place, wrong in tried if (refusal := _refusal(read, wrong))]
    assert len({place for place, _ in refused}) > 5
    assert not [refusal for _, refusal in refused if "\n" in refusal]


def _refusal(read: Callable[[Any], Preview], document: Any) -> str:
    """Return why a document cannot be reviewed, or an empty string."""
    try:
        markdown(review(read(document)))
    except DocumentError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("text", ["[" * 100_000, '{"sequence": 1, "a": ' + "[" * 100_000 + "}"])
def test_too_deep_nesting_is_an_error(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^p\.json[^\n]*: it is nested too deeply; "):
        read_preview(text, name="p.json")


def test_only_a_line_feed_ends_an_event() -> None:
    events = _events()
    events[0]["resourcePreEvent"]["metadata"]["new"]["inputs"]["description"] = "one\x85two\u2028three"
    text = "\n".join(json.dumps(event, ensure_ascii=False) for event in events)
    assert len(read_preview(text).steps) == 1
