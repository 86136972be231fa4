"""A simulated account with one object of each kind, for the look-ups of a program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from looked_up import PLAN, PRODUCTION, PROMOTION, TASK
from profile_samples import HEAP
from program_account import read_by_programs

from talend_processing.client.api.plans import PlanRequest
from talend_processing.client.api.promotions import PromotionRequest
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.provider.declare.program import program_client
from talend_processing.simulator import Simulator


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Start the account that the look-ups of a program read."""
    with Simulator() as running, read_by_programs(running, monkeypatch):
        yield running


@pytest.fixture
def known(simulator: Simulator) -> dict[str, str]:
    """Create one object of each kind, and return the ids by a short name of the kind."""
    client = program_client()
    place = {"environmentId": PRODUCTION, "workspaceId": "5f0000000000000000000004"}
    engine = client.remote_engines.create(body={"name": "etl", **place}).id
    cluster = client.clusters.create(
        body={"name": "pool", **place, "description": "", "remoteEngines": []}
    ).id
    pipeline = client.pipeline_engines.create(body={"name": "flow", **place}).id
    profile = client.remote_engine_run_profiles.create(
        engine, body={**HEAP, "name": "heap", "runtimeId": engine}
    ).id
    shared = client.cluster_run_profiles.create(
        cluster, body={**HEAP, "name": "shared", "runtimeId": cluster}
    ).id
    simulator.switch("execution_seconds", 0)
    simulator.switch("dispatch_seconds", 0)
    task = client.task_executions.start(TaskRequest(executable=TASK)).execution_id
    plan = client.plan_executions.start(PlanRequest(executable=PLAN)).execution_id
    simulator.advance(60)
    started = client.promotions.start(PromotionRequest(executable=PROMOTION))
    assert started is not None
    assert started.execution_id is not None
    steps = client.plan_executions.steps(plan)
    failed = next(one.execution_id for one in steps if one.execution_status == "EXECUTION_FAILED")
    return {
        "engine": engine,
        "cluster": cluster,
        "pipeline": pipeline,
        "profile": profile,
        "shared": shared,
        "task": task,
        "plan": plan,
        "step": str(failed),
        "promotion": started.execution_id,
    }
