"""A refresh keeps the state of a kind that the account no longer offers or no longer permits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from harness import Host, Refused

from talend_processing.simulator import Simulator


@pytest.mark.assumes(cloud_jvm_rollback="present")
def test_a_kind_that_the_account_no_longer_offers_keeps_its_state_and_causes_a_warning(
    host: Host, simulator: Simulator
) -> None:
    made = host.up("CloudJvmRollback", {"jobJvmRollback": True})
    simulator.switch("cloud_jvm_rollback", "410")
    host.engine.messages.clear()
    seen = host.refresh(made)
    assert seen is not None
    assert (seen.outputs, seen.inputs) == (made.outputs, made.inputs)
    (warning,) = [one.message for one in host.engine.messages]
    assert "To drop the resource, remove it from the program" in warning
    assert "The refresh keeps the state of this resource" in warning
    with pytest.raises(Refused, match="To drop the resource"):
        host.up("CloudJvmRollback", {"jobJvmRollback": False}, made)


def test_a_kind_that_may_not_be_listed_keeps_its_state_and_causes_one_warning(
    host: Host, next_run: Callable[[], Host], simulator: Simulator
) -> None:
    place = {"environmentId": "5e0000000000000000000001"}
    made = [host.up("RemoteEngine", {"name": f"etl-{number}", **place}) for number in range(3)]
    simulator.fault("GET", "/processing/runtimes/remote-engines", kind="status", status=403, count=None)
    later = next_run()
    later.engine.messages.clear()
    try:
        seen = [later.refresh(one) for one in made]
    finally:
        simulator.clear_faults()
    assert [one and one.outputs for one in seen] == [one.outputs for one in made]
    (warning,) = [one.message for one in later.engine.messages]
    assert "The token needs TMC_CLUSTER_MANAGEMENT" in warning
    assert "The refresh keeps the state of this resource" in warning
