"""Runs of tasks that tests start by request, and changes of the tasks."""

from __future__ import annotations

import httpx

from talend_processing.simulator import Simulator

TASK, OTHER = (f"5a000000000000000000000{n}" for n in (1, 2))
RUNS = "/processing/executions"
LIST = "/processing/executables/tasks/executions"


def start(api: httpx.Client, task: str = TASK, **rest: object) -> str:
    response = api.post(RUNS, json={"executable": task, **rest})
    assert response.status_code == 201, response.text
    return str(response.json()["executionId"])


def status(api: httpx.Client, execution: str) -> str:
    return str(api.get(f"{RUNS}/{execution}").json()["status"])


def with_tasks(simulator: Simulator, **changes: object) -> None:
    """Change all tasks."""
    seed = simulator.state()
    for task in seed["tasks"]:
        task.update(changes)
    simulator.load(seed)


def on_engine(simulator: Simulator, engine_id: str) -> None:
    """Let all tasks run on an engine, for 10 seconds each."""
    with_tasks(simulator, runtime={"type": "REMOTE_ENGINE", "id": engine_id}, seconds=10)
