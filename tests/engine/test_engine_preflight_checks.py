"""The checks on the real engine: what the stack's own state says of names, and what a fault stops."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from stack import FailedError, Stack

from talend_processing.simulator import Simulator

PROGRAM = """
import talend_processing as talend

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
talend.preflight(
    environment_id=place["environment_id"], workspace_ids=[place["workspace_id"]],
    engine_names=["etl-1"], cluster_names=["pool"], pipeline_engine_names=["flow"],
)
talend.EngineCluster("pool", **place)
talend.RemoteEngine("etl-1", **place)
talend.PipelineEngine("flow", **place)
"""


def test_names_of_the_stack_itself_pass_and_another_stack_is_stopped_before_it_creates(
    stack_of: Callable[..., Stack], simulator: Simulator
) -> None:
    first = stack_of(PROGRAM)
    first.preview()
    first.up()
    first.up("--expect-no-changes")
    first.preview("--expect-no-changes")
    simulator.clear_journal()
    second = stack_of(PROGRAM, name="second")
    for command in (second.preview, second.up):
        with pytest.raises(FailedError) as raised:
            command()
        printed = str(raised.value)
        assert "3 faults found by preflight:" in printed
        for called in ("Remote Engine 'etl-1'", "cluster 'pool'", "Pipeline Engine 'flow'"):
            assert f"- {called} exists already" in printed
        assert "Traceback" not in printed
    assert second.resources() == []
    assert {one["method"] for one in simulator.journal()} == {"GET"}
    first.destroy()
    second.up()


WHILE_IT_IS_WRITTEN = """
import time
from pathlib import Path

attributes = Path({attributes!r})
whole = attributes.read_bytes()
attributes.write_bytes(b"")  # as it is in the moment in which the engine writes it
later = time.sleep

def written(seconds):
    attributes.write_bytes(whole)
    later(seconds)

time.sleep = written
"""


def test_a_state_that_is_being_written_is_read_when_it_is_there(stack_of: Callable[..., Stack]) -> None:
    stack = stack_of(PROGRAM)
    stack.up()
    (attributes,) = stack.folder.rglob(f"{stack.name}.json.attrs")
    program = next(stack.program.glob("*.py"))
    program.write_text(WHILE_IT_IS_WRITTEN.format(attributes=str(attributes)) + PROGRAM)
    printed = stack.preview("--expect-no-changes")
    assert "could not be read" not in printed
    program.write_text(program.read_text().replace("time.sleep = written", ""))
    assert "The stack's state could not be read" in stack.preview("--expect-no-changes")
