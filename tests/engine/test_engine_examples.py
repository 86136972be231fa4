"""Each example is applied, applied again without a change, refreshed and destroyed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from stack import Stack

from talend_processing.simulator import Simulator

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = sorted(path.parent for path in EXAMPLES.glob("*/Pulumi.yaml"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_an_example_runs_from_end_to_end(
    program: Path, stack_of: Callable[[Path], Stack], simulator: Simulator
) -> None:
    before = simulator.state()
    stack = stack_of(program)
    stack.preview()
    assert simulator.state() == before, "a preview writes nothing"
    stack.up()
    stack.up("--expect-no-changes")
    stack.refresh("--expect-no-changes")
    stack.preview("--expect-no-changes")
    stack.destroy()
    assert simulator.state() == before, "a destroyed example leaves nothing"
