from __future__ import annotations

from typing import Any

import httpx
import pytest

from talend_processing.simulator import DEFAULT_SEED, Simulator

TASK, OTHER, FAILING = (f"5a000000000000000000000{n}" for n in (1, 2, 4))
DEVELOPMENT, PRODUCTION = "5e0000000000000000000001", "5e0000000000000000000002"
SHARED, FINANCE = "5f0000000000000000000001", "5f0000000000000000000004"
RUNS = "/processing/executions"
LIST = "/processing/executables/tasks/executions"
DAY = 86_400_000
NOW = 1_800_000_000_000


def start(api: httpx.Client, task: str = TASK, **rest: object) -> str:
    response = api.post(RUNS, json={"executable": task, **rest})
    assert response.status_code == 201, response.text
    return str(response.json()["executionId"])


def status(api: httpx.Client, execution: str) -> str:
    return str(api.get(f"{RUNS}/{execution}").json()["status"])


def with_tasks(simulator: Simulator, **changes: object) -> dict[str, Any]:
    seed = simulator.state()
    for task in seed["tasks"]:
        task.update(changes)
    simulator.load(seed)
    return seed


def engine(api: httpx.Client, simulator: Simulator, *, paired: bool = True, name: str = "etl") -> str:
    body = {"name": name, "environmentId": DEVELOPMENT, "workspaceId": SHARED}
    found = str(api.post("/processing/runtimes/remote-engines", json=body).json()["id"])
    if paired:
        simulator.pair(found)
    return found


def on_engine(simulator: Simulator, engine_id: str) -> None:
    with_tasks(simulator, runtime={"type": "REMOTE_ENGINE", "id": engine_id}, seconds=10)


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
    ("change", "expected"), [({"paused": True}, 405), ({"configured": False}, 501), ({}, 404), (None, 400)]
)
def test_a_start_can_be_refused(
    strict: httpx.Client, simulator: Simulator, change: dict[str, object] | None, expected: int
) -> None:
    with_tasks(simulator, **(change or {}))
    body: dict[str, object] = {"executable": TASK if change else "none"}
    if change is None:
        with pytest.raises(AssertionError):  # the transport rejects it before it is sent
            strict.post(RUNS, json={"executable": TASK, "timeout": 0})
        response = httpx.post(
            simulator.url + RUNS,
            json={"executable": TASK, "timeout": 0},
            headers={"Authorization": "Bearer t"},
            trust_env=False,
        )
        assert response.json()["message"] == "timeout: must be in range [1, 2147483647]"
    else:
        response = strict.post(RUNS, json=body)
    assert response.status_code == expected
    assert response.json()["status"] == expected
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
    simulator.advance(DAY / 1000)
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


@pytest.mark.parametrize("rule", ["deploy_failed", "execution_rejected"])
def test_an_unpaired_engine_runs_no_tasks(strict: httpx.Client, simulator: Simulator, rule: str) -> None:
    on_engine(simulator, engine(strict, simulator, paired=False))
    simulator.switch("engine_unavailable", rule)
    found = start(strict)
    simulator.advance(1)
    last = strict.get(f"{RUNS}/{found}").json()
    assert last["status"] == rule
    assert last["errorMessage"] == "The Remote Engine is unpaired or deleted"


def test_an_execution_can_wait_until_its_engine_is_paired(strict: httpx.Client, simulator: Simulator) -> None:
    machine = engine(strict, simulator, paired=False)
    on_engine(simulator, machine)
    simulator.switch("engine_unavailable", "wait")
    found = start(strict)
    simulator.advance(3600)
    assert status(strict, found) == "dispatching"
    simulator.pair(machine)
    assert status(strict, found) == "executing"
    assert strict.get(f"{RUNS}/{found}").json()["remoteEngineId"] == machine
    simulator.advance(10)
    assert status(strict, found) == "execution_successful"


def test_an_engine_runs_three_tasks_at_once(strict: httpx.Client, simulator: Simulator) -> None:
    on_engine(simulator, engine(strict, simulator))
    found = [start(strict) for _ in range(5)]
    simulator.advance(1)
    assert [status(strict, one) for one in found] == ["executing"] * 3 + ["dispatching"] * 2
    strict.delete(f"{RUNS}/{found[3]}")
    strict.delete(f"{RUNS}/{found[0]}")
    assert status(strict, found[4]) == "executing"
    simulator.advance(60)
    assert status(strict, found[4]) == "execution_successful"
    simulator.switch_all({"engine_busy": "execution_rejected", "engine_executions": 1})
    found = [start(strict) for _ in range(2)]
    simulator.advance(1)
    assert [status(strict, one) for one in found] == ["executing", "execution_rejected"]


def test_a_waiting_execution_starts_when_an_engine_is_free(
    strict: httpx.Client, simulator: Simulator
) -> None:
    on_engine(simulator, engine(strict, simulator))
    simulator.switch("engine_executions", 1)
    found = [start(strict) for _ in range(3)]
    simulator.advance(3600)
    ends = [strict.get(f"{RUNS}/{one}").json()["finishTimestamp"] for one in found]
    assert ends == [f"2027-01-15T08:00:{n}.020Z" for n in (10, 20, 30)]


def test_a_cluster_distributes_tasks_over_its_engines(strict: httpx.Client, simulator: Simulator) -> None:
    machines = [engine(strict, simulator, name=f"etl-{n}") for n in range(2)]
    body = {
        "name": "all",
        "description": "",
        "environmentId": DEVELOPMENT,
        "workspaceId": SHARED,
        "remoteEngines": machines,
    }
    cluster = strict.post("/processing/runtimes/remote-engine-clusters", json=body).json()["id"]
    with_tasks(simulator, runtime={"type": "REMOTE_ENGINE_CLUSTER", "id": cluster})
    for _ in range(4):
        start(strict)
    simulator.advance(1)
    items = strict.get(LIST).json()["items"]
    assert [one["runtime"]["engineId"] for one in reversed(items)] == machines * 2
    assert {one["runtime"]["clusterId"] for one in items} == {cluster}


@pytest.mark.parametrize(("rule", "ends"), [("wait", "dispatching"), ("execution_rejected",) * 2])
def test_the_account_limits_concurrent_executions(
    strict: httpx.Client, simulator: Simulator, rule: str, ends: str
) -> None:
    simulator.switch_all({"account_executions": 2, "execution_seconds": 10, "account_full": rule})
    found = [start(strict) for _ in range(3)]
    simulator.advance(1)
    assert [status(strict, one) for one in found] == ["executing", "executing", ends]
    simulator.switch("account_full", "400")
    response = strict.post(RUNS, json={"executable": TASK})
    assert (response.status_code, response.json()["message"]) == (400, "Too many concurrent executions")
    simulator.advance(60)
    assert start(strict)


def test_a_task_can_be_limited_to_one_run_at_a_time(strict: httpx.Client, simulator: Simulator) -> None:
    with_tasks(simulator, parallelExecutionAllowed=False)
    first, second = start(strict), start(strict)
    simulator.advance(1)
    assert (status(strict, first), status(strict, second)) == ("execution_successful", "execution_rejected")
    assert "another instance" in strict.get(f"{RUNS}/{second}").json()["errorMessage"]
    third = start(strict)
    simulator.advance(1)
    assert status(strict, third) == "execution_successful"


def past(simulator: Simulator, count: int = 6, *, apart: int = DAY) -> None:
    runs = [
        {
            "id": f"run-{n}",
            "taskId": TASK if n % 2 else "5a0000000000000000000003",
            "status": "execution_failed" if n % 3 == 2 else "execution_successful",
            "triggered": NOW - n * apart,
            "finished": NOW - n * apart + 1000,
        }
        for n in range(1, count + 1)
    ]
    simulator.load({**DEFAULT_SEED, "taskExecutions": runs})


def ids(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [one["executionId"] for one in response.json()["items"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"lastDays": 2}, [1, 2]),
        ({"limit": 2, "offset": 1}, [2, 3]),
        ({"offset": 6}, []),
        ({"status": "execution_failed"}, [2, 5]),
        ({"environmentId": PRODUCTION}, [2, 4, 6]),
        ({"workspaceId": SHARED}, [1, 3, 5]),
        ({"environmentId": PRODUCTION, "workspaceId": FINANCE, "status": "execution_failed"}, [2]),
        ({"workspaceId": "none"}, []),
        ({"from": NOW - 4 * DAY + 500, "to": NOW - 3 * DAY}, [3, 4]),
        ({"from": NOW - 4 * DAY + 1001, "to": NOW - 3 * DAY - 1}, []),
    ],
)
def test_lists_and_searches_return_the_same_executions(
    strict: httpx.Client, simulator: Simulator, asked: dict[str, Any], found: list[int]
) -> None:
    past(simulator)
    expected = [f"run-{n}" for n in found]
    assert ids(strict.get(LIST, params=asked)) == expected
    assert ids(strict.post(LIST, json=asked)) == expected


def test_a_page_contains_the_total(strict: httpx.Client, simulator: Simulator) -> None:
    past(simulator)
    response = strict.get(LIST, params={"limit": 2, "offset": 3}).json()
    assert (response["limit"], response["offset"], response["total"]) == (2, 3, 6)


def test_a_search_matches_all_tags(strict: httpx.Client, simulator: Simulator) -> None:
    past(simulator)
    assert ids(strict.post(LIST, json={"tags": ["critical", "finance-eu"]})) == ["run-2", "run-4", "run-6"]
    assert ids(strict.post(LIST, json={"tags": ["critical", "nightly"]})) == []
    assert ids(strict.post(LIST, json={"limit": 1.0, "offset": 1.0, "tags": ["nightly"]})) == ["run-3"]


def test_the_executions_of_one_task_are_listed(strict: httpx.Client, simulator: Simulator) -> None:
    past(simulator)
    path = f"/processing/executables/tasks/{TASK}/executions"
    assert ids(strict.get(path)) == ["run-1", "run-3", "run-5"]
    assert ids(strict.get(path, params={"lastDays": 3, "limit": 1, "offset": 1})) == ["run-3"]
    assert strict.get("/processing/executables/tasks/none/executions").status_code == 404


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"limit": 0}, "limit: must be in range [1, 100]"),
        ({"limit": 101}, "limit: must be in range [1, 100]"),
        ({"offset": -1}, "offset: must be in range [0, 2147483647]"),
        ({"lastDays": 0}, "lastDays: must be in range [1, 2147483647]"),
        ({"lastDays": 61}, "lastDays: must be in range [1, 60]"),
        ({"from": NOW - 61 * DAY, "to": NOW}, "from, to: the period must not exceed 60 days"),
        ({"from": 5, "to": 4}, "from: must be before to"),
        ({"environmentId": DEVELOPMENT, "workspaceId": FINANCE}, "workspaceId: the workspace is in another"),
    ],
)
def test_a_list_rejects_invalid_filters(
    api: httpx.Client, simulator: Simulator, asked: dict[str, Any], reason: str
) -> None:
    past(simulator)
    for response in (api.get(LIST, params=asked), api.post(LIST, json=asked)):
        assert response.status_code == 400
        assert response.json()["message"].startswith(reason)


def test_switches_set_the_limits_of_newer_apis(api: httpx.Client, simulator: Simulator) -> None:
    past(simulator, 12)
    simulator.switch_all({"history_days": 10, "history_default_days": 7, "history_offset": 1000})
    assert len(ids(api.get(LIST))) == 7
    assert len(ids(api.get(LIST, params={"lastDays": 10}))) == 10
    assert api.get(LIST, params={"lastDays": 11}).status_code == 400
    assert api.get(LIST, params={"offset": 1001}).json()["message"] == "offset: must be in range [0, 1000]"


def test_old_executions_are_not_returned(strict: httpx.Client, simulator: Simulator) -> None:
    past(simulator)
    simulator.switch("history_kept_days", 3)
    assert ids(strict.get(LIST)) == ["run-1", "run-2", "run-3"]
    assert strict.get(f"{RUNS}/run-2").status_code == 200
    assert strict.get(f"{RUNS}/run-4").status_code == 404
    assert strict.delete(f"{RUNS}/run-4").status_code == 404


def test_tasks_are_listed(strict: httpx.Client) -> None:
    response = strict.get("/processing/executables/tasks", params={"environmentId": PRODUCTION}).json()
    assert [(one["executable"], one["name"]) for one in response["items"]] == [
        ("5a0000000000000000000003", "close-month")
    ]
    page = strict.get("/processing/executables/tasks", params={"limit": 1, "offset": 1}).json()
    assert (page["items"][0]["executable"], page["total"]) == (OTHER, 4)


def test_a_loaded_state_continues_running_executions(strict: httpx.Client, simulator: Simulator) -> None:
    on_engine(simulator, engine(strict, simulator))
    simulator.switch("engine_executions", 1)
    found = [start(strict) for _ in range(2)]
    simulator.advance(5)
    state = simulator.state()
    simulator.load(state)
    assert simulator.state() == state
    assert [status(strict, one) for one in found] == ["executing", "dispatching"]
    simulator.advance(6)
    assert [status(strict, one) for one in found] == ["execution_successful", "executing"]
    simulator.advance(10)
    assert status(strict, found[1]) == "execution_successful"
