"""After random faults on the real engine, repeated `up`s converge. No object is duplicated or lost."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from stack import Stack, StackError

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional", cloud_jvm_rollback="present")

SEEDS = [pytest.param(1), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 32))]
FAULTS = ("status", "drop-before", "drop-after", "error-after", "html", "truncated", "wrong-schema")
MAX_RUNS = 8
PROGRAM = """
import pulumi
import talend_processing as talend

heap = pulumi.Config().get("heap") or "1g"
place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
profile = {"type": "JOB_SERVER", "jvm_arguments": [f"-Xmx{heap}"], "on_existing": "adopt"}
pool = talend.EngineCluster("pool", **place, on_existing="adopt")
talend.EngineClusterRunProfile("pool-heap", cluster_id=pool.id, **profile)
for number in (1, 2):
    engine = talend.RemoteEngine(f"etl-{number}", **place, description=heap, on_existing="adopt")
    talend.RemoteEngineRunProfile(f"heap-{number}", engine_id=engine.id, **profile)
    talend.ClusterMembership(f"member-{number}", cluster_id=pool.id, engine_id=engine.id)
talend.CloudJvmRollback("java", job_jvm_rollback=heap == "1g", value_on_delete=False)
"""


def _set_faults(simulator: Simulator, chance: random.Random) -> None:
    """Replace all faults by two to five random ones, most of them on writes."""
    simulator.clear_faults()
    for _ in range(chance.randint(2, 5)):
        kind = chance.choice(FAULTS)
        method = chance.choice(("POST", "POST", "PUT", "DELETE", None))
        simulator.fault(method, None, kind=kind, skip=chance.randint(0, 3))


def _until_it_succeeds(simulator: Simulator, chance: random.Random, run: Callable[[], str]) -> list[str]:
    """Run with new faults until it succeeds, in the end without faults. Return the output of each run."""
    printed: list[str] = []
    for attempt in range(MAX_RUNS):
        if attempt < MAX_RUNS - 2:
            _set_faults(simulator, chance)
        else:
            simulator.clear_faults()
        try:
            return [*printed, run()]
        except StackError as error:
            printed.append(str(error))
            assert "Traceback" not in printed[-1]
    raise AssertionError(f"it did not converge: {printed[-1]}")


def _assert_consistent(stack: Stack, simulator: Simulator, printed: list[str]) -> None:
    """Assert that state contains every object, none of them twice, and that no secret is shown."""
    account = simulator.state()
    there = {one["id"] for table in ("remoteEngines", "clusters", "runProfiles") for one in account[table]}
    known = {one["id"] for one in stack.resources() if "/" not in one["id"]} - {"cloud-jvm-rollback"}
    assert known == there
    assert sorted(one["name"] for one in account["remoteEngines"]) == ["etl-1", "etl-2"]
    assert [len(account[table]) for table in ("clusters", "runProfiles")] == [1, 3]
    secrets = ["made-up-token", *(one["preAuthorizedKey"] for one in account["remoteEngines"])]
    shown = json.dumps(stack.export()) + "".join(printed)
    assert not [secret for secret in secrets if secret in shown]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_series_of_faults_converges(
    stack_of: Callable[[str], Stack], simulator: Simulator, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same series in every run
    stack = stack_of(PROGRAM)
    for heap in ("1g", "2g"):
        stack.set("test:heap", heap)
        printed = _until_it_succeeds(simulator, chance, stack.up)
        simulator.clear_faults()
        stack.up("--refresh")
        _assert_consistent(stack, simulator, printed)
    stack.up("--expect-no-changes")
    _until_it_succeeds(simulator, chance, stack.destroy)
    account = simulator.state()
    assert [account[table] for table in ("remoteEngines", "clusters", "runProfiles")] == [[], [], []]
    assert account["jobJvmRollback"] is False
