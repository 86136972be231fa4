"""Runs in the states of earlier versions are not started again. `states/runs` has a file for each version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from stack import Stack

from talend_processing.simulator import Simulator

FOLDER = Path(__file__).parent / "states" / "runs"
STATES = sorted(FOLDER.glob("*.json"))
STARTS = "/processing/executions"


def _starts(simulator: Simulator) -> int:
    return sum(one["method"] == "POST" and one["path"].startswith(STARTS) for one in simulator.journal())


def test_states_of_earlier_versions_are_found() -> None:
    assert "0.1.0" in {path.stem for path in STATES}


@pytest.mark.parametrize("kept", STATES, ids=lambda path: path.stem)
def test_a_run_in_the_state_of_an_earlier_version_is_not_started_again(
    kept: Path, tmp_path: Path, stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of((FOLDER / "program.py").read_text())
    file = tmp_path / "state.json"
    file.write_text(kept.read_text().replace("http://127.0.0.1:8765", simulator.url))
    stack.run("stack", "import", "--file", str(file), "--stack", stack.name)
    ran = stack.outputs()
    assert ran.keys() == {"task", "plan", "promotion"}
    # The account does not list the executions, as after some weeks.
    stack.up("--refresh")
    assert stack.outputs() == ran
    assert _starts(simulator) == 0
    stack.set("test:release", "2")
    stack.up()
    assert _starts(simulator) == len(ran)
