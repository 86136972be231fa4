"""If a permission for one kind is revoked, a refresh and a destroy of the other kinds still succeed."""

from __future__ import annotations

import pytest
from stack import StackError

from talend_processing.simulator import Simulator
from talend_processing.testing.fixtures import MakeStack

PROGRAM = """
import pulumi
import talend_processing as talend

development = talend.find_environment(name="development")
place = {"environment_id": development.id}
triggers = {"key": pulumi.Config().require("key")}
for name in ("etl-1", "etl-2"):
    talend.RemoteEngine(name, unpair_triggers=triggers, **place)
talend.PipelineEngine("pipes", **place)
"""
ENGINES = "/processing/runtimes/remote-engines"
DROP = "`pulumi state delete`"


def test_a_kind_without_permission_does_not_stop_the_others(
    simulator: Simulator, stack_of: MakeStack
) -> None:
    stack = stack_of(PROGRAM, config={"key": "1"})
    stack.up()
    simulator.fault(None, f"{ENGINES}/**", kind="status", status=403, count=None)
    simulator.fault(None, ENGINES, kind="status", status=403, count=None)
    before = {one["urn"]: one.get("id") for one in stack.resources()}

    printed = stack.refresh()

    assert printed.partition("Diagnostics:")[2].count("The refresh keeps the state of this resource") == 1
    assert "The token needs TMC_CLUSTER_MANAGEMENT" in printed
    assert {one["urn"]: one.get("id") for one in stack.resources()} == before

    stack.set("key", "2")
    with pytest.raises(StackError) as changed:
        stack.up()
    assert DROP in str(changed.value)

    with pytest.raises(StackError) as destroyed:
        stack.destroy("--continue-on-error")
    assert DROP in str(destroyed.value)
    account = simulator.state()
    assert (len(account["remoteEngines"]), account["pipelineEngines"]) == (2, [])
    assert sum(one["type"].endswith(":RemoteEngine") for one in stack.resources()) == 2

    simulator.clear_faults()
    stack.destroy()
    assert simulator.state()["remoteEngines"] == []
