"""A kind that the account does not show or no longer offers keeps its state, and the other kinds continue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fleet import Declared, Fleet, Ref, remote_program
from profile_samples import HEAP

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(
    reschedule_fields="optional",
    unpair_unpaired="accept",
    pipeline_list_kinds="all",
    cluster_list_engines="omit",
    bare_error_bodies="send",
    runtime_list_delay=0,
)

PLACE = {"environmentId": "5e0000000000000000000001", "workspaceId": "5f0000000000000000000001"}
PROGRAM = {
    **remote_program(PLACE),
    "pipes": Declared("PipelineEngine", PLACE),
    "of-pipes": Declared("DataIntegrationRunProfile", {"engineId": Ref("pipes"), "jvmArguments": ["-Xmx1g"]}),
}
RUNTIMES = "/processing/runtimes"
PATHS = {
    "engine": f"{RUNTIMES}/remote-engines",
    "cluster": f"{RUNTIMES}/remote-engine-clusters",
    "of-engine": f"{RUNTIMES}/remote-engines/*/run-profiles",
    "of-cluster": f"{RUNTIMES}/remote-engine-clusters/*/run-profiles",
    "pipes": f"{RUNTIMES}/pipeline-engines",
}
"""The path of the list for each resource."""
READ_THERE = {"engine": {"engine", "cluster", "member"}}
"""The resources that are read from one list, if there are several."""
CHANGED = {
    "engine": {**PLACE, "unpairTriggers": {"key": "2"}},
    "cluster": {**PLACE, "remoteEngines": []},
    "of-engine": {"engineId": Ref("engine"), **HEAP, "jvmArguments": ["-Xmx2g"]},
    "of-cluster": {"clusterId": Ref("cluster"), **HEAP, "jvmArguments": ["-Xmx2g"]},
    "pipes": {**PLACE, "unpairTriggers": {"key": "2"}},
}
DROP = "`pulumi state delete`"
STATUSES = (403, 404, 405, 410)


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        triggers = {"unpairTriggers": {"key": "1"}}
        fleet.up(
            {
                name: Declared(one.kind, {**one.inputs, **triggers}) if name in {"engine", "pipes"} else one
                for name, one in PROGRAM.items()
            }
        )
        fleet.refresh()
        assert fleet.errors == []
        yield fleet


def withdraw(fleet: Fleet, name: str, status: int) -> None:
    """Let the API refuse all calls for the objects of a resource."""
    for path in (PATHS[name], f"{PATHS[name]}/*", f"{PATHS[name]}/*/pairing"):
        fleet.simulator.fault(None, path, kind="status", status=status, count=None)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("name", PATHS)
def test_a_refresh_keeps_the_state_and_reads_the_rest(fleet: Fleet, name: str, status: int) -> None:
    before = {each: kept.outputs for each, kept in fleet.state.items()}
    withdraw(fleet, name, status)
    fleet.refresh()
    assert {each: kept.outputs for each, kept in fleet.state.items()} == before
    assert len(fleet.errors) == len(READ_THERE.get(name, {name}))
    assert all(DROP in error for error in fleet.errors)


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("name", PATHS)
def test_a_change_fails_and_says_how_to_drop_the_resource(fleet: Fleet, name: str, status: int) -> None:
    withdraw(fleet, name, status)
    fleet.up({**PROGRAM, name: Declared(PROGRAM[name].kind, CHANGED[name])})
    assert set(fleet.state) == set(PROGRAM)
    assert any(DROP in error for error in fleet.errors)


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("name", PATHS)
def test_a_delete_fails_and_keeps_the_state(fleet: Fleet, name: str, status: int) -> None:
    objects = fleet.objects()
    withdraw(fleet, name, status)
    fleet.up({each: one for each, one in PROGRAM.items() if each != name})
    assert name in fleet.state
    assert any(DROP in error for error in fleet.errors)
    assert fleet.objects() == objects


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("name", PATHS)
def test_nothing_is_created_that_could_exist_already(fleet: Fleet, name: str, status: int) -> None:
    objects = fleet.objects()
    fleet.simulator.fault("GET", PATHS[name], kind="status", status=status, count=None)
    del fleet.state[name]
    fleet.up(PROGRAM)
    assert name not in fleet.state
    assert fleet.errors
    assert fleet.objects() == objects


def test_a_profile_of_an_engine_that_lists_do_not_show_yet_is_not_gone(fleet: Fleet) -> None:
    fleet.simulator.switch("runtime_list_delay", 3600)
    withdraw(fleet, "of-engine", 404)
    fleet.refresh()
    assert "of-engine" in fleet.state


def test_a_refused_list_is_requested_only_once(fleet: Fleet) -> None:
    program = {f"etl-{number}": Declared("RemoteEngine", PLACE) for number in range(5)}
    fleet.state = {}
    fleet.up(program)
    fleet.simulator.clear_journal()
    fleet.simulator.fault("GET", PATHS["engine"], kind="status", status=403, count=None)
    fleet.refresh()
    assert [entry["path"] for entry in fleet.simulator.journal()] == [PATHS["engine"]]
    assert len(fleet.state) == len(program)


def test_a_membership_stays_in_state_if_its_operation_is_withdrawn(fleet: Fleet) -> None:
    members = f"{RUNTIMES}/remote-engine-clusters/*/engines/*"
    fleet.simulator.fault("DELETE", members, kind="status", status=404, count=None)
    fleet.up({each: one for each, one in PROGRAM.items() if each != "member"})
    assert "member" in fleet.state
    assert any(DROP in error for error in fleet.errors)


def test_a_profile_whose_list_still_shows_it_is_not_gone(fleet: Fleet) -> None:
    one = f"{RUNTIMES}/pipeline-engines/*/run-profiles/data-integration/*"
    fleet.simulator.fault("GET", one, kind="status", status=404, count=None)
    fleet.refresh()
    assert "of-pipes" in fleet.state
    (error,) = fleet.errors
    assert "its list shows it. Lists may lag behind" in error
