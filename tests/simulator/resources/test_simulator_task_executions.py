"""Executions of tasks: start, end, termination, and outcomes that a test or a seed sets."""

from __future__ import annotations

import httpx
import pytest
from runtimes import PRODUCTION
from task_runs import LIST, OTHER, RUNS, TASK, start, status, with_tasks

from talend_processing.simulator import Simulator


def test_parameters_must_be_text_unless_the_switch_allows_any_type(
    strict: httpx.Client, simulator: Simulator
) -> None:
    body = {"executable": TASK, "parameters": {"rows": 5, "day": "today"}}
    refused = strict.post(RUNS, json=body)
    assert (refused.status_code, refused.json()["message"]) == (
        400,
        "parameters.rows: must be a string, was integer",
    )
    simulator.switch("task_parameters", "any")
    assert strict.post(RUNS, json=body).status_code == 201


def test_an_execution_is_dispatched_executed_and_ends(strict: httpx.Client, simulator: Simulator) -> None:
    found = start(strict, parameters={"day": "today"}, logLevel="WARN", timeout=5)
    first = strict.get(f"{RUNS}/{found}").json()
    assert (first["status"], first["executionStatus"]) == ("dispatching", "DISPATCHING_FLOW")
    assert "startTimestamp" not in first
    assert first["timeout"] == 5
    simulator.advance(0.05)
    second = strict.get(f"{RUNS}/{found}").json()
    assert (second["status"], second["startTimestamp"]) == ("executing", "2027-01-15T08:00:00.020Z")
    simulator.advance(1)
    third = strict.get(f"{RUNS}/{found}").json()
    assert (third["status"], third["executionStatus"]) == ("execution_successful", "EXECUTION_SUCCESS")
    assert third["finishTimestamp"] == "2027-01-15T08:00:00.120Z"
    assert "errorMessage" not in third


def test_a_seed_and_a_switch_set_the_duration(strict: httpx.Client, simulator: Simulator) -> None:
    simulator.switch_all({"dispatch_seconds": 1, "execution_seconds": 10})
    slow = start(strict)
    simulator.advance(10.9)
    assert status(strict, slow) == "executing"
    simulator.advance(0.1)
    assert status(strict, slow) == "execution_successful"
    with_tasks(simulator, seconds=0)
    quick = start(strict)
    simulator.advance(1)
    assert status(strict, quick) == "execution_successful"


@pytest.mark.parametrize(
    ("task", "change", "expected"),
    [(TASK, {"paused": True}, 405), (TASK, {"configured": False}, 501), ("none", {}, 404)],
)
def test_a_paused_unconfigured_or_missing_task_is_not_started(
    strict: httpx.Client, simulator: Simulator, task: str, change: dict[str, object], expected: int
) -> None:
    with_tasks(simulator, **change)
    response = strict.post(RUNS, json={"executable": task})
    assert (response.status_code, response.json()["status"]) == (expected, expected)
    assert simulator.state()["taskExecutions"] == []


def test_a_task_with_an_invalid_timeout_is_not_started(api: httpx.Client, simulator: Simulator) -> None:
    response = api.post(RUNS, json={"executable": TASK, "timeout": 0})
    assert (response.status_code, response.json()["message"]) == (
        400,
        "timeout: must be in range [1, 2147483647]",
    )
    assert simulator.state()["taskExecutions"] == []


def test_a_running_execution_is_terminated_and_a_finished_one_is_reported(
    strict: httpx.Client, simulator: Simulator
) -> None:
    found = start(strict)
    assert strict.delete(f"{RUNS}/{found}", headers={"Accept": "application/json"}).status_code == 406
    first = strict.delete(f"{RUNS}/{found}")
    assert (first.status_code, first.content) == (204, b"")
    assert status(strict, found) == "terminated"
    second = strict.delete(f"{RUNS}/{found}")
    assert (second.status_code, second.text) == (200, "Execution already finished")
    assert second.headers["content-type"].startswith("text/plain")
    assert strict.delete(f"{RUNS}/none").status_code == 404
    simulator.switch("terminate_json_accept", "allow")
    assert strict.delete(f"{RUNS}/{found}", headers={"Accept": "application/json"}).status_code == 200


def test_a_timeout_ends_an_execution(strict: httpx.Client, simulator: Simulator) -> None:
    simulator.switch("execution_seconds", 3600)
    found = start(strict, timeout=1)
    simulator.advance(61)
    assert status(strict, found) == "terminated_timeout"
    simulator.fail(task=TASK, outcome="never")
    endless, limited = start(strict), start(strict, OTHER, timeout=2)
    simulator.advance(86_400)
    assert (status(strict, endless), status(strict, limited)) == ("executing", "terminated_timeout")


@pytest.mark.parametrize(
    ("outcome", "ends"),
    [
        ("failure", "execution_failed"),
        ("rejected", "execution_rejected"),
        ("deploy_failed", "deploy_failed"),
        ("shutdown", "terminated_shutdown"),
        ("success", "execution_successful"),
    ],
)
def test_a_task_fails_as_often_as_requested(
    strict: httpx.Client, simulator: Simulator, outcome: str, ends: str
) -> None:
    simulator.fail(task=TASK, outcome=outcome, error_type="X", message="no disk", count=2)
    assert simulator.failures() == [
        {"task": TASK, "outcome": outcome, "count": 2, "errorType": "X", "errorMessage": "no disk"}
    ]
    found = [start(strict) for _ in range(3)]
    simulator.advance(1)
    assert [status(strict, one) for one in found] == [ends, ends, "execution_successful"]
    last = strict.get(f"{RUNS}/{found[0]}").json()
    assert last.get("errorMessage") == (None if outcome == "success" else "no disk")
    assert simulator.failures() == []


def test_outcomes_of_a_seed_alternate(strict: httpx.Client, simulator: Simulator) -> None:
    with_tasks(simulator, outcomes=["failure", "success"], errorMessage="odd")
    found = [start(strict) for _ in range(3)]
    simulator.advance(1)
    ends = [status(strict, one) for one in found]
    assert ends == ["execution_failed", "execution_successful", "execution_failed"]
    assert strict.get(f"{RUNS}/{found[0]}").json()["errorMessage"] == "odd"


def test_a_lost_response_does_not_lose_the_execution(api: httpx.Client, simulator: Simulator) -> None:
    simulator.switch("execution_list_delay", 5)
    simulator.fault("POST", RUNS, kind="drop-after")
    with pytest.raises(httpx.RemoteProtocolError):
        start(api)
    assert api.get(LIST).json()["total"] == 0
    simulator.advance(5)
    assert [one["taskId"] for one in api.get(LIST).json()["items"]] == [TASK]


def test_tasks_are_listed(strict: httpx.Client) -> None:
    response = strict.get("/processing/executables/tasks", params={"environmentId": PRODUCTION}).json()
    assert [(one["executable"], one["name"]) for one in response["items"]] == [
        ("5a0000000000000000000003", "close-month")
    ]
    page = strict.get("/processing/executables/tasks", params={"limit": 1, "offset": 1}).json()
    assert (page["items"][0]["executable"], page["total"]) == (OTHER, 4)
