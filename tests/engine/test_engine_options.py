"""Pulumi's own options, and what a create does about objects that are there already."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from stack import FailedError, Stack, changes

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

ENGINES = "/processing/runtimes/remote-engines"
BEGINNING = """
import pulumi
import talend_processing as talend
from pulumi import Alias, ResourceOptions

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
profile = {"type": "JOB_SERVER", "jvm_arguments": ["-Xmx1g"]}
"""


@pytest.fixture
def apply(stack_of: Callable[[str], Stack]) -> Callable[..., str]:
    """Apply a text as the stack's program; with `converges`, a second `up` must find no change."""
    made: list[Stack] = []

    def run(text: str, *options: str, converges: bool = False) -> str:
        if not made:
            made.append(stack_of(BEGINNING + text))
        (made[0].program / "__main__.py").write_text(BEGINNING + text)
        printed = made[0].up(*options)
        if converges:
            made[0].up("--refresh", "--expect-no-changes")
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
    changed = heap.replace("**profile", '**profile | {"jvm_arguments": ["-Xmx2g"]}')
    ignored = changed.replace("**profile", "opts=options, **profile")
    ignored = 'options = ResourceOptions(ignore_changes=["jvm_arguments"])\n' + ignored
    assert changes(apply(renamed + ignored)) == {"unchanged": 3}
    assert _only(simulator, "remoteEngines") == engine

    replaced = ignored.replace("ignore_changes", "replace_on_changes")
    assert changes(apply(renamed + replaced, converges=True))["replaced"] == 1
    assert _only(simulator, "runProfiles") != first
    simulator.clear_journal()
    apply("")
    assert _writes(simulator) == [("DELETE", f"{ENGINES}/{engine}")], "the profile is deleted with its engine"


def test_an_object_that_exists_already_is_refused_unless_it_is_adopted(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    there = {"id": "0" * 24, "name": "etl", "workspaceId": "5f0000000000000000000004", "description": "d"}
    other = {"id": "1" * 24, "name": "other", "workspaceId": "5f0000000000000000000004", "description": "d"}
    simulator.load(simulator.state() | {"remoteEngines": [there, other]})
    with pytest.raises(FailedError) as told:
        apply(
            """
talend.RemoteEngine("etl", **place)
talend.RemoteEngine("other", **place, description="another", on_existing="adopt")
talend.RemoteEngine("third", **place, adopt_id="f" * 24)
""",
            "--continue-on-error",
        )
    assert f"Remote Engine 'etl' exists already: {there['id']} (created" in str(told.value)
    assert f'set on_existing="adopt" or adopt_id="{there["id"]}"' in str(told.value)
    assert "cannot be adopted: description differ" in str(told.value)
    assert re.search(r"cannot be adopted: .*404", str(told.value))
    assert [writing for writing in _writes(simulator) if ENGINES in writing[1]] == []

    apply('talend.RemoteEngine("etl", **place, on_existing="adopt")', converges=True)
    assert _writes(simulator) == []
    apply("")
    assert [one["id"] for one in simulator.state()["remoteEngines"]] == [other["id"]], (
        "an adopted one is owned"
    )


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
        """.replace("\n        ", "\n"),
        converges=True,
    )
    assert [method for method, _ in sorted(_writes(simulator))] == ["POST", "PUT"]
    account = simulator.state()
    assert [engine["name"] for engine in account["remoteEngines"]] == ["etl", "etl"]
    assert [(p["id"], p["name"], p["jvmArguments"]) for p in account["runProfiles"]] == [
        (profile["id"], "heap", ["-Xmx1g"])
    ]


def test_a_replacement_that_adopts_its_own_object_does_not_delete_it(
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
    apply(renamed.replace('"member"', '"new"'), "--replace", urn, converges=True)
    account = simulator.state()
    assert [(one["id"], one.get("clusterId")) for one in account["remoteEngines"]] == [(engine, cluster)]


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
    assert changes(apply(renamed, "--refresh", converges=True))["deleted"] == 1
    assert (_only(simulator, "remoteEngines"), _writes(simulator)) == (engine, [])


def test_two_resources_of_one_object_are_an_error_and_either_can_be_removed(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    first = 'talend.RemoteEngine("a", name="a", **place)\n'
    apply(first)
    engine = _only(simulator, "remoteEngines")
    with pytest.raises(FailedError, match=r"another resource of this program|two resources of this program"):
        apply(first + f'talend.RemoteEngine("b", name="a", **place, adopt_id="{engine}")\n')
    apply(first)
    assert _only(simulator, "remoteEngines") == engine


def test_children_of_a_retained_engine_are_deleted(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    text = BEGINNING
    for option in ("protect", "retain_on_delete"):
        for given in ("engine", "engine.id"):
            name = f"{option} {given}"
            text += f"""
engine = talend.RemoteEngine("{name}", **place, opts=ResourceOptions({option}=True))
talend.RemoteEngineRunProfile("heap of {name}", engine_id={given}, **profile)
"""
    stack = stack_of(text)
    stack.up()
    assert len(simulator.state()["runProfiles"]) == 4
    with pytest.raises(FailedError, match="cannot be deleted"):
        stack.destroy("--continue-on-error")
    account = simulator.state()
    assert (len(account["remoteEngines"]), account["runProfiles"]) == (4, [])


def test_an_up_follows_the_plan_of_a_preview(
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
    for changed in (text, text.replace('name="etl"', 'name="more"').replace('name="pool"', 'name="other"')):
        (stack.program / "__main__.py").write_text(changed)
        stack.preview("--save-plan", plan)
        stack.up("--plan", plan)
    (engine,) = simulator.state()["remoteEngines"]
    assert (engine["name"], engine["clusterId"]) == ("more", _only(simulator, "clusters"))
    assert _only(simulator, "runProfiles")


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


LISTS = """
{at}a = talend.RemoteEngine("{at}-a", **place)
{at}b = talend.RemoteEngine("{at}-b", **place)
{at}first = talend.EngineCluster("{at}-first", **place, remote_engines=[{first}])
{at}second = talend.EngineCluster("{at}-second", **place, remote_engines=[{second}])
"""
NAMES = """
talend.RemoteEngine("a", name="{a}", **place, on_existing="adopt")
talend.RemoteEngine("b", name="{b}", **place, on_existing="adopt")
"""
SINGLE = """
{at}c = talend.RemoteEngine("{at}-c", **place)
{at}pool = talend.EngineCluster("{at}-pool", **place{more})
"""
MEMBER = 'talend.ClusterMembership("{at}-single", cluster_id={cluster}, engine_id={engine})\n'


def _lists(at: str, first: str, second: str) -> str:
    return LISTS.format(at=at, first=first, second=second)


def _single(*, listed: str | None) -> str:
    """A cluster that lists its engines, or else a membership of the engine."""
    if listed is None:
        return SINGLE.format(at="f", more="") + MEMBER.format(at="f", cluster="fpool", engine="fc")
    return SINGLE.format(at="f", more=f", remote_engines=[{listed}]")


def _members(simulator: Simulator) -> dict[str, str | None]:
    account = simulator.state()
    names = {cluster["id"]: cluster["name"] for cluster in account["clusters"]}
    return {one["name"]: names.get(one.get("clusterId")) for one in account["remoteEngines"]}


def test_engines_move_between_names_lists_and_memberships_in_one_up(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    """Independent groups of one program: "s" swaps, "r" renames, "n" is new, "m" and "f" have memberships."""
    third = 'third = talend.EngineCluster("m-third", **place)\n'
    apply(
        NAMES.format(a="x", b="y")
        + _lists("s", "sa.id", "sb.id")
        + _lists("r", "ra.id", "rb.id")
        + _lists("n", "na.id", "nb.id")
        + _lists("m", "ma.id", "mb.id")
        + third
        + _single(listed=None)
    )
    engines = {one["name"]: one["id"] for one in simulator.state()["remoteEngines"]}
    new = 'talend.EngineCluster("n-new", **place, remote_engines=[na.id])\n'
    member = MEMBER.format(at="m", cluster="third", engine="ma")
    swapped = (
        NAMES.format(a="y", b="x")
        + _lists("s", "sb.id", "sa.id")
        + _lists("r", "ra.id", "rb.id").replace('"r-first"', '"r-first", name="r-other"')
    )
    with pytest.raises(FailedError) as refused:
        apply(
            swapped
            + _lists("n", "na.id", "nb.id").replace("nfirst =", "# nfirst =")
            + new
            + _lists("m", "ma.id", "mb.id").replace(", remote_engines=[ma.id]", "")
            + third
            + member
            + _single(listed="fc.id"),
            "--continue-on-error",
        )
    assert re.search(r"Engine \w+ is in cluster \w+\. If the other cluster", str(refused.value))
    assert "If that cluster's `remote_engines` did, keep the list without the engine" in str(refused.value)

    moved = swapped + _lists("n", "", "nb.id") + new + _lists("m", "", "mb.id") + third + member
    apply(moved + _single(listed="fc.id"), converges=True)
    there = {"x": None, "y": None, "s-a": "s-second", "s-b": "s-first", "r-a": "r-other", "r-b": "r-second"}
    there |= {"n-a": "n-new", "n-b": "n-second", "m-a": "m-third", "m-b": "m-second"}
    assert _members(simulator) == there | {"f-c": "f-pool"}
    assert {one["name"]: one["id"] for one in simulator.state()["remoteEngines"]} == engines

    apply(moved + _single(listed=None), converges=True)
    assert _members(simulator) == there | {"f-c": "f-pool"}
    apply(moved + _single(listed="fc.id"))
    apply(moved + _single(listed=""), converges=True)
    assert _members(simulator) == there | {"f-c": None}
