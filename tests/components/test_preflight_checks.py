"""Preflight checks find all faults before anything is created, and write nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pulumi
import pytest

from contract.document import operation_at
from talend_processing.components import preflight_checks
from talend_processing.components.engine_specs import EngineClusterSpec, RemoteEngineSpec
from talend_processing.components.pipeline_specs import PipelineEngineSpec
from talend_processing.components.preflight_checks import preflight
from talend_processing.components.topology import Topology
from talend_processing.provider.declare.program import program_client
from talend_processing.simulator import Simulator
from tools.docs.operations_map import named_in

pytestmark = pytest.mark.assumes(runtime_list_delay=0)

PRODUCTION, FINANCE = "5e0000000000000000000002", "5f0000000000000000000004"
DEVELOPMENT, ELSEWHERE = "5e0000000000000000000001", "5f0000000000000000000002"
MISSING = "0" * 24


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Callable[[set[str] | None], None]:
    """Set the runtimes in the stack's state. The engine tests cover reading the real state."""

    def holds(runtimes: set[str] | None) -> None:
        monkeypatch.setattr(preflight_checks, "managed_runtime_ids", lambda: runtimes)

    return holds


def faults(**arguments: object) -> list[str]:
    """Return the faults without the heading."""
    with pytest.raises(pulumi.RunError) as raised:
        preflight(**arguments)  # type: ignore[arg-type]
    heading, *found = str(raised.value).splitlines()
    counted = "1 fault" if len(found) == 1 else f"{len(found)} faults"
    assert heading == f"{counted} found by preflight:"
    return found


def test_an_account_without_faults_passes_and_nothing_is_written(simulator: Simulator) -> None:
    simulator.clear_journal()
    names = {"engine_names": ["etl-1"], "cluster_names": ["pool"], "pipeline_engine_names": ["flow"]}
    preflight(environment_id=PRODUCTION, workspace_ids=[FINANCE], **names)
    journal = simulator.journal()
    assert {one["method"] for one in journal} == {"GET"}
    found = [operation_at(one["method"], one["path"]) for one in journal]
    assert {(one.method, one.path) for one in found if one is not None} == named_in(preflight)
    assert len(journal) == len(found) == 5


def test_all_faults_are_listed_one_per_line(
    simulator: Simulator, own: Callable[[set[str] | None], None]
) -> None:
    own(set())
    place = {"environmentId": PRODUCTION, "workspaceId": FINANCE}
    client = program_client()
    engine = client.remote_engines.create(body={"name": "etl-1", **place})
    client.clusters.create(body={"name": "pool", **place, "description": "", "remoteEngines": []})
    client.pipeline_engines.create(body={"name": "flow", **place})
    found = faults(
        environment_id=PRODUCTION,
        workspace_ids=[FINANCE, MISSING, ELSEWHERE],
        engine_names=["etl-1", "etl-2", "etl-2"],
        cluster_names=["pool"],
        pipeline_engine_names=["flow"],
    )
    assert found[0].startswith(f"- workspace {MISSING} does not exist")
    assert f"'Finance' ({FINANCE})" in found[0]
    assert found[1] == (
        f"- workspace 'Finance' ({ELSEWHERE}) is in environment 'development' ({DEVELOPMENT}),"
        f" not in {PRODUCTION}"
    )
    assert found[2] == "- duplicate name 'etl-2' of Remote Engines"
    assert (
        found[3] == f"- Remote Engine 'etl-1' exists already: {engine.id}; choose another name, or adopt it"
    )
    assert found[4].startswith("- cluster 'pool' exists already")
    assert found[5].startswith("- Pipeline Engine 'flow' exists already")
    assert len(found) == 6


def test_the_names_in_a_topology_are_checked(
    simulator: Simulator, own: Callable[[set[str] | None], None]
) -> None:
    own(set())
    place = {"environmentId": PRODUCTION, "workspaceId": FINANCE}
    client = program_client()
    client.remote_engines.create(body={"name": "etl-1", **place})
    client.clusters.create(body={"name": "pool", **place, "description": "", "remoteEngines": []})
    client.pipeline_engines.create(body={"name": "flow", **place})
    topology = Topology(
        engines=[RemoteEngineSpec(name="etl-1"), RemoteEngineSpec(name="etl-2")],
        clusters=[EngineClusterSpec(name="pool")],
        pipeline_engines=[PipelineEngineSpec(name="flow")],
    )
    found = faults(environment_id=PRODUCTION, engine_names=["etl-2"], topology=topology)
    assert found[0] == "- duplicate name 'etl-2' of Remote Engines"
    assert [one.partition(" exists already")[0] for one in found[1:]] == [
        "- Remote Engine 'etl-1'",
        "- cluster 'pool'",
        "- Pipeline Engine 'flow'",
    ]


def test_a_missing_environment_is_reported_with_the_visible_ones(simulator: Simulator) -> None:
    (found,) = faults(environment_id=MISSING)
    assert f"environment {MISSING} does not exist" in found
    assert f"'production' ({PRODUCTION})" in found


def test_names_used_by_the_stack_are_free(
    simulator: Simulator, own: Callable[[set[str] | None], None]
) -> None:
    created = program_client().remote_engines.create(body={"name": "etl-1", "environmentId": PRODUCTION})
    own({str(created.runtime_id)})
    preflight(environment_id=PRODUCTION, engine_names=["etl-1"])
    own(set())
    assert len(faults(environment_id=PRODUCTION, engine_names=["etl-1"])) == 1


def test_an_unreadable_state_causes_only_a_warning(
    simulator: Simulator, own: Callable[[set[str] | None], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    program_client().remote_engines.create(body={"name": "etl-1", "environmentId": PRODUCTION})
    own(None)
    warned: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", warned.append)
    preflight(environment_id=PRODUCTION, engine_names=["etl-1"])
    assert len(warned) == 1
    assert "'etl-1'" in warned[0]


@pytest.mark.usefixtures("simulator")
def test_a_name_in_another_environment_is_free() -> None:
    there = {"environmentId": DEVELOPMENT, "workspaceId": ELSEWHERE}
    program_client().remote_engines.create(body={"name": "etl-1", **there})
    preflight(environment_id=PRODUCTION, engine_names=["etl-1"])


def test_each_missing_read_permission_is_a_fault(simulator: Simulator) -> None:
    for path in ("/processing/runtimes/remote-engines", "/orchestration/workspaces"):
        simulator.fault(path=path, kind="status", status=403)
    found = faults(environment_id=MISSING)
    assert len(found) == 3
    assert found[0].startswith("- workspaces cannot be read: ")
    assert found[1].startswith(f"- environment {MISSING} does not exist")
    assert found[2].startswith("- Remote Engines cannot be read: ")


def test_an_invalid_token_is_one_fault_after_one_request(simulator: Simulator) -> None:
    simulator.fault(kind="status", status=401)
    assert len(faults(environment_id=PRODUCTION)) == 1


def test_the_docstring_lists_operations_and_errors() -> None:
    docstring = inspect.getdoc(preflight) or ""
    assert "Operations:" in docstring
    assert "Raises:" in docstring
