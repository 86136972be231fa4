"""Pulumi's own options, and what a create does about objects that are there already."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from stack import FailedError, Stack, changes

from talend_processing.simulator import Simulator

ENGINES = "/processing/runtimes/remote-engines"
BEGINNING = """
import pulumi
import talend_processing as talend
from pulumi import Alias, ResourceOptions

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
profile = {"type": "JOB_SERVER", "jvm_arguments": ["-Xmx1g"]}
"""


@pytest.fixture
def apply(tmp_path: Path, stack_of: Callable[[str], Stack]) -> Callable[..., str]:
    """Let a stack be what a text declares."""
    made: list[Stack] = []

    def run(text: str, *options: str) -> str:
        if not made:
            made.append(stack_of(BEGINNING + text))
        (made[0].program / "__main__.py").write_text(BEGINNING + text)
        printed = made[0].up(*options)
        made[0].up("--expect-no-changes")
        return printed

    return run


def _only(simulator: Simulator, table: str) -> str:
    (found,) = simulator.state()[table]
    return str(found["id"])


def _writes(simulator: Simulator) -> list[tuple[str, str]]:
    found = [(one["method"], one["path"]) for one in simulator.journal() if one["method"] != "GET"]
    simulator.clear_journal()
    return found


@pytest.mark.sdk
def test_options_that_replace_rename_and_ignore(apply: Callable[..., str], simulator: Simulator) -> None:
    heap = 'talend.RemoteEngineRunProfile("heap", engine_id=engine, **profile)\n'
    apply('engine = talend.RemoteEngine("etl", name="etl", **place)\n' + heap)
    engine, first = _only(simulator, "remoteEngines"), _only(simulator, "runProfiles")

    renamed = (
        'alias = ResourceOptions(aliases=[Alias(name="etl")])\n'
        'engine = talend.RemoteEngine("new", name="etl", **place, opts=alias)\n'
    )
    assert changes(apply(renamed + heap)) == {"unchanged": 3}
    assert _only(simulator, "remoteEngines") == engine

    changed = heap.replace("**profile", '**profile | {"jvm_arguments": ["-Xmx2g"]}')
    ignored = changed.replace("**profile", "opts=options, **profile")
    ignored = 'options = ResourceOptions(ignore_changes=["jvm_arguments"])\n' + ignored
    assert changes(apply(renamed + ignored)) == {"unchanged": 3}

    replaced = ignored.replace("ignore_changes", "replace_on_changes")
    assert changes(apply(renamed + replaced))["replaced"] == 1
    assert _only(simulator, "runProfiles") != first
    simulator.clear_journal()
    apply("")
    assert _writes(simulator) == [("DELETE", f"{ENGINES}/{engine}")], "the profile is deleted with its engine"


def test_an_object_that_is_there_already(
    apply: Callable[..., str], stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    there = {"id": "0" * 24, "name": "etl", "workspaceId": "5f0000000000000000000004", "description": "d"}
    simulator.load(simulator.state() | {"remoteEngines": [there]})
    with pytest.raises(FailedError) as told:
        apply('talend.RemoteEngine("etl", **place)')
    assert f"Remote Engine 'etl' exists already: {there['id']} (created" in str(told.value)
    assert f'set on_existing="adopt" or adopt_id="{there["id"]}"' in str(told.value)

    with pytest.raises(FailedError, match="cannot be adopted: description differ"):
        apply('talend.RemoteEngine("etl", **place, description="other", on_existing="adopt")')
    with pytest.raises(FailedError, match=r"cannot be adopted: .*404"):
        apply('talend.RemoteEngine("etl", **place, adopt_id="f" * 24)')
    assert [writing for writing in _writes(simulator) if ENGINES in writing[1]] == []

    apply('talend.RemoteEngine("etl", **place, on_existing="adopt")')
    assert _writes(simulator) == []
    apply("")
    assert simulator.state()["remoteEngines"] == [], "what was adopted is owned"


def test_an_object_is_adopted_by_its_id_or_made_beside_it(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    there = {"id": "0" * 24, "name": "etl", "workspaceId": "5f0000000000000000000004"}
    profile = {
        "id": "1" * 24,
        "name": "by hand",
        "type": "JOB_SERVER",
        "processorId": there["id"],
        "processorType": "REMOTE_ENGINE",
        "jvmArguments": ["-Xmx9g"],
    }
    simulator.load(simulator.state() | {"remoteEngines": [there], "runProfiles": [profile]})
    apply(
        f"""
        engine = talend.RemoteEngine("etl", **place, adopt_id="{there["id"]}")
        talend.RemoteEngineRunProfile("heap", engine_id=engine, **profile, adopt_id="{profile["id"]}")
        talend.RemoteEngine("twin", name="etl", **place, on_existing="create")
        """.replace("\n        ", "\n")
    )
    assert [method for method, _ in sorted(_writes(simulator))] == ["POST", "PUT"]
    account = simulator.state()
    assert [engine["name"] for engine in account["remoteEngines"]] == ["etl", "etl"]
    assert [(p["id"], p["name"], p["jvmArguments"]) for p in account["runProfiles"]] == [
        (profile["id"], "heap", ["-Xmx1g"])
    ]


def test_what_a_resource_takes_over_from_itself_is_not_deleted(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    text = """
cluster = talend.EngineCluster("pool", name="pool", **place, on_existing="adopt")
engine = talend.RemoteEngine("etl", name="etl", **place, on_existing="adopt")
talend.ClusterMembership("member", cluster_id=cluster, engine_id=engine)
"""
    apply(text)
    cluster, engine = _only(simulator, "clusters"), _only(simulator, "remoteEngines")
    renamed = text.replace('"etl", name', '"new", name').replace('"pool", name', '"new", name')
    apply(renamed.replace('"member"', '"new"'))
    assert (_only(simulator, "clusters"), _only(simulator, "remoteEngines")) == (cluster, engine)
    urn = "urn:pulumi:test::test::pulumi-python:dynamic/talend:RemoteEngine::new"
    apply(renamed.replace('"member"', '"new"'), "--replace", urn)
    account = simulator.state()
    assert [(one["id"], one.get("clusterId")) for one in account["remoteEngines"]] == [(engine, cluster)]


def test_two_engines_swap_their_names(apply: Callable[..., str], simulator: Simulator) -> None:
    text = """
talend.RemoteEngine("a", name="x", **place, on_existing="adopt")
talend.RemoteEngine("b", name="y", **place, on_existing="adopt")
"""
    apply(text)
    before = [engine["id"] for engine in simulator.state()["remoteEngines"]]
    simulator.clear_journal()
    apply(text.replace('"x"', '"z"').replace('"y"', '"x"').replace('"z"', '"y"'))
    assert (_writes(simulator), [engine["id"] for engine in simulator.state()["remoteEngines"]]) == (
        [],
        before,
    )


def test_a_renamed_resource_keeps_its_object_when_the_up_fails_half_way(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    apply('talend.RemoteEngine("old", name="etl", **place)')
    engine = _only(simulator, "remoteEngines")
    simulator.clear_journal()
    renamed = 'talend.RemoteEngine("new", name="etl", **place, on_existing="adopt")\n'
    fails = 'talend.RemoteEngineRunProfile("bad", engine_id="0" * 24, **profile)\n'
    with pytest.raises(FailedError, match="404"):
        apply(renamed + fails, "--refresh")
    assert changes(apply(renamed, "--refresh"))["deleted"] == 1
    assert (_only(simulator, "remoteEngines"), _writes(simulator)) == (engine, [])


def test_two_resources_of_one_object_are_told_and_either_can_go(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    first = 'talend.RemoteEngine("a", name="a", **place)\n'
    apply(first)
    engine = _only(simulator, "remoteEngines")
    with pytest.raises(FailedError, match=r"another resource of this program|two resources of this program"):
        apply(first + f'talend.RemoteEngine("b", name="a", **place, adopt_id="{engine}")\n')
    apply(first)
    assert _only(simulator, "remoteEngines") == engine


@pytest.mark.sdk
@pytest.mark.parametrize("given", ["engine", "engine.id"])
@pytest.mark.parametrize("option", ["protect", "retain_on_delete"])
def test_what_lives_in_an_engine_that_stays_is_not_left_behind(
    stack_of: Callable[[str], Stack], simulator: Simulator, option: str, given: str
) -> None:
    engine = f'engine = talend.RemoteEngine("etl", **place, opts=ResourceOptions({option}=True))\n'
    stack = stack_of(
        BEGINNING + engine + f'talend.RemoteEngineRunProfile("heap", engine_id={given}, **profile)'
    )
    stack.up()
    refused = pytest.raises(FailedError, match="cannot be deleted") if option == "protect" else nullcontext()
    with refused:
        stack.destroy()
    account = simulator.state()
    assert (len(account["remoteEngines"]), account["runProfiles"]) == (1, [])


@pytest.mark.sdk
def test_an_up_goes_by_the_plan_of_a_preview(
    tmp_path: Path, stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    text = (
        BEGINNING
        + """
engine = talend.RemoteEngine("etl", name="etl", **place)
pool = talend.EngineCluster("pool", name="pool", **place)
talend.ClusterMembership("member", cluster_id=pool, engine_id=engine)
talend.RemoteEngineRunProfile("heap", engine_id=engine, **profile)
"""
    )
    stack, plan = stack_of(text), str(tmp_path / "plan.json")
    for old, new in [
        ('"etl", **', '"other", **'),
        ('"pool", **', '"other", **'),
        ('"other", **', '"more", **'),
    ]:
        stack.preview("--save-plan", plan)
        stack.up("--plan", plan)
        stack.up("--expect-no-changes")
        text = text.replace(f"name={old}", f"name={new}")
        (stack.program / "__main__.py").write_text(text)
    stack.preview("--save-plan", plan)
    stack.up("--plan", plan)
    (engine,) = simulator.state()["remoteEngines"]
    assert (engine["name"], engine["clusterId"]) == ("more", _only(simulator, "clusters"))
    assert _only(simulator, "runProfiles")


POOLS = """
a = talend.RemoteEngine("a", **place)
b = talend.RemoteEngine("b", **place)
first = talend.EngineCluster("first", name="first", **place, remote_engines=[a.id])
second = talend.EngineCluster("second", name="second", **place, remote_engines=[b.id])
"""


def _members(simulator: Simulator) -> dict[str, str | None]:
    account = simulator.state()
    names = {cluster["id"]: cluster["name"] for cluster in account["clusters"]}
    return {one["name"]: names.get(one.get("clusterId")) for one in account["remoteEngines"]}


def test_clusters_that_list_their_engines_swap_them(apply: Callable[..., str], simulator: Simulator) -> None:
    apply(POOLS)
    apply(POOLS.replace("a.id", "?").replace("b.id", "a.id").replace("?", "b.id"))
    assert _members(simulator) == {"a": "second", "b": "first"}


def test_a_cluster_that_lists_its_engines_is_replaced_by_one_of_another_name(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    apply(POOLS)
    apply(POOLS.replace('name="first"', 'name="other"'))
    assert _members(simulator) == {"a": "other", "b": "second"}


def test_a_membership_gives_way_to_a_list_and_a_list_to_a_membership(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    single = POOLS.replace(", remote_engines=[a.id]", "")
    single += 'talend.ClusterMembership("single", cluster_id=first, engine_id=a)\n'
    for text in (single, POOLS, single, POOLS):
        apply(text, "--refresh")
        assert _members(simulator) == {"a": "first", "b": "second"}
    apply(POOLS.replace("[a.id]", "[]"))
    assert _members(simulator) == {"a": None, "b": "second"}


@pytest.mark.sdk
def test_a_run_ignores_the_changes_that_its_options_name(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    text = """
options = ResourceOptions(ignore_changes=["triggers", "parameters", "poll_interval"])
talend.TaskRun(
    "load",
    executable="5a0000000000000000000001",
    triggers={"release": "1"},
    parameters={"day": "monday"},
    poll_interval=1,
    on_failure="record",
    opts=options,
)
"""
    apply(text)
    assert _writes(simulator) == [("POST", "/processing/executions")]
    changed = (
        text.replace('"1"', '"2"').replace("monday", "tuesday").replace("poll_interval=1", "poll_interval=2")
    )
    assert changes(apply(changed)) == {"unchanged": 5}
    assert _writes(simulator) == []
    apply(changed.replace('"triggers", ', ""))
    assert _writes(simulator) == [("POST", "/processing/executions")]


def test_a_new_cluster_lists_an_engine_that_another_gives_up(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    apply(POOLS)
    third = 'talend.EngineCluster("third", name="third", **place, remote_engines=[a.id])\n'
    given_up = POOLS.replace("[a.id]", "[]")
    with pytest.raises(FailedError, match=r"Engine \w+ is in cluster \w+\. If that cluster"):
        apply(POOLS.replace("first =", "# first =") + third)
    apply(given_up + third)
    assert _members(simulator) == {"a": "third", "b": "second"}


def test_a_membership_takes_over_an_engine_that_a_clusters_list_gives_up(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    pools = POOLS + 'third = talend.EngineCluster("third", name="third", **place)\n'
    apply(pools)
    member = 'talend.ClusterMembership("single", cluster_id=third, engine_id=a)\n'
    with pytest.raises(
        FailedError, match=r"if that cluster's `remote_engines` did, keep the list without it"
    ):
        apply(pools.replace(", remote_engines=[a.id]", "") + member)
    given_up = pools.replace("[a.id]", "[]") + member
    apply(given_up)
    assert _members(simulator) == {"a": "third", "b": "second"}
    assert changes(apply(given_up, "--refresh")) == {"unchanged": 7}
