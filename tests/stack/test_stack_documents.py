"""The error for invalid input is one line with the file, the location and the expected value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from previews import PLACE, document, engine, step, urn

from talend_processing.review.findings.report import review
from talend_processing.stack.document import DocumentError
from talend_processing.stack.preview import read_preview
from talend_processing.stack.state import read_state

GOOD = document(engine("delete", "etl"))


def _state(**changes: Any) -> str:
    deployment = {"resources": [{"urn": urn("RemoteEngine", "etl", **changes.pop("place", {}))}]}
    return json.dumps({"version": 3, "deployment": deployment, **changes})


def _event(**event: Any) -> str:
    return json.dumps({"sequence": 1, **event})


BAD = {
    "empty": ("", "p.json: it is empty; create a preview with `pulumi preview --json"),
    "blank": (" \n", "p.json: it is empty"),
    "no JSON": ("Previewing update (dev)\n", "p.json, line 1: it is not JSON"),
    "text before": ("warning: old\n" + GOOD, "p.json, line 1: it is not JSON"),
    "cut off": (GOOD[:-40], r"p.json, line \d+: it is truncated"),
    "cut off before the last brace": (GOOD[: GOOD.rindex("}")], r"p.json, line \d+: it is truncated"),
    "a list": ("[]", "p.json: it is not a JSON object"),
    "of another tool": ('{"terraform_version": "1.9", "resource_changes": []}', "it has no list `steps`"),
    "a state": (_state(), "it is a state"),
    "no steps": (document(), "it holds no steps"),
    "a step without urn": (document({"op": "same"}), r"p.json, steps\[0\]: a step must have a `urn`"),
    "a step that is a number": ('{"steps": [1]}', r"p.json, steps\[0\]: a step must have a `urn`"),
    "of a newer pulumi": (
        document({"op": "teleport", "urn": urn("RemoteEngine", "etl")}),
        r"p.json, steps\[0\]: the operation 'teleport' is not one of same, create.*update talend-processing",
    ),
    "an invalid urn": (document({"op": "same", "urn": "x::y", "newState": {}}), "'x::y' is not a URN"),
    "inputs that are a list": (
        document({"op": "same", "urn": urn("RemoteEngine", "etl"), "newState": {"inputs": [1]}}),
        r"p.json, steps\[0\]\.newState\.inputs: it must be an object",
    ),
    "an old state that is a number": (
        document({"op": "same", "urn": urn("RemoteEngine", "etl"), "oldState": 1}),
        r"p.json, steps\[0\]\.oldState: it must be an object",
    ),
    "failed": (
        document(engine("same", "etl"), diagnostics=[{"severity": "error", "message": "error: no\nmore"}]),
        "p.json: there is nothing to review, because the preview failed: no$",
    ),
    "crashed": (
        document(diagnostics=[{"severity": "error", "message": "Traceback:\n  File x\nValueError: boom\n"}]),
        "because the preview failed: ValueError: boom$",
    ),
    "a plan without a state": ('{"resourcePlans": {}}', "give the state with --state"),
    "a stream cut off between lines": (_event(preludeEvent={}), "ends before its summaryEvent"),
    "a stream cut off in a line": (
        _event(preludeEvent={}) + '\n{"sequence": 2, "resour',
        "p.json, line 2: it is truncated",
    ),
    "a stream that failed": (
        _event(diagnosticEvent={"severity": "error", "message": "boom"}),
        "there is nothing to review, because the preview failed: boom",
    ),
    "a stream of a newer pulumi": (
        _event(resourcePreEvent={"metadata": {"op": "teleport", "urn": urn("RemoteEngine", "etl")}}),
        "p.json, line 1, resourcePreEvent.metadata: the operation 'teleport'",
    ),
}


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD)
def test_an_invalid_preview_is_an_error(text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read_preview(text, name="p.json")
    assert "\n" not in str(caught.value)


BAD_STATES = {
    "empty": ("", "s.json: it is empty; export the state with `pulumi stack export"),
    "cut off": (_state()[:-3], "s.json, line 1: it is truncated"),
    "a preview": (GOOD, "it has no object `deployment`"),
    "newer": (_state(version=9), "version 9 of the state is not one of 3, 4"),
    "resources that are an object": (
        json.dumps({"version": 3, "deployment": {"resources": {"a": 1}}}),
        "deployment.resources: it",
    ),
    "no urn": (
        json.dumps({"version": 3, "deployment": {"resources": [{"id": 1}]}}),
        r"deployment.resources\[0\]: a resource must have a valid `urn`",
    ),
    "outputs that are a list": (
        json.dumps(
            {"version": 3, "deployment": {"resources": [{"urn": urn("RemoteEngine", "a"), "outputs": [1]}]}}
        ),
        r"deployment.resources\[0\].outputs: it must be an object",
    ),
}


@pytest.mark.parametrize(("text", "says"), BAD_STATES.values(), ids=BAD_STATES)
def test_an_invalid_state_is_an_error(text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        read_state(text, name="s.json")


@pytest.mark.parametrize("place", [{"project": "other"}, {"stack": "other"}])
def test_a_state_of_another_stack_is_refused(place: dict[str, str]) -> None:
    state = read_state(_state(place=place), name="s.json")
    with pytest.raises(DocumentError, match=r"s\.json: it is of stack .* but p\.json is of stack test"):
        read_preview(GOOD, name="p.json", state=state)


def test_resources_that_the_preview_does_not_show_are_counted() -> None:
    preview = read_preview(document(engine("delete", "etl"), same=3))
    assert (preview.unlisted, preview.includes_unchanged) == (3, False)
    known = read_preview(document(engine("delete", "etl"), same=3), state=read_state(_state()))
    assert known.includes_unchanged


def test_a_state_shows_pending_deletes_of_an_earlier_up() -> None:
    left = {"urn": urn("RemoteEngine", "etl"), "id": "old", "delete": True}
    state = json.loads(_state())
    state["deployment"]["resources"].append(left)
    given = read_state(json.dumps(state))
    preview = read_preview(document(engine("same", "etl")), state=given)
    assert [(one.op, one.object_id) for one in preview.steps] == [("delete", "old"), ("same", "id-of-etl")]
    assert [one.op for one in given.steps] == ["same"]


def test_a_later_step_overrides_the_refresh_of_the_resource() -> None:
    refreshed = step("refresh", "RemoteEngine", "etl", old=PLACE, new=PLACE)
    (found,) = read_preview(document(refreshed, engine("delete", "etl"))).steps
    assert found.op == "delete"
    (found,) = read_preview(document(refreshed)).steps
    assert found.op == "same"


def test_an_object_that_a_program_only_reads_is_not_managed_or_deleted() -> None:
    state = json.loads(_state())
    state["deployment"]["resources"][0] |= {"external": True, "id": "5c0"}
    found = read_state(json.dumps(state))
    assert (found.managed, [one.retained for one in found.steps]) == ((), [True])
    read = step("read", "RemoteEngine", "etl", old=PLACE, new=PLACE, external=True)
    gone = step("read-discard", "RemoteEngine", "other", old=PLACE, external=True)
    preview = read_preview(document(read, gone))
    assert [(one.op, one.retained) for one in preview.steps] == [("read", True), ("read", True)]
    assert review(preview).findings == ()
