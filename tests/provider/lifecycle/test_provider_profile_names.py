"""Two run profiles of one name: the one that is there is named, and `on_existing` decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fleet import Declared, Fleet, Ref

from contract.account import STEPS
from talend_processing.simulator import DEFAULT_SEED, Simulator

pytestmark = pytest.mark.assumes(
    duplicate_pipeline_profiles="allow",
    pipeline_list_kinds="all",
    bare_error_bodies="send",
    generic_profile_processors="all",
)

ENVIRONMENT = DEFAULT_SEED["environments"][1]["id"]
PLACE = {"environmentId": ENVIRONMENT, "workspaceId": DEFAULT_SEED["workspaces"][3]["id"]}
HEAP = {"name": "stock", "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
PIPELINE_KINDS = ("Standard", "Advanced", "BigData", "Databricks", "DataIntegration")
PROFILES: dict[str, dict[str, Any]] = {
    "RemoteEngineRunProfile": {**HEAP, "engineId": Ref("engine")},
    "EngineClusterRunProfile": {**HEAP, "clusterId": Ref("cluster")},
    "RunProfile": {**HEAP, "processorType": "DYNAMIC_ENGINE", "scopeId": ENVIRONMENT},
    **{
        f"{kind}RunProfile": {**step.body, "engineId": Ref("pipelines")}
        for kind in PIPELINE_KINDS
        for step in STEPS
        if step.operation == f"create{kind}RunProfile" and isinstance(step.body, dict)
    },
}
RUNTIMES = {
    "engine": Declared("RemoteEngine", PLACE),
    "cluster": Declared("EngineCluster", PLACE),
    "pipelines": Declared("PipelineEngine", PLACE),
}
KINDS = pytest.mark.parametrize("kind", sorted(PROFILES))


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with Simulator() as simulator:
        yield Fleet(simulator)


def profiles(fleet: Fleet) -> list[str]:
    account = fleet.simulator.state()
    return [one["id"] for table in ("runProfiles", "pipelineRunProfiles") for one in account[table]]


def again(fleet: Fleet, kind: str, on_existing: str) -> str:
    """Declare the profile, forget it as a lost state would, declare it once more; the first one's id."""
    program = {**RUNTIMES, "profile": Declared(kind, PROFILES[kind])}
    fleet.up(program)
    assert fleet.told == []
    first = fleet.state.pop("profile").id
    fleet.up({**RUNTIMES, "profile": Declared(kind, {**PROFILES[kind], "onExisting": on_existing})})
    return first


@KINDS
def test_by_default_the_one_that_is_there_is_named(fleet: Fleet, kind: str) -> None:
    first = again(fleet, kind, "fail")
    (told,) = fleet.told
    assert "'stock' exists already" in told
    assert first in told
    assert 'set on_existing="adopt" or adopt_id=' in told
    assert profiles(fleet) == [first]


@KINDS
def test_adopt_adopts_it(fleet: Fleet, kind: str) -> None:
    first = again(fleet, kind, "adopt")
    assert fleet.told == []
    assert fleet.state["profile"].id == first
    assert profiles(fleet) == [first]


@KINDS
def test_create_makes_another_where_the_api_lets_it(fleet: Fleet, kind: str) -> None:
    first = again(fleet, kind, "create")
    if kind.startswith(PIPELINE_KINDS):
        assert fleet.told == []
        assert sorted(profiles(fleet)) == sorted([first, fleet.state["profile"].id])
    else:
        (told,) = fleet.told
        assert "'stock' exists already" in told or "corresponding name already exists" in told
        assert profiles(fleet) == [first]


@pytest.mark.parametrize("kind", ["RemoteEngineRunProfile", "EngineClusterRunProfile"])
@pytest.mark.parametrize("rule", ["id", "uuid", "either"])
def test_a_profile_is_created_by_whichever_id_of_its_parent_the_api_takes(
    fleet: Fleet, kind: str, rule: str
) -> None:
    fleet.simulator.switch("runtime_id_is", rule)
    program = {**RUNTIMES, "profile": Declared(kind, PROFILES[kind])}
    fleet.up(program)
    assert fleet.told == []
    assert len(profiles(fleet)) == 1
