"""Objects that exist already or belong to another resource, on the real engine."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from edited_program import only, writes
from stack import StackError, changes

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(duplicate_engine_names="allow", reschedule_fields="optional")

ENGINES = "/processing/runtimes/remote-engines"


def test_an_object_that_exists_already_is_refused_unless_it_is_adopted(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    there = {"id": "0" * 24, "name": "etl", "workspaceId": "5f0000000000000000000004", "description": "d"}
    other = {"id": "1" * 24, "name": "other", "workspaceId": "5f0000000000000000000004", "description": "d"}
    simulator.load(simulator.state() | {"remoteEngines": [there, other]})
    with pytest.raises(StackError) as raised:
        apply(
            """
talend.RemoteEngine("etl", **place)
talend.RemoteEngine("other", **place, description="another", on_existing="adopt")
talend.RemoteEngine("third", **place, adopt_id="f" * 24)
""",
            "--continue-on-error",
        )
    assert f"Remote Engine 'etl' exists already: {there['id']} (created" in str(raised.value)
    assert f'set on_existing="adopt" or adopt_id="{there["id"]}"' in str(raised.value)
    assert "cannot be adopted: description differ" in str(raised.value)
    assert re.search(r"cannot be adopted: .*404", str(raised.value))
    assert [writing for writing in writes(simulator) if ENGINES in writing[1]] == []

    apply('talend.RemoteEngine("etl", **place, on_existing="adopt")', converges=True)
    assert writes(simulator) == []
    apply("")
    assert [one["id"] for one in simulator.state()["remoteEngines"]] == [other["id"]], (
        "an adopted engine is deleted with its resource"
    )


def test_an_object_is_adopted_by_its_id_or_a_second_one_is_created(
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
        talend.RemoteEngine("second", name="etl", **place, on_existing="create")
        """.replace("\n        ", "\n"),
        converges=True,
    )
    assert [method for method, _ in sorted(writes(simulator))] == ["POST", "PUT"]
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
    cluster, engine = only(simulator, "clusters"), only(simulator, "remoteEngines")
    renamed = text.replace('"etl", name', '"new", name').replace('"pool", name', '"new", name')
    apply(renamed.replace('"member"', '"new"'))
    assert (only(simulator, "clusters"), only(simulator, "remoteEngines")) == (cluster, engine)
    urn = "urn:pulumi:test::test::pulumi-python:dynamic/talend:RemoteEngine::new"
    apply(renamed.replace('"member"', '"new"'), "--replace", urn, converges=True)
    account = simulator.state()
    assert [(one["id"], one.get("clusterId")) for one in account["remoteEngines"]] == [(engine, cluster)]


def test_a_renamed_resource_keeps_its_object_when_the_up_fails_half_way(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    apply('talend.RemoteEngine("old", name="etl", **place)')
    engine = only(simulator, "remoteEngines")
    simulator.clear_journal()
    renamed = 'talend.RemoteEngine("new", name="etl", **place, on_existing="adopt")\n'
    fails = 'talend.RemoteEngineRunProfile("bad", engine_id="0" * 24, **profile)\n'
    with pytest.raises(StackError, match="404"):
        apply(renamed + fails, "--refresh")
    assert changes(apply(renamed, "--refresh", converges=True))["deleted"] == 1
    assert (only(simulator, "remoteEngines"), writes(simulator)) == (engine, [])


def test_two_resources_of_one_object_are_an_error_until_one_is_removed(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    first = 'talend.RemoteEngine("a", name="a", **place)\n'
    apply(first)
    engine = only(simulator, "remoteEngines")
    with pytest.raises(StackError, match=r"([Aa]nother resource|two resources) of this program"):
        apply(first + f'talend.RemoteEngine("b", name="a", **place, adopt_id="{engine}")\n')
    apply(first)
    assert only(simulator, "remoteEngines") == engine


LISTS = """
{group}a = talend.RemoteEngine("{group}-a", **place)
{group}b = talend.RemoteEngine("{group}-b", **place)
{group}first = talend.EngineCluster("{group}-first", **place, remote_engines=[{first}])
{group}second = talend.EngineCluster("{group}-second", **place, remote_engines=[{second}])
"""
NAMES = """
talend.RemoteEngine("a", name="{a}", **place, on_existing="adopt")
talend.RemoteEngine("b", name="{b}", **place, on_existing="adopt")
"""
SINGLE = """
{group}c = talend.RemoteEngine("{group}-c", **place)
{group}pool = talend.EngineCluster("{group}-pool", **place{more})
"""
PAIR = """
ea = talend.RemoteEngine("e-a", **place)
eb = talend.RemoteEngine("e-b", **place)
eleft = talend.EngineCluster("e-left", **place)
eright = talend.EngineCluster("e-right", **place)
talend.ClusterMembership("e-1", cluster_id=eleft, engine_id={one})
talend.ClusterMembership("e-2", cluster_id=eright, engine_id={other})
"""
MEMBER = 'talend.ClusterMembership("{group}-single", cluster_id={cluster}, engine_id={engine})\n'


def _lists(group: str, first: str, second: str) -> str:
    return LISTS.format(group=group, first=first, second=second)


def _single(*, listed: str | None) -> str:
    """Return a cluster that lists `listed`, or without it a cluster and a membership."""
    if listed is None:
        return SINGLE.format(group="f", more="") + MEMBER.format(group="f", cluster="fpool", engine="fc")
    return SINGLE.format(group="f", more=f", remote_engines=[{listed}]")


def _members(simulator: Simulator) -> dict[str, str | None]:
    account = simulator.state()
    names = {cluster["id"]: cluster["name"] for cluster in account["clusters"]}
    return {one["name"]: names.get(one.get("clusterId")) for one in account["remoteEngines"]}


def test_engines_move_between_names_lists_and_memberships_in_one_up(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    """One program has a group of engines and clusters for each way to move an engine.

    Groups "s" and "e" exchange engines, by lists and by memberships. "r" renames a cluster, and "n" adds one.
    In "m" and "f", engines change between lists and memberships.
    """
    third = 'third = talend.EngineCluster("m-third", **place)\n'
    apply(
        NAMES.format(a="x", b="y")
        + _lists("s", "sa.id", "sb.id")
        + _lists("r", "ra.id", "rb.id")
        + _lists("n", "na.id", "nb.id")
        + _lists("m", "ma.id", "mb.id")
        + third
        + PAIR.format(one="ea", other="eb")
        + _single(listed=None)
    )
    engines = {one["name"]: one["id"] for one in simulator.state()["remoteEngines"]}
    new = 'talend.EngineCluster("n-new", **place, remote_engines=[na.id])\n'
    member = MEMBER.format(group="m", cluster="third", engine="ma")
    swapped = (
        NAMES.format(a="y", b="x")
        + PAIR.format(one="eb", other="ea")
        + _lists("s", "sb.id", "sa.id")
        + _lists("r", "ra.id", "rb.id").replace('"r-first"', '"r-first", name="r-other"')
    )
    with pytest.raises(StackError) as refused:
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
    assert "remove the engine from that list, but keep the argument" in str(refused.value)

    moved = swapped + _lists("n", "", "nb.id") + new + _lists("m", "", "mb.id") + third + member
    apply(moved + _single(listed="fc.id"), converges=True)
    there = {
        "x": None,
        "y": None,
        "e-a": "e-right",
        "e-b": "e-left",
        "s-a": "s-second",
        "s-b": "s-first",
        "r-a": "r-other",
        "r-b": "r-second",
    }
    there |= {"n-a": "n-new", "n-b": "n-second", "m-a": "m-third", "m-b": "m-second"}
    assert _members(simulator) == there | {"f-c": "f-pool"}
    assert {one["name"]: one["id"] for one in simulator.state()["remoteEngines"]} == engines

    apply(moved + _single(listed=None), converges=True)
    assert _members(simulator) == there | {"f-c": "f-pool"}
    apply(moved + _single(listed="fc.id"))
    apply(moved + _single(listed=""), converges=True)
    assert _members(simulator) == there | {"f-c": None}
