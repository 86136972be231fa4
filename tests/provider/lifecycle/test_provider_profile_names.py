"""A run profile whose name exists already. `on_existing` decides what happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fleet import Declared, Fleet, Ref
from profile_samples import HEAP, PIPELINE_PROFILES

from talend_processing.simulator import DEFAULT_SEED, Simulator

pytestmark = pytest.mark.assumes(
    duplicate_pipeline_profiles="allow",
    pipeline_list_kinds="all",
    bare_error_bodies="send",
    generic_profile_processors="all",
)

ENVIRONMENT = DEFAULT_SEED["environments"][1]["id"]
PLACE = {"environmentId": ENVIRONMENT, "workspaceId": DEFAULT_SEED["workspaces"][3]["id"]}
STOCK = {"name": "stock", **HEAP}
PROFILES: dict[str, dict[str, Any]] = {
    "RemoteEngineRunProfile": {**STOCK, "engineId": Ref("engine")},
    "EngineClusterRunProfile": {**STOCK, "clusterId": Ref("cluster")},
    "RunProfile": {**STOCK, "processorType": "DYNAMIC_ENGINE", "scopeId": ENVIRONMENT},
    **{kind: {**profile, "engineId": Ref("pipelines")} for kind, profile in PIPELINE_PROFILES.items()},
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


def declare_again(fleet: Fleet, kind: str, on_existing: str) -> str:
    """Declare the profile, drop it from state and declare it again. Return the first profile's id."""
    program = {**RUNTIMES, "profile": Declared(kind, PROFILES[kind])}
    fleet.up(program)
    assert fleet.errors == []
    first = fleet.state.pop("profile").id
    fleet.up({**RUNTIMES, "profile": Declared(kind, {**PROFILES[kind], "onExisting": on_existing})})
    return first


@KINDS
def test_fail_names_the_existing_profile(fleet: Fleet, kind: str) -> None:
    first = declare_again(fleet, kind, "fail")
    (error,) = fleet.errors
    assert "'stock' exists already" in error
    assert first in error
    assert 'set on_existing="adopt" or adopt_id=' in error
    assert profiles(fleet) == [first]


@KINDS
def test_adopt_adopts_the_existing_profile(fleet: Fleet, kind: str) -> None:
    first = declare_again(fleet, kind, "adopt")
    assert fleet.errors == []
    assert fleet.state["profile"].id == first
    assert profiles(fleet) == [first]


@KINDS
def test_create_creates_another_profile_if_the_api_allows_it(fleet: Fleet, kind: str) -> None:
    first = declare_again(fleet, kind, "create")
    if kind in PIPELINE_PROFILES:
        assert fleet.errors == []
        assert sorted(profiles(fleet)) == sorted([first, fleet.state["profile"].id])
    else:
        (error,) = fleet.errors
        assert "'stock' exists already" in error or "corresponding name already exists" in error
        assert profiles(fleet) == [first]


@pytest.mark.parametrize("kind", ["RemoteEngineRunProfile", "EngineClusterRunProfile"])
@pytest.mark.parametrize("rule", ["id", "uuid", "either"])
def test_a_profile_is_created_with_the_parent_id_that_the_api_accepts(
    fleet: Fleet, kind: str, rule: str
) -> None:
    fleet.simulator.switch("runtime_id_is", rule)
    program = {**RUNTIMES, "profile": Declared(kind, PROFILES[kind])}
    fleet.up(program)
    assert fleet.errors == []
    assert len(profiles(fleet)) == 1


def test_a_retry_with_the_other_parent_id_reports_the_remaining_fault(fleet: Fleet) -> None:
    fleet.simulator.switch("runtime_id_is", "uuid")
    fleet.simulator.switch("microservice_profiles", "refuse")
    arguments = PROFILES["RemoteEngineRunProfile"] | {"type": "MICROSERVICE"}
    fleet.up({**RUNTIMES, "profile": Declared("RemoteEngineRunProfile", arguments)})
    (error,) = fleet.errors
    assert "a run profile cannot be of type MICROSERVICE" in error
    assert "runtimeId" not in error
