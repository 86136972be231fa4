"""An account that no longer offers the JVM rollback, through the real host."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness import Host, Refused

from contract.watch import Watch
from talend_processing.simulator import Simulator


@pytest.fixture(autouse=True)
def within_the_contract(contract_watch: Watch) -> Iterator[None]:
    """The reference lists none of the answers of an endpoint that was withdrawn."""
    yield
    assert contract_watch.bugs() == []


def test_a_refresh_keeps_the_state_and_warns(host: Host, simulator: Simulator) -> None:
    made = host.up("CloudJvmRollback", {"jobJvmRollback": True})
    simulator.switch("cloud_jvm_rollback", "410")
    host.engine.said.clear()
    seen = host.refresh(made)
    assert seen is not None
    assert (seen.outputs, seen.inputs) == (made.outputs, made.inputs)
    (warning,) = [one.message for one in host.engine.said]
    assert "To drop the resource, remove it from the program" in warning
    assert warning.endswith("State is kept as it is")
    with pytest.raises(Refused, match="To drop the resource"):
        host.up("CloudJvmRollback", {"jobJvmRollback": False}, made)
