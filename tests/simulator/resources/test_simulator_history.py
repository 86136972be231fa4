"""The history of task executions: its lists, searches, pages and limits."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from runtimes import DEVELOPMENT, PRODUCTION, SHARED
from task_runs import LIST, RUNS, TASK

from talend_processing.simulator import DEFAULT_SEED, Simulator

PRODUCTION_FINANCE = "5f0000000000000000000004"
DAY = 86_400_000
NOW = 1_800_000_000_000


def load_executions(simulator: Simulator, count: int = 6) -> None:
    """Load finished executions `run-1`, `run-2`, ... that started 1, 2, ... days ago."""
    runs = [
        {
            "id": f"run-{n}",
            "taskId": TASK if n % 2 else "5a0000000000000000000003",
            "status": "execution_failed" if n % 3 == 2 else "execution_successful",
            "triggered": NOW - n * DAY,
            "finished": NOW - n * DAY + 1000,
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
        ({"environmentId": PRODUCTION, "workspaceId": PRODUCTION_FINANCE, "status": "execution_failed"}, [2]),
        ({"workspaceId": "none"}, []),
        ({"from": NOW - 4 * DAY + 500, "to": NOW - 3 * DAY}, [3, 4]),
        ({"from": NOW - 4 * DAY + 1001, "to": NOW - 3 * DAY - 1}, []),
    ],
)
def test_lists_and_searches_return_the_same_executions(
    strict: httpx.Client, simulator: Simulator, asked: dict[str, Any], found: list[int]
) -> None:
    load_executions(simulator)
    expected = [f"run-{n}" for n in found]
    assert ids(strict.get(LIST, params=asked)) == expected
    assert ids(strict.post(LIST, json=asked)) == expected


def test_a_page_contains_the_total(strict: httpx.Client, simulator: Simulator) -> None:
    load_executions(simulator)
    response = strict.get(LIST, params={"limit": 2, "offset": 3}).json()
    assert (response["limit"], response["offset"], response["total"]) == (2, 3, 6)


def test_a_search_matches_all_tags(strict: httpx.Client, simulator: Simulator) -> None:
    load_executions(simulator)
    assert ids(strict.post(LIST, json={"tags": ["critical", "finance-eu"]})) == ["run-2", "run-4", "run-6"]
    assert ids(strict.post(LIST, json={"tags": ["critical", "nightly"]})) == []
    assert ids(strict.post(LIST, json={"limit": 1.0, "offset": 1.0, "tags": ["nightly"]})) == ["run-3"]


def test_the_executions_of_one_task_are_listed(strict: httpx.Client, simulator: Simulator) -> None:
    load_executions(simulator)
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
        ({"from": 5, "to": 4}, "from: must not be after to"),
        (
            {"environmentId": DEVELOPMENT, "workspaceId": PRODUCTION_FINANCE},
            "workspaceId: the workspace is in another",
        ),
    ],
)
def test_a_list_rejects_invalid_filters(
    api: httpx.Client, simulator: Simulator, asked: dict[str, Any], reason: str
) -> None:
    load_executions(simulator)
    for response in (api.get(LIST, params=asked), api.post(LIST, json=asked)):
        assert response.status_code == 400
        assert response.json()["message"].startswith(reason)


def test_switches_set_the_limits_of_newer_apis(api: httpx.Client, simulator: Simulator) -> None:
    load_executions(simulator, 12)
    simulator.switch_all({"history_days": 10, "history_default_days": 7, "history_offset": 1000})
    assert len(ids(api.get(LIST))) == 7
    assert len(ids(api.get(LIST, params={"lastDays": 10}))) == 10
    assert api.get(LIST, params={"lastDays": 11}).status_code == 400
    assert api.get(LIST, params={"offset": 1001}).json()["message"] == "offset: must be in range [0, 1000]"


def test_old_executions_are_not_returned(strict: httpx.Client, simulator: Simulator) -> None:
    load_executions(simulator)
    simulator.switch("history_kept_days", 3)
    assert ids(strict.get(LIST)) == ["run-1", "run-2", "run-3"]
    assert strict.get(f"{RUNS}/run-2").status_code == 200
    assert strict.get(f"{RUNS}/run-4").status_code == 404
    assert strict.delete(f"{RUNS}/run-4").status_code == 404
