"""Seeds and the state: which seeds are accepted, and which account and ids they create."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from talend_processing.simulator import DEFAULT_SEED, SeedError, Simulator, seed_schema

DEVELOPMENT = "5e0000000000000000000001"
ENGINES = "/processing/runtimes/remote-engines"
BODY = {"name": "etl", "environmentId": DEVELOPMENT}


def test_the_state_is_a_seed_that_recreates_the_account(api: httpx.Client, simulator: Simulator) -> None:
    api.post(ENGINES, json=BODY)
    state = simulator.state()
    simulator.reset()
    assert simulator.state()["remoteEngines"] == []
    simulator.load(json.loads(json.dumps(state)))
    assert simulator.state() == state


def test_new_objects_do_not_reuse_ids_of_deleted_ones(api: httpx.Client, simulator: Simulator) -> None:
    ids = [api.post(ENGINES, json=BODY | {"name": f"etl-{number}"}).json()["id"] for number in range(4)]
    state = simulator.state()
    state["remoteEngines"].pop(0)
    simulator.load(state)
    later = [api.post(ENGINES, json=BODY | {"name": f"new-{number}"}).json()["id"] for number in range(4)]
    assert len({*ids, *later}) == 8
    assert len(simulator.state()["remoteEngines"]) == 7


def test_another_simulator_with_the_same_state_creates_other_ids(
    api: httpx.Client, simulator: Simulator
) -> None:
    ids = [api.post(ENGINES, json=BODY | {"name": f"etl-{number}"}).json()["id"] for number in range(2)]
    with Simulator(seed=simulator.state()) as another, httpx.Client(base_url=another.url) as client:
        made = client.post(
            ENGINES, json=BODY | {"name": "etl-2"}, headers={"authorization": "Bearer made-up"}
        ).json()["id"]
        assert made not in ids
        assert len(another.state()["remoteEngines"]) == 3


@pytest.mark.parametrize(
    ("seed", "reason"),
    [
        ({"colours": []}, "colours: unknown section"),
        ({"tasks": {}}, "tasks: must be an array"),
        ({"environments": [{"nom": "x"}]}, r"unrecognized field: environments\[0\].nom"),
        ({"workspaces": [{"name": "w", "environmentId": "e"}]}, "no object in environments has this id"),
        ({"jobJvmRollback": 1}, "must be a boolean"),
    ],
)
def test_an_invalid_seed_changes_nothing(simulator: Simulator, seed: dict[str, object], reason: str) -> None:
    before = simulator.state()
    with pytest.raises(SeedError, match=reason):
        simulator.load(seed)
    assert simulator.state() == before


def fits(seed: dict[str, Any]) -> bool:
    return Draft202012Validator(seed_schema()).is_valid(seed)


def test_the_schema_is_valid_and_accepts_the_default_seed() -> None:
    Draft202012Validator.check_schema(seed_schema())
    assert fits(DEFAULT_SEED)


def test_the_schema_accepts_the_state_at_any_time_of_an_execution(
    strict: httpx.Client, simulator: Simulator
) -> None:
    strict.post(ENGINES, json=BODY)
    simulator.fail(task="5a0000000000000000000002")
    simulator.fail(promotion="5b0000000000000000000001", artifact="nightly")
    strict.post("/processing/executions", json={"executable": "5a0000000000000000000001", "timeout": 3})
    for plan in simulator.state()["plans"]:
        strict.post("/processing/executions/plans", json={"executable": plan["id"]})
    strict.post("/processing/executions/promotions", json={"executable": "5b0000000000000000000001"})
    for seconds in (0, 0.05, 0.1, 0.1, 10):
        simulator.advance(seconds)
        state = simulator.state()
        assert fits(state)
        simulator.load(state)
        assert simulator.state() == state


@pytest.mark.parametrize(
    "seed",
    [
        {"colours": []},
        {"tasks": {}},
        {"environments": [{"nom": "x"}]},
        {"environments": [{"name": " "}]},
        {"tasks": [{"name": "t", "workspaceId": "w", "outcomes": ["odd"]}]},
        {"tasks": [{"name": "t", "workspaceId": "w", "timeout": 0}]},
        {"jobJvmRollback": 1},
        {"taskExecutions": [{"taskId": "t", "status": "executing", "triggered": 10**15}]},
    ],
)
def test_the_schema_and_the_simulator_reject_the_same_seeds(
    simulator: Simulator, seed: dict[str, Any]
) -> None:
    assert not fits(seed)
    with pytest.raises(SeedError):
        simulator.load(seed)
