"""After every fault on every write, the next `up` converges or explains. No object is duplicated or lost."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from fleet import Declared, Fleet, Program, Ref
from troubles import TIMEOUT, TROUBLES, Trouble

from talend_processing.simulator import Simulator
from talend_processing.simulator.control.faults import HELD, KINDS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.assumes(reschedule_fields="optional", runtime_list_delay=0, cloud_jvm_rollback="present"),
]

ENVIRONMENT, WORKSPACE = "5e0000000000000000000002", "5f0000000000000000000004"
PLACE = {"environmentId": ENVIRONMENT, "workspaceId": WORKSPACE}
ENGINES = "/processing/runtimes/remote-engines"
CLUSTERS = "/processing/runtimes/remote-engine-clusters"
ROLLBACK = "/processing/engines/cloud/jvm/rollback"


def first(on_existing: str) -> Program:
    """Return one resource of each kind. Engine `a` is in a cluster by a membership, engine `b` by a list."""
    also = {"onExisting": on_existing}
    profile = {"type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"], **also}
    return {
        "a": Declared(
            "RemoteEngine", {**PLACE, "description": "one", "unpairTriggers": {"key": "1"}, **also}
        ),
        "b": Declared("RemoteEngine", {**PLACE, "description": "one", **also}),
        "c": Declared("EngineCluster", {**PLACE, **also}),
        "d": Declared("EngineCluster", {**PLACE, "remoteEngines": [Ref("b")], **also}),
        "e": Declared("EngineCluster", {**PLACE, **also}),
        "member": Declared("ClusterMembership", {"clusterId": Ref("c"), "engineId": Ref("a")}),
        "of-a": Declared("RemoteEngineRunProfile", {"engineId": Ref("a"), **profile}),
        "of-c": Declared("EngineClusterRunProfile", {"clusterId": Ref("c"), **profile}),
        "java": Declared("CloudJvmRollback", {"jobJvmRollback": True, "valueOnDelete": False}),
    }


def second(on_existing: str) -> Program:
    """Return `first` with every kind of change: updates, a replacement, moved engines, a new key."""
    program = first(on_existing)

    def change(name: str, **inputs: Any) -> None:
        program[name] = Declared(program[name].kind, {**program[name].inputs, **inputs})

    change("a", unpairTriggers={"key": "2"})
    change("b", description="two")
    change("d", remoteEngines=[])
    change("of-a", jvmArguments=["-Xmx2g"], description="more")
    change("of-c", jvmArguments=["-Xmx2g"])
    change("java", jobJvmRollback=False)
    change("member", clusterId=Ref("e"))
    return program


@dataclass(frozen=True)
class Write:
    """A write, and the step of the series in which it fails (1 create, 2 change, 3 destroy)."""

    step: int
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.step} {self.method} {self.path.removeprefix('/processing/runtimes/')}"


WRITES = [
    Write(1, "POST", ENGINES),
    Write(1, "POST", CLUSTERS),
    Write(1, "POST", f"{ENGINES}/*/run-profiles"),
    Write(1, "POST", f"{CLUSTERS}/*/run-profiles"),
    Write(1, "PUT", f"{CLUSTERS}/*/engines/*"),
    Write(1, "PUT", ROLLBACK),
    Write(2, "POST", ENGINES),
    Write(2, "DELETE", f"{ENGINES}/*"),
    Write(2, "DELETE", f"{ENGINES}/*/pairing"),
    Write(2, "PUT", f"{ENGINES}/*/run-profiles/*"),
    Write(2, "PUT", f"{CLUSTERS}/*/run-profiles/*"),
    Write(2, "PUT", f"{CLUSTERS}/*/engines/*"),
    Write(2, "DELETE", f"{CLUSTERS}/*/engines/*"),
    Write(2, "PUT", ROLLBACK),
    Write(3, "DELETE", f"{ENGINES}/*"),
    Write(3, "DELETE", CLUSTERS + "/*"),
    Write(3, "DELETE", f"{ENGINES}/*/run-profiles/*"),
    Write(3, "DELETE", f"{CLUSTERS}/*/run-profiles/*"),
    Write(3, "DELETE", f"{CLUSTERS}/*/engines/*"),
    Write(3, "PUT", ROLLBACK),
]


def _series() -> Iterator[ParameterSet]:
    """Yield every fault on every write in one of four ways. Only soak tests try the other three."""
    chance = random.Random(20210301)  # noqa: S311 - the same series in every run
    ways = [(count, on_existing) for count in (1, None) for on_existing in ("adopt", "fail")]
    for write, trouble in itertools.product(WRITES, TROUBLES):
        taken = chance.choice(ways)
        for way in ways:
            count, on_existing = way
            name = f"{write}-{trouble}-{'once' if count else 'always'}-{on_existing}"
            marks = () if way == taken else (pytest.mark.soak,)
            yield pytest.param(write, trouble, count, on_existing, id=name, marks=marks)


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator(switches={"profile_delete_delay": 0}) as simulator:
        yield simulator


@pytest.fixture
def fleet(running: Simulator) -> Fleet:
    running.reset()
    return Fleet(running)


def test_every_kind_of_fault_is_tried() -> None:
    assert {trouble.kind for trouble in TROUBLES} == set(KINDS) - HELD


@pytest.mark.parametrize(("write", "trouble", "count", "on_existing"), list(_series()))
def test_the_next_up_converges_or_explains(
    fleet: Fleet, write: Write, trouble: Trouble, count: int | None, on_existing: str
) -> None:
    programs = [first(on_existing), second(on_existing), {}]
    for program in programs[: write.step - 1]:
        fleet.up(program)
        assert fleet.errors == []
    wanted = programs[write.step - 1]
    fleet.simulator.clear_journal()
    fleet.simulator.fault(write.method, write.path, kind=trouble.kind, count=count, **trouble.more)
    fleet.up(wanted, timeout=TIMEOUT if trouble.kind == "latency" else 30.0)
    assert any(entry["fault"] for entry in fleet.simulator.journal()), "the fault occurred"
    assert fleet.leaks() == []
    fleet.simulator.clear_faults()
    if trouble.kind == "latency":
        time.sleep(2 * TIMEOUT)  # the delayed request takes effect after its client has given up

    fleet.up(wanted)

    assert fleet.unreported() == set()
    assert fleet.duplicates() == []
    assert fleet.leaks() == []
    if on_existing == "adopt" or write.step == 3:
        assert fleet.errors == []
        fleet.refresh()
        fleet.up(wanted)
        assert (fleet.changes, fleet.errors) == (0, [])
        fleet.up({})
        assert (fleet.errors, fleet.objects()) == ([], {})


def test_credentials_of_another_account_make_no_object_count_as_gone(fleet: Fleet) -> None:
    fleet.up(first("fail"))
    kept = set(fleet.state) - {"java"}  # every account has that setting
    fleet.simulator.load({})
    fleet.refresh()
    assert set(fleet.state) >= kept
    assert len(fleet.errors) == len(kept)
    fleet.up({})
    assert set(fleet.state) == kept
    assert all("Use credentials that see the environment" in text for text in fleet.errors)


def test_an_object_deleted_outside_of_pulumi_is_gone(fleet: Fleet) -> None:
    fleet.up(first("fail"))
    account = fleet.simulator.state()
    fleet.simulator.load(account | {"remoteEngines": [], "clusters": [], "runProfiles": []})
    fleet.refresh()
    assert (set(fleet.state), fleet.errors) == ({"java"}, [])


def test_a_trigger_unpairs_when_its_value_changes_and_only_then(fleet: Fleet) -> None:
    place = {"environmentId": ENVIRONMENT}
    expected = [(None, 0), ("1", 0), ("2", 1), (None, 1), ("3", 1), ("4", 2)]
    for value, times in expected:
        triggers = {"unpairTriggers": {"key": value}} if value else {}
        fleet.up({"a": Declared("RemoteEngine", {**place, **triggers})})
        unpairing = "DELETE", f"{ENGINES}/{fleet.state['a'].id}/pairing"
        calls = [(entry["method"], entry["path"]) for entry in fleet.simulator.journal()]
        assert (calls.count(unpairing), fleet.errors) == (times, []), value


def test_an_empty_list_removes_all_members_and_no_list_changes_nothing(fleet: Fleet) -> None:
    def cluster(**inputs: Any) -> Program:
        return {"c": Declared("EngineCluster", {**PLACE, **inputs})}

    def stray_joins() -> None:
        account = fleet.simulator.state()
        cluster_id = fleet.state["c"].id
        stray = {"id": "0" * 24, "name": "s", "workspaceId": WORKSPACE, "clusterId": cluster_id}
        fleet.simulator.load(account | {"remoteEngines": [stray]})
        fleet.refresh()

    def members() -> int:
        return sum("clusterId" in engine for engine in fleet.simulator.state()["remoteEngines"])

    fleet.up(cluster(remoteEngines=[]))
    fleet.up(cluster(remoteEngines=[]))
    assert fleet.changes == 0
    stray_joins()
    fleet.up(cluster(remoteEngines=[]))
    assert (fleet.changes, members()) == (1, 0)
    fleet.up(cluster())
    stray_joins()
    fleet.up(cluster())
    assert (fleet.changes, members()) == (0, 1)
    fleet.up(cluster(remoteEngines=[]))
    assert (fleet.changes, members()) == (1, 0)


def test_an_engine_moves_between_lists_only_if_it_leaves_first(fleet: Fleet) -> None:
    def program(*order: str, has_it: str) -> Program:
        members = {name: [Ref("a")] if name == has_it else [] for name in order}
        clusters = {n: Declared("EngineCluster", {**PLACE, "remoteEngines": m}) for n, m in members.items()}
        return {"a": Declared("RemoteEngine", PLACE), **clusters}

    fleet.up(program("c", "d", has_it="c"))
    fleet.up(program("d", "c", has_it="d"))
    (error,) = fleet.errors
    assert (
        "let this cluster depend on the other cluster (`depends_on`), so that the engine leaves first"
        in error
    )
    fleet.up(program("c", "d", has_it="d"))
    assert fleet.errors == []
    fleet.up(program("d", "c", has_it="c"))
    (engine,) = fleet.simulator.state()["remoteEngines"]
    assert (engine["clusterId"], fleet.errors) == (fleet.state["c"].id, [])


def test_the_error_of_a_second_membership_says_how_to_move_an_engine(fleet: Fleet) -> None:
    program = first("fail")
    fleet.up(program)
    fleet.up(
        program | {"other": Declared("ClusterMembership", {"clusterId": Ref("e"), "engineId": Ref("a")})}
    )
    (error,) = fleet.errors
    assert f"is in cluster {fleet.state['c'].id}" in error
    assert "change the cluster_id of that membership, or declare that membership's name as an alias" in error


def test_a_join_without_a_response_is_resolved_by_a_look_up(fleet: Fleet) -> None:
    fleet.simulator.fault("PUT", f"{CLUSTERS}/*/engines/*", kind="error-after", count=None)
    fleet.up(first("fail"))
    assert (fleet.errors, fleet.state["member"].id) == (
        [],
        f"{fleet.state['c'].id}/{fleet.state['a'].id}",
    )
