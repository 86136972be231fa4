"""A new cluster takes its engines out of other clusters only if the API refuses its create."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fleet import Declared, Fleet, Ref

from talend_processing.simulator import Simulator

CLUSTERS = "/processing/runtimes/remote-engine-clusters"
PLACE = {"environmentId": "5e0000000000000000000002", "workspaceId": "5f0000000000000000000004"}
PROGRAM = {
    "engine": Declared("RemoteEngine", PLACE),
    "pool": Declared("EngineCluster", {**PLACE, "remoteEngines": [Ref("engine")]}),
}


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with Simulator() as simulator:
        yield Fleet(simulator)


def _posted(fleet: Fleet) -> int:
    return [(one["method"], one["path"]) for one in fleet.simulator.journal()].count(("POST", CLUSTERS))


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_refused_create_of_a_cluster_with_engines_is_sent_twice(fleet: Fleet, status: int) -> None:
    fleet.simulator.fault("POST", CLUSTERS, kind="status", status=status, count=None)
    fleet.up(PROGRAM)
    assert set(fleet.state) == {"engine"}
    assert _posted(fleet) == 2
    (error,) = fleet.errors
    assert f"the API answered {status}" in error
    assert "is in cluster" not in error


@pytest.mark.parametrize(("status", "engines"), [(403, [Ref("engine")]), (400, []), (409, [])])
def test_any_other_refusal_is_sent_once(fleet: Fleet, status: int, engines: list[Ref]) -> None:
    fleet.simulator.fault("POST", CLUSTERS, kind="status", status=status, count=None)
    pool = Declared("EngineCluster", {**PLACE, "remoteEngines": engines})
    fleet.up({"engine": PROGRAM["engine"], "pool": pool})
    assert _posted(fleet) == 1
    assert f"the API answered {status}" in fleet.errors[-1]


def test_an_engine_in_a_foreign_cluster_stays_there(fleet: Fleet) -> None:
    fleet.up({"engine": PROGRAM["engine"]})
    engine = fleet.state["engine"].id
    others = Fleet(fleet.simulator)
    others.up({"theirs": Declared("EngineCluster", {**PLACE, "remoteEngines": [engine]})})
    theirs = others.state["theirs"].id
    fleet.up(PROGRAM)
    assert set(fleet.state) == {"engine"}
    assert _posted(fleet) == 2, "the foreign cluster, and the refused one"
    assert f"Engine {engine} is in cluster {theirs}" in fleet.errors[-1]
    (kept,) = fleet.simulator.state()["remoteEngines"]
    assert kept["clusterId"] == theirs
