"""Each example is applied, applied again without a change, refreshed and destroyed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stack import Stack, pairing

from talend_processing.provider.registry import all_specs
from talend_processing.simulator import Simulator

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = sorted(path.parent for path in EXAMPLES.glob("*/Pulumi.yaml"))


def lasting(simulator: Simulator) -> dict[str, Any]:
    """The account without its history: what has run stays there."""
    state = simulator.state()
    state["tasks"] = [{**task, "runs": 0} for task in state["tasks"]]
    return {name: held for name, held in state.items() if not name.endswith("Executions")}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_an_example_runs_from_end_to_end(
    program: Path, stack_of: Callable[[Path], Stack], simulator: Simulator
) -> None:
    before = lasting(simulator)
    stack = stack_of(program)
    stack.preview()
    assert lasting(simulator) == before, "a preview writes nothing"
    with pairing(simulator):
        stack.up()
    stack.up("--expect-no-changes")
    stack.refresh("--expect-no-changes")
    stack.preview("--expect-no-changes")
    stack.destroy()
    assert lasting(simulator) == before, "a destroyed example leaves nothing"


def test_the_demos_program_declares_an_object_of_every_kind_that_is_not_the_whole_accounts() -> None:
    declared = (EXAMPLES / "topology" / "__main__.py").read_text()
    assert [kind for kind in all_specs() if f"talend.{kind}(" not in declared] == ["CloudJvmRollback"]
