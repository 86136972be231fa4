"""No object counts as deleted while its environment is invisible, however the environment is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fleet import Declared, Fleet, Ref, remote_program
from lifecycle_stack import PLACE, PRODUCTION
from profile_samples import DATABRICKS

from talend_processing.provider.lifecycle.state import HIDDEN_ENVIRONMENT
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional", runtime_list_delay=0)

ENGINES = "/processing/runtimes/remote-engines"
PROGRAM = {
    **remote_program(PLACE),
    "pipes": Declared("PipelineEngine", PLACE),
    "spark": Declared("DatabricksRunProfile", {"engineId": Ref("pipes"), **DATABRICKS}),
}


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        fleet.up(PROGRAM)
        assert fleet.errors == []
        yield fleet


def _lists(fleet: Fleet) -> int:
    """Return how often the Pipeline Engines were listed since the last call of this function."""
    found = [entry["operation"] for entry in fleet.simulator.journal()]
    fleet.simulator.clear_journal()
    return found.count("list_pipeline_engines")


def test_an_invisible_object_stays_in_state(fleet: Fleet) -> None:
    fleet.simulator.load({})
    fleet.refresh()
    assert set(fleet.state) == set(PROGRAM)
    assert len(fleet.errors) == len(PROGRAM)
    assert all(f"neither is its environment {PRODUCTION}" in error for error in fleet.errors)


def test_an_invisible_object_is_not_deleted(fleet: Fleet) -> None:
    fleet.simulator.load({})
    fleet.up({})
    assert set(fleet.state) == set(PROGRAM)


def test_an_object_deleted_in_a_visible_environment_leaves_the_state(fleet: Fleet) -> None:
    account = fleet.simulator.state()
    places = {name: account[name] for name in ("environments", "workspaces")}
    fleet.simulator.load(places)
    fleet.refresh()
    assert (fleet.state, fleet.errors) == ({}, [])


def test_the_environment_of_an_undeclared_engine_is_read_once(fleet: Fleet) -> None:
    kept = fleet.state["spark"]
    fleet.state = {"spark": kept}
    assert kept.outputs.pop(HIDDEN_ENVIRONMENT) == PRODUCTION
    _lists(fleet)
    fleet.refresh()
    assert (_lists(fleet), kept.outputs[HIDDEN_ENVIRONMENT]) == (1, PRODUCTION), (
        "a state of an earlier version"
    )
    fleet.refresh()
    changed = {"engineId": kept.outputs["engineId"], **DATABRICKS, "microBatchInterval": 7}
    fleet.up({"spark": Declared("DatabricksRunProfile", changed)})
    assert (fleet.changes, _lists(fleet), kept.outputs[HIDDEN_ENVIRONMENT]) == (1, 0, PRODUCTION)


def test_an_object_in_an_invisible_workspace_stays_in_state(fleet: Fleet) -> None:
    account = fleet.simulator.state()
    others = [one for one in account["workspaces"] if one["id"] != PLACE["workspaceId"]]
    fleet.simulator.load({"environments": account["environments"], "workspaces": others})
    fleet.refresh()
    errors = [text for text in fleet.errors if f"neither is its workspace {PLACE['workspaceId']}" in text]
    assert (set(fleet.state), len(errors)) == (set(PROGRAM), len(PROGRAM))
    fleet.up({})
    assert set(fleet.state) == set(PROGRAM)


def test_a_created_profile_is_kept_even_if_its_environment_cannot_be_read(fleet: Fleet) -> None:
    engine = fleet.state["pipes"].id
    fleet.simulator.fault(
        "GET", "/processing/runtimes/pipeline-engines", kind="status", status=403, count=None
    )
    program = {"lone": Declared("DatabricksRunProfile", {"engineId": engine, **DATABRICKS})}
    fleet.state = {}
    fleet.up(program)
    assert (set(fleet.state), fleet.errors) == ({"lone"}, [])
    assert HIDDEN_ENVIRONMENT not in fleet.state["lone"].outputs
    fleet.simulator.clear_faults()
    fleet.refresh()
    assert fleet.state["lone"].outputs[HIDDEN_ENVIRONMENT] == PRODUCTION
    fleet.up(program)
    assert fleet.changes == 0


def test_a_membership_that_the_list_lacks_is_read_from_its_engine(fleet: Fleet) -> None:
    engine = fleet.state["engine"]
    (stored,) = fleet.simulator.state()["remoteEngines"]
    listed = {key: value for key, value in stored.items() if key != "clusterId"}
    listed["workspace"] = engine.outputs["workspace"]
    fleet.simulator.fault("GET", ENGINES, kind="wrong-schema", body=[listed])
    fleet.simulator.clear_journal()
    fleet.refresh()
    assert (set(fleet.state), fleet.errors) == (set(PROGRAM), [])
    assert f"{ENGINES}/{engine.id}" in [one["path"] for one in fleet.simulator.journal()]
