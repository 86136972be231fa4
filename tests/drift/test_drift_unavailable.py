"""Kinds that an account does not show or no longer offers: drift says that they cannot be read."""

from __future__ import annotations

import pytest
from lifecycle_stack import Stack

from talend_processing.drift.comparing import drift


@pytest.mark.assumes(cloud_jvm_rollback="present")
def test_a_setting_that_cannot_be_read_is_not_taken_for_unchanged(stack: Stack) -> None:
    stack.make("CloudJvmRollback", "java", {"jobJvmRollback": True})
    stack.simulator.switch("cloud_jvm_rollback", "404")
    with stack.session() as session:
        (unread,) = drift(stack.state(), session).unread
    assert "To drop the resource, remove it from the program" in unread.reason


def test_a_kind_that_may_not_be_listed_does_not_stop_the_comparison(stack: Stack) -> None:
    place = {"environmentId": "5e0000000000000000000001"}
    stack.make("RemoteEngine", "etl", {"name": "etl", **place})
    stack.make("PipelineEngine", "pipes", {"name": "pipes", **place})
    path = "/processing/runtimes/remote-engines"
    stack.simulator.fault("GET", path, kind="status", status=403, count=None)
    with stack.session() as session:
        found = drift(stack.state(), session, scope="all")
    (unread,) = found.unread
    assert "The token needs TMC_CLUSTER_MANAGEMENT" in unread.reason
    assert (found.changed, found.missing) == ((), ())
    assert any(note.startswith("drift did not search for unmanaged Remote Engines: ") for note in found.notes)
