"""Preflight on the real engine accepts the names of the stack itself, and a fault stops the program."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from stack import Stack, StackError

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


STATE_IS_BEING_WRITTEN = """
import time
from pathlib import Path

attributes = Path({attributes!r})
content = attributes.read_bytes()
attributes.write_bytes(b"")  # as it is while the engine writes it
sleep = time.sleep

def finish(seconds):
    attributes.write_bytes(content)
    sleep(seconds)

time.sleep = finish
"""


def test_names_of_the_stack_itself_are_free_and_those_of_another_stack_are_faults(
    stack_of: Callable[..., Stack], simulator: Simulator
) -> None:
    first = stack_of(PROGRAM)
    first.up()
    first.up("--expect-no-changes")

    simulator.clear_journal()
    second = stack_of(PROGRAM, name="second")
    with pytest.raises(StackError) as raised:
        second.up()
    printed = str(raised.value)
    assert "3 faults found by preflight:" in printed
    for called in ("Remote Engine 'etl-1'", "cluster 'pool'", "Pipeline Engine 'flow'"):
        assert f"- {called} exists already" in printed
    assert "Traceback" not in printed
    assert second.resources() == []
    assert {one["method"] for one in simulator.journal()} == {"GET"}

    # A state that another process is writing is read when it is complete.
    (attributes,) = first.folder.rglob(f"{first.name}.json.attrs")
    program = first.program / "__main__.py"
    program.write_text(STATE_IS_BEING_WRITTEN.format(attributes=str(attributes)) + PROGRAM)
    assert "could not be read" not in first.preview("--expect-no-changes")
    program.write_text(program.read_text().replace("time.sleep = finish", ""))
    assert "The stack's state could not be read" in first.preview("--expect-no-changes")
