"""Each example is applied, applied again without a change, refreshed and destroyed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from stack import Stack

from talend_processing.simulator import Simulator

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = sorted(path.parent for path in EXAMPLES.glob("*/Pulumi.yaml"))


def lasting(simulator: Simulator) -> dict[str, Any]:
    """The account without its history: what has run stays there."""
    state = simulator.state()
    state["tasks"] = [{**task, "runs": 0} for task in state["tasks"]]
    return {name: held for name, held in state.items() if not name.endswith("Executions")}


@contextmanager
def pairing(simulator: Simulator) -> Iterator[None]:
    """Let the examples' machines start: each engine pairs itself a moment after it was made."""
    over = threading.Event()

    def pair() -> None:
        while not over.wait(0.1):
            for engine in simulator.state()["remoteEngines"]:
                if engine["status"] != "PAIRED":
                    simulator.pair(engine["id"])

    with ThreadPoolExecutor(1) as pool:
        machines = pool.submit(pair)
        try:
            yield
        finally:
            over.set()
            machines.result()


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
