"""Nothing counts as gone while its environment is invisible, whichever object tells the environment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fleet import Declared, Fleet, Ref

from talend_processing.provider.environment import HIDDEN
from talend_processing.simulator import Simulator

PRODUCTION = "5e0000000000000000000002"
PLACE = {"environmentId": PRODUCTION, "workspaceId": "5f0000000000000000000004"}
HEAP = {"type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
SPARK = {
    "microBatchInterval": 5,
    "databricks": {
        "endpoint": "https://example.cloud.databricks.com",
        "token": "dapi-made-up",
        "stagingLocation": "dbfs:/staging/",
        "cloudProvider": "AWS",
        "target": {
            "cluster": "old",
            "id": "1",
            "nodeTypeId": "m4.large",
            "logsDestination": "dbfs:/logs/",
            "workersNumber": 2,
        },
    },
}
PROGRAM = {
    "engine": Declared("RemoteEngine", PLACE),
    "cluster": Declared("EngineCluster", PLACE),
    "member": Declared("ClusterMembership", {"clusterId": Ref("cluster"), "engineId": Ref("engine")}),
    "of-engine": Declared("RemoteEngineRunProfile", {"engineId": Ref("engine"), **HEAP}),
    "of-cluster": Declared("EngineClusterRunProfile", {"clusterId": Ref("cluster"), **HEAP}),
    "pipes": Declared("PipelineEngine", PLACE),
    "spark": Declared("DatabricksRunProfile", {"engineId": Ref("pipes"), **SPARK}),
}


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        fleet.up(PROGRAM)
        assert fleet.told == []
        yield fleet


def _lists(fleet: Fleet) -> int:
    """How often the Pipeline Engines were listed since the last look."""
    found = [entry["operation"] for entry in fleet.simulator.journal()]
    fleet.simulator.clear_journal()
    return found.count("list_pipeline_engines")


def test_what_these_credentials_cannot_see_stays_in_state(fleet: Fleet) -> None:
    fleet.simulator.load({})
    fleet.refresh()
    assert set(fleet.state) == set(PROGRAM)
    assert len(fleet.told) == len(PROGRAM)
    assert all(f"neither is its environment {PRODUCTION}" in told for told in fleet.told)


def test_what_these_credentials_cannot_see_is_not_deleted(fleet: Fleet) -> None:
    fleet.simulator.load({})
    fleet.up({})
    assert set(fleet.state) == set(PROGRAM)


def test_what_was_deleted_in_an_environment_that_is_visible_leaves_the_state(fleet: Fleet) -> None:
    account = fleet.simulator.state()
    places = {name: account[name] for name in ("environments", "workspaces")}
    fleet.simulator.load(places)
    fleet.refresh()
    assert (fleet.state, fleet.told) == ({}, [])


def test_the_environment_of_an_engine_from_elsewhere_is_asked_for_once(fleet: Fleet) -> None:
    kept = fleet.state["spark"]
    fleet.state = {"spark": kept}
    assert kept.outputs.pop(HIDDEN) == PRODUCTION
    _lists(fleet)
    fleet.refresh()
    assert (_lists(fleet), kept.outputs[HIDDEN]) == (1, PRODUCTION), "a state of an earlier version"
    fleet.refresh()
    changed = {"engineId": kept.outputs["engineId"], **SPARK, "microBatchInterval": 7}
    fleet.up({"spark": Declared("DatabricksRunProfile", changed)})
    assert (fleet.changes, _lists(fleet), kept.outputs[HIDDEN]) == (1, 0, PRODUCTION)
