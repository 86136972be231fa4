"""The states of earlier versions still work. `states/resources` has one file for each version."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stack import Stack

from talend_processing.simulator import Simulator
from talend_processing.simulator.account.seeds import DEFAULT_SEED

pytestmark = [
    pytest.mark.sdk,
    pytest.mark.assumes(engine_list_key="show", reschedule_fields="optional", cloud_jvm_rollback="present"),
]

FOLDER = Path(__file__).parent / "states" / "resources"
STATES = sorted(FOLDER.glob("*.json"))
WORKSPACE, KEY = "5f0000000000000000000004", "0A" * 32


def _account(state: Path) -> dict[str, Any]:
    """Return the account that the state describes."""
    resources = {
        one["urn"].rpartition("::")[2]: one
        for one in json.loads(state.read_text())["deployment"]["resources"]
    }
    ids = {name: one.get("id") for name, one in resources.items()}

    def profile(name: str, owner: str, kind: str) -> dict[str, Any]:
        parent = {"processorId": ids[owner], "processorType": kind}
        return {"id": ids[name], "name": name, "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"], **parent}

    engine = {"id": ids["etl"], "name": "etl", "description": "first", "clusterId": ids["pool"]}
    return {
        **DEFAULT_SEED,
        "jobJvmRollback": True,
        "remoteEngines": [{**engine, "workspaceId": WORKSPACE, "preAuthorizedKey": KEY}],
        "clusters": [{"id": ids["pool"], "name": "pool", "workspaceId": WORKSPACE}],
        "runProfiles": [
            profile("heap", "etl", "REMOTE_ENGINE"),
            profile("pool-heap", "pool", "REMOTE_ENGINE_CLUSTER"),
        ],
    }


def _size_of_inputs(stack: Stack) -> int:
    """Return the length of all inputs in state as JSON."""
    return sum(len(json.dumps(one["inputs"])) for one in stack.resources())


def test_states_of_earlier_versions_are_found() -> None:
    assert "0.1.0" in {path.stem for path in STATES}


@pytest.mark.parametrize("kept", STATES, ids=lambda path: path.stem)
def test_a_state_of_an_earlier_version_still_works(
    kept: Path, tmp_path: Path, stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of((FOLDER / "program.py").read_text())
    file = tmp_path / "state.json"
    file.write_text(kept.read_text().replace("http://127.0.0.1:8765", simulator.url))
    simulator.load(_account(file))
    stack.run("stack", "import", "--file", str(file), "--stack", stack.name)
    stack.refresh()
    size = _size_of_inputs(stack)
    stack.up("--expect-no-changes")
    # Earlier versions wrote defaults such as `onExisting` into the inputs. An `up` removes them.
    assert _size_of_inputs(stack) < size
    assert not any("onExisting" in one["inputs"] for one in stack.resources())
    assert KEY in stack.run("stack", "output", "key", "--show-secrets", "--stack", stack.name)
    before = {one["id"] for one in stack.resources()}
    stack.set("test:heap", "2g")
    stack.up()
    assert {one["id"] for one in stack.resources()} == before
    assert {tuple(one["jvmArguments"]) for one in simulator.state()["runProfiles"]} == {("-Xmx2g",)}
    stack.destroy()
    account = simulator.state()
    assert [account[table] for table in ("remoteEngines", "clusters", "runProfiles")] == [[], [], []]
    assert account["jobJvmRollback"] is False
