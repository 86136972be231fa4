"""Every accepted seed is served without errors. The seeds are random changes of a full account.

After each test, the responses of the simulator are checked against the contract, which also shows its bugs.
"""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import httpx
import pytest
from document_edits import GONE, Place, places, put

from contract import operations
from contract.account import STEPS, create_objects, kinds_by_variable, path_of
from talend_processing.simulator import DEFAULT_SEED, SeedError, Simulator

pytestmark = pytest.mark.slow


CASES = 150
ODD = (None, "", 0, -1, 1.5, 2**40, "x", [], {}, True, float("inf"))
BY_ID = {one.id: one for one in operations()}


@pytest.fixture
def known(api: httpx.Client, simulator: Simulator) -> dict[str, str]:
    """Create one object of each kind, with some executions still running, and return the ids by kind."""
    (promotion,) = DEFAULT_SEED["promotions"]
    ids = create_objects(api, {"promotion": promotion["id"]}, BY_ID)
    for step in STEPS:
        if isinstance(step.body, dict) and step.body.get("name") == "stock":
            body = json.dumps({**step.body, "name": "described", "description": "with all its texts"})
            for noun, one in ids.items():
                body = body.replace(f'"${noun}"', f'"{one}"')
            cluster = {"remoteEngines": []} if "remoteEngines" in step.body else {}
            path = path_of(BY_ID[step.operation], ids)
            api.post(path, json={**json.loads(body), **cluster}).raise_for_status()
    simulator.pair(ids["engine"])
    simulator.fail(task=DEFAULT_SEED["tasks"][1]["id"], message="no disk", count=2)
    simulator.advance(0.05)
    for task in DEFAULT_SEED["tasks"]:
        api.post("/processing/executions", json={"executable": task["id"]}).raise_for_status()
    return ids


def test_the_state_of_a_full_account_is_a_seed(simulator: Simulator, known: dict[str, str]) -> None:
    state = simulator.state()
    assert all(state[table] for table in state.keys() - {"jobJvmRollback", "tokens", "serviceAccounts"})
    simulator.load(json.loads(json.dumps(state)))
    assert simulator.state() == state


def test_every_accepted_seed_is_served_without_errors(
    api: httpx.Client, simulator: Simulator, known: dict[str, str]
) -> None:
    randomness = random.Random(1)  # noqa: S311 - reproducible changes
    whole = simulator.state()
    reads = [
        path_of(one, known)
        for one in operations()
        if one.method == "GET" and known.keys() >= set(kinds_by_variable(one.path).values())
    ]
    accepted = 0
    for _ in range(CASES):
        seed = whole
        for _ in range(randomness.randint(1, 2)):
            seed = _changed(seed, randomness)
        try:
            simulator.load(seed)
        except SeedError:
            continue
        accepted += 1
        for seconds in (0.1, 3600):
            for path in reads:
                api.get(path)
            simulator.advance(seconds)
        simulator.load(simulator.state())
    assert CASES / 10 < accepted < CASES / 2


def _changed(seed: dict[str, Any], randomness: random.Random) -> dict[str, Any]:
    """Return a seed without one of its values, or with another value of the seed or an odd one there."""
    below = [place for place in places(seed) if place]
    chosen = randomness.choice(below)
    way = randomness.random()
    other: Any = GONE
    if way >= 2 / 3:
        other = randomness.choice(ODD)
    elif way >= 1 / 3:
        other = copy.deepcopy(_at(seed, randomness.choice([one for one in below if one[-1] == chosen[-1]])))
    changed: dict[str, Any] = put(seed, chosen, other)
    return changed


def _at(value: Any, place: Place) -> Any:
    for part in place:
        value = value[part]
    return value
