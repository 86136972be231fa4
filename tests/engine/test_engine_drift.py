"""`refresh` shows changes outside of Pulumi, and `up` corrects them or warns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from snapshot import Snapshot
from stack import Stack, StackError, changes

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional", cloud_jvm_rollback="present")

PROGRAM = """
import pulumi
import talend_processing as talend

config = pulumi.Config()
place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
engine = talend.RemoteEngine(
    "etl", **place, description="first", unpair_triggers={"key": config.get("trigger") or "1"}
)
debugged = talend.RemoteEngine("debugged", **place, debug={"host": "10.0.0.1"})
cluster = talend.EngineCluster("pool", **place)
talend.ClusterMembership("member", cluster_id=cluster, engine_id=engine)
profile = {"type": "JOB_SERVER", "jvm_arguments": ["-Xmx1g"], "description": "first"}
talend.RemoteEngineRunProfile("heap", engine_id=engine, **profile)
talend.EngineClusterRunProfile("pool-heap", cluster_id=cluster, **profile)
exclusive = talend.EngineCluster("exclusive", **place, remote_engines=[])
talend.CloudJvmRollback("java", job_jvm_rollback=True)
pulumi.export("key", engine.pre_authorized_key)
pulumi.export("drift", engine.drift)
"""

CHILDREN = {"heap", "pool-heap"}
"""Resources that Pulumi removes from state before it deletes their engine and cluster."""


@dataclass
class Deployed:
    """The program, deployed once for all tests of this module."""

    stack: Stack
    simulator: Simulator
    snapshot: Snapshot


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, engine: Path) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("drift")
    with Simulator(switches={"debug_host": "fill"}) as simulator:
        stack = Stack.of(PROGRAM, folder / "stack", pulumi=engine, api_url=simulator.url)
        stack.up()
        yield Deployed(stack, simulator, Snapshot(stack, simulator))
        stack.close()


@pytest.fixture
def simulator(deployed: Deployed) -> Simulator:
    return deployed.simulator


@pytest.fixture
def stack(deployed: Deployed) -> Stack:
    """The stack and the account as the first `up` left them."""
    deployed.snapshot.restore()
    deployed.stack.environ = {}
    return deployed.stack


def _ids(stack: Stack) -> dict[str, str]:
    return {one["urn"].rpartition("::")[2]: one["id"] for one in stack.resources()}


def _named(account: dict[str, Any], name: str) -> dict[str, Any]:
    (engine,) = (one for one in account["remoteEngines"] if one["name"] == name)
    return cast("dict[str, Any]", engine)


def _change(simulator: Simulator, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the account outside of Pulumi."""
    account = simulator.state()
    change(account)
    simulator.load(account)


def test_drift_is_shown_by_refresh_and_corrected_by_up(stack: Stack, simulator: Simulator) -> None:
    def by_hand(account: dict[str, Any]) -> None:
        account["jobJvmRollback"] = False
        for profile in account["runProfiles"]:
            profile.update(name="by hand", description="by hand", jvmArguments=["-Xmx9g"])
        _named(account, "etl").update(name="renamed by hand")
        account["remoteEngines"].append(
            {
                "id": "0" * 24,
                "name": "stray",
                "workspaceId": "5f0000000000000000000004",
                "clusterId": _ids(stack)["exclusive"],
            }
        )

    before = _ids(stack)
    wanted = [(p["name"], p["description"], p["jvmArguments"]) for p in simulator.state()["runProfiles"]]
    _change(simulator, by_hand)
    printed = stack.refresh()
    assert changes(printed)["updated"] == 4, printed
    assert "description,jvmArguments,name" in printed
    assert "warning: Remote Engine 'etl'" in printed, "only a replacement could correct its name"
    assert "was changed outside of Pulumi: name" in printed

    printed = stack.up()
    assert changes(printed)["updated"] == 4, printed
    assert "renamed by hand" in stack.run("stack", "output", "drift", "--stack", stack.name)
    account = simulator.state()
    assert [(p["name"], p["description"], p["jvmArguments"]) for p in account["runProfiles"]] == wanted
    assert account["jobJvmRollback"] is True
    assert "clusterId" not in next(e for e in account["remoteEngines"] if e["name"] == "stray")
    assert _ids(stack) == before, "nothing was replaced"

    def delete(account: dict[str, Any]) -> None:
        left = [one for one in account["runProfiles"] if one["processorId"] != before["etl"]]
        kept = [one for one in account["remoteEngines"] if one["id"] == before["debugged"]]
        account.update(remoteEngines=kept, runProfiles=left)

    _change(simulator, delete)
    printed = stack.refresh()
    assert changes(printed)["deleted"] == 3, printed
    assert changes(stack.up())["created"] == 3
    after = _ids(stack)
    assert {name for name in after if after[name] != before[name]} == {"etl", "heap", "member"}
    stack.up("--refresh", "--expect-no-changes")


def test_pairing_changes_nothing_and_a_trigger_renews_the_key(stack: Stack, simulator: Simulator) -> None:
    def shown() -> str:
        return stack.run("stack", "output", "key", "--show-secrets", "--stack", stack.name)

    before = _ids(stack)
    first = _named(simulator.state(), "etl")["preAuthorizedKey"]
    assert first in shown()
    assert first not in json.dumps(stack.export()), "state holds it encrypted"
    for name in ("etl", "debugged"):
        simulator.pair(before[name])
    assert "debug" in _named(simulator.state(), "etl"), "the engine declares none, and shows one once paired"
    stack.up("--refresh", "--expect-no-changes")
    assert first in shown()

    _change(simulator, lambda account: _named(account, "debugged").update(debug={"host": "10.0.0.9"}))
    stack.set("test:trigger", "2")
    printed = stack.up("--refresh")
    assert "warning: Remote Engine 'debugged'" in printed, "another host than the declared one is drift"
    assert "was changed outside of Pulumi: debug" in printed
    assert _ids(stack) == before, "it replaces nothing"
    engine = _named(simulator.state(), "etl")
    assert engine["status"] == "NOT_PAIRED"
    second = engine["preAuthorizedKey"]
    assert second != first
    assert second in shown()
    assert second not in printed + json.dumps(stack.export())


def test_credentials_of_another_account_or_address_change_nothing(stack: Stack, simulator: Simulator) -> None:
    kept = _ids(stack)
    simulator.clear_journal()
    stack.environ = {"TALEND_API_URL": "http://127.0.0.1:9"}
    for command in (stack.preview, stack.refresh, stack.destroy):
        with pytest.raises(StackError, match=r"was created at .*, but this stack now uses"):
            command()
    assert simulator.journal() == []
    assert kept.keys() - _ids(stack).keys() <= CHILDREN

    stack.environ = {}
    account = simulator.state()
    simulator.load({})
    for command in (stack.refresh, stack.destroy):
        with pytest.raises(StackError, match="Use credentials that see the environment"):
            command()
    assert kept.keys() - _ids(stack).keys() <= {"java", *CHILDREN}, "every account has the Java setting"
    simulator.load(account)
    stack.destroy()
    assert not any(simulator.state()[each] for each in ("remoteEngines", "clusters", "runProfiles"))
