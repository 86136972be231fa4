"""The engine that runs a task, and the limits of concurrent runs of engine, account and task."""

from __future__ import annotations

import httpx
import pytest
from runtimes import SHARED, cluster, engine
from task_runs import LIST, RUNS, TASK, on_engine, start, status, with_tasks

from talend_processing.simulator import Simulator


def paired_engine(api: httpx.Client, simulator: Simulator, name: str = "etl") -> str:
    made = str(engine(api, name)["id"])
    simulator.pair(made)
    return made


@pytest.mark.parametrize("rule", ["deploy_failed", "execution_rejected"])
def test_an_unpaired_engine_runs_no_tasks(strict: httpx.Client, simulator: Simulator, rule: str) -> None:
    on_engine(simulator, str(engine(strict)["id"]))
    simulator.switch("engine_unavailable", rule)
    found = start(strict)
    simulator.advance(1)
    last = strict.get(f"{RUNS}/{found}").json()
    assert last["status"] == rule
    assert last["errorMessage"] == "The Remote Engine is unpaired or deleted"


def test_an_execution_can_wait_until_its_engine_is_paired(strict: httpx.Client, simulator: Simulator) -> None:
    machine = str(engine(strict)["id"])
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
    on_engine(simulator, paired_engine(strict, simulator))
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
    on_engine(simulator, paired_engine(strict, simulator))
    simulator.switch("engine_executions", 1)
    found = [start(strict) for _ in range(3)]
    simulator.advance(3600)
    ends = [strict.get(f"{RUNS}/{one}").json()["finishTimestamp"] for one in found]
    assert ends == [f"2027-01-15T08:00:{n}.020Z" for n in (10, 20, 30)]


def test_a_cluster_distributes_tasks_over_its_engines(strict: httpx.Client, simulator: Simulator) -> None:
    machines = [paired_engine(strict, simulator, f"etl-{n}") for n in range(2)]
    farm = cluster(strict, *machines, workspaceId=SHARED)["id"]
    with_tasks(simulator, runtime={"type": "REMOTE_ENGINE_CLUSTER", "id": farm})
    for _ in range(4):
        start(strict)
    simulator.advance(1)
    items = strict.get(LIST).json()["items"]
    assert [one["runtime"]["engineId"] for one in reversed(items)] == machines * 2
    assert {one["runtime"]["clusterId"] for one in items} == {farm}


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


def test_a_loaded_state_continues_running_executions(strict: httpx.Client, simulator: Simulator) -> None:
    on_engine(simulator, paired_engine(strict, simulator))
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
