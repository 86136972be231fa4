"""Each step makes only the calls that it needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fleet import Declared, Fleet, Ref

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(
    "omitted members cost more calls",
    engine_list_key="show",
    pipeline_list_kinds="all",
    runtime_list_delay=0,
    runtime_id_is="id",
    error_bodies="full",
)

PLACE = {"environmentId": "5e0000000000000000000002"}


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with Simulator(switches={"profile_delete_delay": 0}) as simulator:
        yield Fleet(simulator)


def _calls(fleet: Fleet) -> list[str]:
    """Return the operations that were called since the last call of this function."""
    found = [entry["operation"] for entry in fleet.simulator.journal()]
    fleet.simulator.clear_journal()
    return found


def test_each_step_of_a_run_profile_makes_only_the_necessary_calls(fleet: Fleet) -> None:
    profile = {"engineId": Ref("a"), "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
    engine = Declared("RemoteEngine", PLACE)
    fleet.up({"a": engine, "p": Declared("RemoteEngineRunProfile", profile)})
    assert _calls(fleet) == [
        "list_remote_engines",
        "create_remote_engine",
        "create_remote_engine_run_profile",
    ], "an engine that this `up` created has no profiles to look for"
    fleet.up({"a": engine, "p": Declared("RemoteEngineRunProfile", {**profile, "jvmArguments": ["-Xmx2g"]})})
    assert _calls(fleet) == ["get_remote_engine_run_profile", "update_remote_engine_run_profile"]
    fleet.up({"a": engine})
    assert _calls(fleet) == ["delete_remote_engine_run_profile", "get_remote_engine_run_profile"]
    fleet.up({})
    assert _calls(fleet) == ["delete_remote_engine"]
    assert fleet.errors == []


def test_options_and_first_declarations_are_remembered_without_a_call(fleet: Fleet) -> None:
    given = {**PLACE, "workspaceId": "5f0000000000000000000004"}
    fleet.up({"a": Declared("RemoteEngine", PLACE)})
    before = fleet.state["a"].outputs
    given["workspaceId"] = before["workspaceId"]
    _calls(fleet)
    fleet.up({"a": Declared("RemoteEngine", {**given, "onExisting": "adopt", "keepOsgiDeployments": True})})
    assert (fleet.changes, _calls(fleet)) == (1, [])
    after = fleet.state["a"].outputs
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {
        "__declared",
        "keepOsgiDeployments",
        "onExisting",
    }
    fleet.up({"a": Declared("RemoteEngine", {**given, "onExisting": "adopt"})})
    assert (fleet.changes, _calls(fleet)) == (1, [])
    assert "keepOsgiDeployments" not in fleet.state["a"].outputs
    fleet.up({"a": Declared("RemoteEngine", {**given, "onExisting": "adopt"})})
    assert fleet.changes == 0


def test_the_error_of_an_update_of_a_deleted_object_says_how_to_create_it_again(fleet: Fleet) -> None:
    profile = {"engineId": Ref("a"), "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
    program = {"a": Declared("RemoteEngine", PLACE), "p": Declared("RemoteEngineRunProfile", profile)}
    fleet.up(program)
    fleet.simulator.load(fleet.simulator.state() | {"runProfiles": []})
    program["p"] = Declared("RemoteEngineRunProfile", {**profile, "jvmArguments": ["-Xmx2g"]})
    fleet.up(program)
    (error,) = fleet.errors
    assert error.startswith("Remote Engine run profile 'p'")
    assert "`pulumi up --refresh` creates it again" in error
    fleet.refresh()
    fleet.up(program)
    assert (fleet.changes, fleet.errors) == (1, [])


def test_a_cluster_with_an_engine_that_others_added_is_not_emptied(fleet: Fleet) -> None:
    place = {**PLACE, "workspaceId": "5f0000000000000000000004"}
    fleet.simulator.switch("cluster_delete_with_members", "refuse")
    program = {"a": Declared("RemoteEngine", place), "c": Declared("EngineCluster", place)}
    fleet.up(program)
    account = fleet.simulator.state()
    (cluster,), (engine,) = account["clusters"], account["remoteEngines"]
    engine["clusterId"] = cluster["id"]
    fleet.simulator.load(account)
    _calls(fleet)
    fleet.up({"a": program["a"]})
    (error,) = fleet.errors
    assert error.startswith("Remote Engine cluster 'c'")
    assert f'"The cluster has engines" (engines: {engine["id"]};' in error
    assert error.endswith("If the cluster contains engines, take them out first, then try again")
    assert _calls(fleet) == ["delete_cluster"]


def test_a_cluster_that_must_be_empty_to_be_deleted_is_emptied(fleet: Fleet) -> None:
    place = {**PLACE, "workspaceId": "5f0000000000000000000004"}
    engine = {"a": Declared("RemoteEngine", place)}
    cluster = Declared("EngineCluster", {**place, "remoteEngines": [Ref("a")]})
    fleet.simulator.switch("cluster_delete_with_members", "refuse")
    fleet.up({**engine, "c": cluster})
    _calls(fleet)
    fleet.up(engine)
    assert (fleet.errors, _calls(fleet)) == (
        [],
        ["delete_cluster", "get_cluster", "remove_cluster_engine", "delete_cluster"],
    )
    fleet.up({**engine, "c": cluster})
    assert fleet.errors == [], "the engine is known to be free"


def test_an_engine_that_has_just_left_does_not_keep_its_cluster(fleet: Fleet) -> None:
    place = {**PLACE, "workspaceId": "5f0000000000000000000004"}
    engine = {"a": Declared("RemoteEngine", place)}
    fleet.simulator.switch("cluster_delete_with_members", "refuse")
    fleet.up({**engine, "c": Declared("EngineCluster", {**place, "remoteEngines": [Ref("a")]})})
    members = "/processing/runtimes/remote-engine-clusters/*/engines/*"
    fleet.simulator.fault("DELETE", members, kind="drop-after")
    fleet.up(engine)
    assert (fleet.errors, fleet.simulator.state()["clusters"]) == ([], [])
