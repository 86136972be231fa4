"""The requests in Talend's documentation, with the ids of the simulator."""

from __future__ import annotations

import httpx

from talend_processing.simulator import DEFAULT_SEED, Simulator

PLACE = {
    "environmentId": DEFAULT_SEED["workspaces"][0]["environmentId"],
    "workspaceId": DEFAULT_SEED["workspaces"][0]["id"],
}
TASK, BREAKS = DEFAULT_SEED["tasks"][0]["id"], DEFAULT_SEED["plans"][1]["id"]
PROMOTION = DEFAULT_SEED["promotions"][0]["id"]
RUNTIMES, EXECUTIONS = "/processing/runtimes", "/processing/executions"


def test_an_engine_gets_a_profile_and_joins_a_cluster_without_a_body(
    strict: httpx.Client,
) -> None:
    made = strict.post(f"{RUNTIMES}/remote-engines", json={"name": "My Remote Engine", **PLACE}).json()
    assert len(made["preAuthorizedKey"]) == 64
    body = {"name": "pool", "description": "", "remoteEngines": [], **PLACE}
    cluster = strict.post(f"{RUNTIMES}/remote-engine-clusters", json=body).json()["id"]
    engine = f"{RUNTIMES}/remote-engine-clusters/{cluster}/engines/{made['id']}"
    assert strict.put(engine).is_success
    arguments = ["-Xms128m", "-Xmx256m"]
    profile = {"name": "p", "type": "JOB_SERVER", "runtimeId": made["id"], "jvmArguments": arguments}
    response = strict.post(f"{RUNTIMES}/remote-engines/{made['id']}/run-profiles", json=profile)
    assert response.json()["jvmArguments"] == arguments


def test_a_task_and_a_promotion_are_executed(strict: httpx.Client) -> None:
    response = strict.post(EXECUTIONS, json={"executable": TASK, "logLevel": "WARN"})
    assert (response.status_code, list(response.json())) == (201, ["executionId"])
    promotion = {
        "executable": PROMOTION,
        "keepTargetResources": True,
        "keepTargetRunProfiles": True,
        "context": "context",
        "advanced": {"artifactId": PLACE["workspaceId"], "artifactType": "WORKSPACE"},
    }
    promoted = strict.post(f"{EXECUTIONS}/promotions", json=promotion)
    assert promoted.is_success
    assert promoted.json()["executionId"]


def test_a_failed_plan_is_rerun_from_its_step(strict: httpx.Client, simulator: Simulator) -> None:
    failed = strict.post(f"{EXECUTIONS}/plans", json={"executable": BREAKS}).json()["executionId"]
    simulator.advance(60)
    steps = strict.get(f"{EXECUTIONS}/plans/{failed}/steps").json()
    step = next(one for one in steps if one["executionStatus"] == "EXECUTION_FAILED")
    rerun = {
        "executable": BREAKS,
        "executionPlanId": failed,
        "stepId": step["executionId"],
        "rerunOnlyFailedTasks": True,
    }
    assert strict.post(f"{EXECUTIONS}/plans", json=rerun).status_code == 201
