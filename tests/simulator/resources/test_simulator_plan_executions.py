from __future__ import annotations

from typing import Any

import httpx
import pytest

from talend_processing.simulator import Simulator

NIGHTLY, BREAKS = "9f0b1c5e-0000-4000-8000-000000000001", "9f0b1c5e-0000-4000-8000-000000000002"
CUSTOMERS, ORDERS, FAILS = (f"5a000000000000000000000{n}" for n in (1, 2, 4))
RUNS = "/processing/executions/plans"
LIST = "/processing/executables/plans/executions"


def start(api: httpx.Client, plan: str = NIGHTLY, **rest: object) -> str:
    response = api.post(RUNS, json={"executable": plan, **rest})
    assert response.status_code == 201, response.text
    return str(response.json()["executionId"])


def get(api: httpx.Client, execution: str) -> dict[str, Any]:
    found: dict[str, Any] = api.get(f"{RUNS}/{execution}").json()
    return found


def steps(api: httpx.Client, execution: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"{RUNS}/{execution}/steps").json()
    return found


def test_steps_run_one_after_the_other(strict: httpx.Client, simulator: Simulator) -> None:
    found = start(strict)
    first, second = steps(strict, found)
    assert (first["executionStatus"], "executionStatus" in second) == ("STARTING_FLOW_EXECUTION", False)
    simulator.advance(0.15)
    first, second = steps(strict, found)
    assert (first["executionStatus"], second["executionStatus"]) == (
        "EXECUTION_SUCCESS",
        "STARTING_FLOW_EXECUTION",
    )
    during = get(strict, found)
    assert (during["executionStatus"], during["doneExecutableCount"]) == ("STARTED", 1)
    simulator.advance(1)
    last = get(strict, found)
    assert (last["executionStatus"], last["doneExecutableCount"]) == ("EXECUTION_SUCCESS", 2)
    assert last["plannedExecutableCount"] == 2
    assert [one["jobId"] for one in last["doneExecutableDetails"]] == [CUSTOMERS, ORDERS]
    assert last["finishTimestamp"] == "2027-01-15T08:00:00.240Z"


def test_a_step_lists_its_task_executions(strict: httpx.Client, simulator: Simulator) -> None:
    found = start(strict)
    simulator.advance(1)
    step = steps(strict, found)[0]
    details = strict.get(f"{RUNS}/{found}/steps/{step['executionId']}").json()
    assert (details["plannedExecutableCount"], details["doneExecutableCount"]) == (1, 1)
    ran = details["doneTaskExecutableDetails"][0]
    assert (ran["jobId"], ran["executionType"], ran["planId"]) == (CUSTOMERS, "PLAN", found)
    assert strict.get(f"/processing/executions/{ran['executionId']}").json() == ran


def test_an_error_handler_runs_when_its_step_fails(strict: httpx.Client, simulator: Simulator) -> None:
    found = start(strict, BREAKS)
    handler = f"{RUNS}/{found}/steps/{steps(strict, found)[1]['executionId']}/error-handler"
    assert strict.get(handler).status_code == 404
    simulator.advance(0.3)
    assert get(strict, found)["executionStatus"] == "STARTED"
    assert strict.get(handler).json()["executionStatus"] == "STARTING_FLOW_EXECUTION"
    simulator.advance(1)
    assert get(strict, found)["executionStatus"] == "EXECUTION_FAILED"
    done = strict.get(handler).json()
    assert (done["executionStatus"], done["doneExecutableCount"]) == ("EXECUTION_SUCCESS", 1)
    assert done["doneTaskExecutableDetails"][0]["jobId"] == ORDERS
    assert [one["executionStatus"] for one in steps(strict, found)] == [
        "EXECUTION_SUCCESS",
        "EXECUTION_FAILED",
    ]


@pytest.mark.parametrize("named_by", ["number", "id", "name"])
def test_a_step_fails_on_demand(strict: httpx.Client, simulator: Simulator, named_by: str) -> None:
    second = {**simulator.state()["plans"][0]["steps"][1], "number": 2}
    simulator.fail(plan=NIGHTLY, step=second[named_by], message="no disk")
    assert simulator.failures()[0]["step"] == 2
    found = start(strict)
    simulator.advance(1)
    assert get(strict, found)["executionStatus"] == "EXECUTION_FAILED"
    step = strict.get(f"{RUNS}/{found}/steps/{steps(strict, found)[1]['executionId']}").json()
    assert step["doneTaskExecutableDetails"][0]["errorMessage"] == "no disk"
    again = start(strict)
    simulator.advance(1)
    assert get(strict, again)["executionStatus"] == "EXECUTION_SUCCESS"


def test_a_plan_is_rerun_from_the_step_that_failed(strict: httpx.Client, simulator: Simulator) -> None:
    simulator.fail(plan=NIGHTLY, step=2)
    failed = start(strict)
    simulator.advance(1)
    found = start(strict, executionPlanId=failed)
    simulator.advance(1)
    last = get(strict, found)
    assert (last["executionStatus"], last["plannedExecutableCount"]) == ("EXECUTION_SUCCESS", 1)
    assert [one["jobId"] for one in last["doneExecutableDetails"]] == [ORDERS]
    assert [one["id"] for one in steps(strict, found)] == [steps(strict, failed)[1]["id"]]


def test_a_plan_is_rerun_from_a_named_step(strict: httpx.Client, simulator: Simulator) -> None:
    failed = start(strict, BREAKS)
    simulator.advance(1)
    first = steps(strict, failed)[0]["executionId"]
    found = start(strict, BREAKS, executionPlanId=failed, stepId=first)
    simulator.advance(1)
    assert get(strict, found)["plannedExecutableCount"] == 2


def test_only_the_tasks_that_failed_are_rerun(strict: httpx.Client, simulator: Simulator) -> None:
    seed = simulator.state()
    seed["plans"][0]["steps"] = [{"tasks": [CUSTOMERS, FAILS, ORDERS]}]
    simulator.load(seed)
    failed = start(strict)
    simulator.advance(1)
    assert get(strict, failed)["doneExecutableCount"] == 3
    all_again = start(strict, executionPlanId=failed, rerunOnlyFailedTasks=False)
    one_again = start(strict, executionPlanId=failed, rerunOnlyFailedTasks=True)
    assert get(strict, all_again)["plannedExecutableCount"] == 3
    assert get(strict, one_again)["plannedExecutableCount"] == 1


def test_a_successful_or_old_plan_execution_is_not_rerun(strict: httpx.Client, simulator: Simulator) -> None:
    def refused(status: int, why: str, plan: str = NIGHTLY, **rest: str) -> None:
        response = strict.post(RUNS, json={"executable": plan, **rest})
        assert response.status_code == status
        assert why in response.json()["details"]

    good, bad = start(strict), start(strict, BREAKS)
    refused(422, "did not fail", executionPlanId=good)
    simulator.advance(1)
    refused(422, "did not fail", executionPlanId=good)
    refused(422, "is an execution of another plan", executionPlanId=bad)
    refused(404, "no plan execution has the id none", executionPlanId="none")
    refused(404, "no step execution has the id none", BREAKS, executionPlanId=bad, stepId="none")
    simulator.advance(31 * 86_400)
    refused(422, "is older than 30 days", BREAKS, executionPlanId=bad)


def test_a_step_needs_an_execution_unless_the_switch_allows_it_alone(
    strict: httpx.Client, simulator: Simulator
) -> None:
    second = simulator.state()["plans"][0]["steps"][1]["id"]
    response = strict.post(RUNS, json={"executable": NIGHTLY, "stepId": second})
    assert response.json()["message"] == "missing required field: executionPlanId"
    simulator.switch("plan_step_alone", "start")
    found = start(strict, stepId=second)
    assert [one["id"] for one in steps(strict, found)] == [second]
    assert strict.post(RUNS, json={"executable": NIGHTLY, "stepId": "none"}).status_code == 404


@pytest.mark.parametrize(("change", "expected"), [({"paused": True}, 405), ({"configured": False}, 501)])
def test_a_paused_or_unconfigured_plan_cannot_run(
    strict: httpx.Client, simulator: Simulator, change: dict[str, object], expected: int
) -> None:
    seed = simulator.state()
    seed["plans"][0] |= change
    simulator.load(seed)
    assert strict.post(RUNS, json={"executable": NIGHTLY}).status_code == expected
    assert strict.post(RUNS, json={"executable": "none"}).status_code == 404


def test_a_missing_execution_is_404(strict: httpx.Client) -> None:
    found = start(strict)
    step = steps(strict, found)[0]["executionId"]
    for path in ("none", "none/steps", f"none/steps/{step}", f"{found}/steps/none"):
        assert strict.get(f"{RUNS}/{path}").status_code == 404
    assert strict.get(f"{RUNS}/{found}/steps/none/error-handler").status_code == 404
    assert strict.get("/processing/executables/plans/none/executions").status_code == 404


def test_plan_executions_are_listed(strict: httpx.Client, simulator: Simulator) -> None:
    first, second = start(strict), start(strict, BREAKS)
    simulator.advance(1)
    third = start(strict)

    def ids(path: str = LIST, **asked: str | int) -> list[str]:
        page = strict.get(path, params=asked).json()
        return [one["executionId"] for one in page["items"]]

    assert ids() == [third, second, first]
    assert ids(status="execution_failed") == [second]
    assert ids(status="executing") == [third]
    assert ids(workspaceId="5f0000000000000000000001", limit=1, offset=1) == [first]
    assert ids(environmentId="5e0000000000000000000002") == []
    assert ids(f"/processing/executables/plans/{BREAKS}/executions") == [second]
    item = strict.get(LIST).json()["items"][1]
    assert (item["status"], item["executionStatus"]) == ("execution_failed", "EXECUTION_FAILED")
    assert item["doneExecutableCount"] == 2
    simulator.advance(61 * 86_400)
    assert ids() == []
    assert strict.get(f"{RUNS}/{first}").status_code == 404


def test_a_terminated_task_fails_its_plan(strict: httpx.Client, simulator: Simulator) -> None:
    simulator.switch("execution_seconds", 3600)
    found = start(strict)
    simulator.advance(1)
    running = strict.get("/processing/executables/tasks/executions").json()["items"][0]["executionId"]
    assert strict.delete(f"/processing/executions/{running}").status_code == 204
    assert get(strict, found)["executionStatus"] == "EXECUTION_FAILED"


def test_plans_are_listed(strict: httpx.Client) -> None:
    response = strict.get("/processing/executables/plans", params={"name": "breaks"}).json()
    assert [(one["executable"], one["name"]) for one in response["items"]] == [(BREAKS, "breaks")]


def test_a_loaded_state_continues_a_running_plan(strict: httpx.Client, simulator: Simulator) -> None:
    found = start(strict, BREAKS)
    simulator.advance(0.15)
    state = simulator.state()
    simulator.load(state)
    assert simulator.state() == state
    simulator.advance(1)
    assert get(strict, found)["executionStatus"] == "EXECUTION_FAILED"


def test_a_seed_can_omit_most_fields_of_an_execution(strict: httpx.Client, simulator: Simulator) -> None:
    seed = simulator.state()
    one = {"planId": NIGHTLY, "status": "execution_failed", "triggered": 1_799_999_000_000, "id": "old"}
    run = {"executionId": "s", "tasks": [CUSTOMERS], "finished": 1_799_999_000_500}
    simulator.load({**seed, "planExecutions": [{**one, "steps": [run, {"executionId": "t", "tasks": []}]}]})
    assert get(strict, "old")["executionStatus"] == "EXECUTION_FAILED"
    assert steps(strict, "old")[0]["executionStatus"] == "EXECUTION_SUCCESS"
    assert strict.post(RUNS, json={"executable": NIGHTLY, "executionPlanId": "old"}).status_code == 201
