"""`diff` compares an argument with the observed value, or the last declaration if it needs a replacement."""

from __future__ import annotations

import pytest

from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.kinds.spec import Endpoint, Property, ResourceSpec, Role, Shape
from talend_processing.provider.kinds.values import UNKNOWN
from talend_processing.provider.lifecycle.state import inputs_of, outputs

TEXT = Shape("text")
SPEC = ResourceSpec(
    "Thing",
    Endpoint("things", "Thing", parents=("engineId",)),
    (
        Property("engine_id", "engineId", TEXT, role=Role.PARENT, required=True, replace=True),
        Property("name", "name", TEXT, required=True, replace=True),
        Property("description", "description", TEXT),
        Property("workspace_id", "workspaceId", TEXT, replace=True, observed="workspace.id"),
        Property("members", "members", Shape("list", TEXT), unordered=True),
        Property("token", "token", TEXT, secret=True),
        Property("mode", "mode", TEXT, role=Role.OPTION),
        Property("key", "key", TEXT, role=Role.COMPUTED, secret=True, keep=True),
    ),
)
INPUTS = {"engineId": "e1", "name": "a", "description": "d", "members": ["x", "y"], "token": "t", "mode": "m"}
ANSWER = {"name": "a", "description": "d", "members": ["y", "x"], "workspace": {"id": "w1"}, "key": "K"}
STATE = outputs(SPEC, INPUTS, ANSWER, api_url="https://api.eu.cloud.talend.com")


def test_nothing_changes_after_an_up() -> None:
    assert not diff(SPEC, STATE, INPUTS)
    assert not diff(SPEC, STATE, inputs_of(SPEC, STATE))


@pytest.mark.parametrize("name", ["description", "members", "token", "mode"])
def test_a_removed_argument_is_a_change(name: str) -> None:
    difference = diff(SPEC, STATE, {key: value for key, value in INPUTS.items() if key != name})
    assert difference.changed == (name,)
    assert difference.replaces == ()


def test_drift_that_an_update_corrects_is_a_change() -> None:
    drifted = outputs(SPEC, INPUTS, {**ANSWER, "description": "x"}, api_url="", olds=STATE)
    assert diff(SPEC, drifted, INPUTS).changed == ("description",)


def test_drift_that_only_a_replacement_corrects_is_an_output_and_never_replaces() -> None:
    drifted = outputs(SPEC, INPUTS, {**ANSWER, "name": "renamed"}, api_url="", olds=STATE)
    assert not diff(SPEC, drifted, INPUTS)
    assert drifted["drift"] == {"name": "renamed"}


def test_a_changed_declaration_replaces() -> None:
    difference = diff(SPEC, STATE, {**INPUTS, "name": "b"})
    assert difference.replaces == ("name",)
    assert not difference.delete_first


def test_a_replacement_under_the_same_natural_key_deletes_first() -> None:
    declared = outputs(SPEC, {**INPUTS, "workspaceId": "w1"}, ANSWER, api_url="")
    difference = diff(SPEC, declared, {**INPUTS, "workspaceId": "w2"})
    assert difference.replaces == ("workspaceId",)
    assert difference.delete_first


def test_declaring_an_existing_value_only_records_the_declaration() -> None:
    difference = diff(SPEC, STATE, {**INPUTS, "workspaceId": "w1"})
    assert difference.changed == ("workspaceId",)
    assert difference.replaces == ()


@pytest.mark.parametrize("name", ["engineId", "name"])
def test_a_preview_replaces_in_the_same_order_as_the_up(name: str) -> None:
    previewed, done = (diff(SPEC, STATE, {**INPUTS, name: value}) for value in (UNKNOWN, "other"))
    assert previewed.replaces == (name,)
    assert previewed.delete_first == done.delete_first


def test_a_key_that_is_shown_only_once_is_kept_and_a_new_one_replaces_it() -> None:
    without = {key: value for key, value in ANSWER.items() if key != "key"}
    assert outputs(SPEC, INPUTS, without, api_url="", olds=STATE)["key"] == "K"
    assert outputs(SPEC, INPUTS, {**ANSWER, "key": "L"}, api_url="", olds=STATE)["key"] == "L"


def test_an_engine_leaves_its_cluster_before_it_joins_another() -> None:
    spec = find("ClusterMembership")
    state = outputs(spec, {"clusterId": "c1", "engineId": "e1"}, {}, api_url="https://api.example")
    assert diff(spec, state, {"clusterId": "c2", "engineId": "e1"}).delete_first
    assert not diff(spec, state, {"clusterId": "c1", "engineId": "e2"}).delete_first


def test_a_requested_replacement_deletes_first_unless_the_key_changes() -> None:
    spec = find("RemoteEngineRunProfile")
    inputs = {"engineId": "e1", "type": "JOB_SERVER", "name": "heap", "jvmArguments": ["-Xmx1g"]}
    state = outputs(spec, inputs, inputs, api_url="https://api.example")
    assert diff(spec, state, inputs).delete_first
    assert diff(spec, state, {**inputs, "jvmArguments": ["-Xmx2g"]}).delete_first
    assert not diff(spec, state, {**inputs, "name": "other"}).delete_first


def test_a_cluster_with_declared_members_is_deleted_before_its_replacement() -> None:
    spec = find("EngineCluster")
    inputs = {"name": "a", "environmentId": "e", "workspaceId": "w", "remoteEngines": ["e1"]}
    for listed, delete_first in ((["e1"], True), ([], False)):
        state = outputs(spec, inputs | {"remoteEngines": listed}, {"engines": listed}, api_url="")
        assert diff(spec, state, {**inputs, "name": "b"}).delete_first is delete_first


WITH_DEFAULT = ResourceSpec(
    "Thing",
    Endpoint("things", "Thing"),
    (
        Property("name", "name", TEXT, required=True, replace=True),
        Property("how", "how", TEXT, role=Role.OPTION, default="fail"),
    ),
)


@pytest.mark.parametrize("before", [{}, {"how": "fail"}, {"how": "adopt"}])
@pytest.mark.parametrize("now", [{}, {"how": "fail"}, {"how": "adopt"}])
def test_an_option_left_out_of_state_means_its_default(before: dict[str, str], now: dict[str, str]) -> None:
    state = outputs(WITH_DEFAULT, {"name": "a", **before}, {"name": "a"}, api_url="")
    same = before.get("how", "fail") == now.get("how", "fail")
    assert diff(WITH_DEFAULT, state, {"name": "a", **now}).changed == (() if same else ("how",))
