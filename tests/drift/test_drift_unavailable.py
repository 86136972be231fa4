"""An account that no longer offers the JVM rollback: drift says that it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from held_stack import Stack

from contract.watch import Watch
from talend_processing.drift.comparing import drift


@pytest.fixture(autouse=True)
def within_the_contract(contract_watch: Watch) -> Iterator[None]:
    """The reference lists none of the answers of an endpoint that was withdrawn."""
    yield
    assert contract_watch.bugs() == []


def test_a_setting_that_cannot_be_read_is_not_taken_for_unchanged(stack: Stack) -> None:
    stack.make("CloudJvmRollback", "java", {"jobJvmRollback": True})
    stack.simulator.switch("cloud_jvm_rollback", "404")
    with stack.session() as session:
        (unread,) = drift(stack.state(), session).unread
    assert "To drop the resource, remove it from the program" in unread.why
