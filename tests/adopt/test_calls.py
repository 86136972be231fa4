"""How many calls an export and a plan make, compared with a refresh of what they adopt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from export_of import Exporter

from talend_processing.adopt.account import KINDS
from talend_processing.adopt.plan.import_markers import unwrapped
from talend_processing.provider.kinds import registry
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of

# If lists omit the keys of engines, each engine that is not paired needs its own GET.
pytestmark = pytest.mark.assumes(
    engine_list_key="show", cloud_jvm_rollback="present", pipeline_list_kinds="all"
)

ENGINES, PROFILES, CLUSTERS, PIPELINES, PIPELINE_PROFILES = 30, 3, 3, 2, 6
"""A tenth of the account that `python -m benchmarks.adopt` measures. Calls grow with its engines."""


def fleet() -> dict[str, Any]:
    place = {"workspaceId": "5f0000000000000000000001"}
    clusters = [{"id": f"6c{n:022x}", "name": f"pool-{n}", **place} for n in range(CLUSTERS)]
    engines = [
        {"id": f"6a{n:022x}", "name": f"etl-{n}", "clusterId": clusters[n % CLUSTERS]["id"], **place}
        for n in range(ENGINES)
    ]
    profiles = [
        {
            "id": f"6b{n:020x}{m:02x}",
            "name": f"heap-{m}",
            "jvmArguments": [f"-Xmx{m + 1}g"],
            "processorType": "REMOTE_ENGINE",
            "processorId": engine["id"],
        }
        for n, engine in enumerate(engines)
        for m in range(PROFILES)
    ]
    pipelines = [{"id": f"6d{n:022x}", "name": f"pipelines-{n}", **place} for n in range(PIPELINES)]
    pipeline_profiles = [
        {
            "id": f"6e{n:020x}{m:02x}",
            "name": f"jobs-{m}",
            "engineId": pipeline["id"],
            "type": "data-integration" if m % 2 else "advanced",
            "definition": {},
        }
        for n, pipeline in enumerate(pipelines)
        for m in range(PIPELINE_PROFILES)
    ]
    return {
        "environments": [{"id": "5e0000000000000000000001", "name": "production"}],
        "workspaces": [
            {
                "id": "5f0000000000000000000001",
                "name": "Finance",
                "environmentId": "5e0000000000000000000001",
            }
        ],
        "clusters": clusters,
        "remoteEngines": engines,
        "runProfiles": profiles,
        "pipelineEngines": pipelines,
        "pipelineRunProfiles": pipeline_profiles,
    }


@pytest.mark.slow
def test_export_and_plan_need_the_calls_of_a_refresh(exporter: Exporter, tmp_path: Path) -> None:
    simulator = exporter.simulator
    simulator.load(fleet())

    def calls() -> int:
        """Count the calls since the last count. None of them may write."""
        journal = simulator.journal()
        simulator.clear_journal()
        assert {one["operation"] for one in journal if one["method"] != "GET"} <= {"search_run_profiles"}
        return len(journal)

    calls()
    program = exporter.program()
    exported = calls()
    plan = exporter.plan(program, tmp_path)
    planned = calls()
    assert {one.status for one in plan.decisions} == {"identical"}
    assert len(plan.decisions) == (
        CLUSTERS + ENGINES * (2 + PROFILES) + PIPELINES * (1 + PIPELINE_PROFILES) + 1
    )
    with exporter.session() as session:
        for one in plan.decisions:
            state = unwrapped(one.outputs)
            assert isinstance(state, dict)
            lifecycle = lifecycle_of(registry.find(one.planned.kind))
            assert lifecycle.read(session, one.object_id, state) is not None
    refreshed = calls()
    assert exported <= refreshed + len(KINDS)
    assert planned <= refreshed + len(KINDS)
