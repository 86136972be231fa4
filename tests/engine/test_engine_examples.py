"""Each example is applied, refreshed and previewed without a change, and destroyed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stack import Stack, own_copy, pairing

from talend_processing.provider.kinds.registry import all_specs
from talend_processing.simulator import Simulator

EXAMPLES = Path(__file__).parents[2] / "examples"
CONFIG = {
    "bootstrap": {
        "environment": "production",
        "workspace": "Finance",
        "region": "eu",
        "engines": "2",
        "heap": "1g",
    }
}
"""What a program asks for, by its folder."""
PROGRAMS = sorted(path.parent for path in EXAMPLES.glob("*/Pulumi.yaml"))


def lasting(simulator: Simulator) -> dict[str, Any]:
    """The account without its history: what has run stays there."""
    state = simulator.state()
    state["tasks"] = [{**task, "runs": 0} for task in state["tasks"]]
    return {name: held for name, held in state.items() if not name.endswith("Executions")}


EVERY_KIND = EXAMPLES / "topology"
ALSO_LOWEST = {"advanced_run_profile", "topology", "task_run"}
"""Programs with nested blocks, all kinds, and a component with a run: what the SDK translates."""


@pytest.mark.parametrize(
    "program",
    [pytest.param(one, marks=pytest.mark.sdk if one.name in ALSO_LOWEST else ()) for one in PROGRAMS],
    ids=lambda path: path.name,
)
def test_an_example_runs_from_end_to_end(
    program: Path, stack_of: Callable[..., Stack], simulator: Simulator, tmp_path: Path
) -> None:
    before = lasting(simulator)
    stack = stack_of(own_copy(program, tmp_path), config=CONFIG.get(program.name))
    if program == EVERY_KIND:
        stack.preview()
        assert lasting(simulator) == before, "a preview writes nothing"
    with pairing(simulator):
        stack.up()
    stack.refresh("--expect-no-changes")
    stack.preview("--expect-no-changes")
    stack.destroy()
    assert lasting(simulator) == before, "a destroyed example leaves nothing"


def test_the_demos_program_declares_an_object_of_every_kind_that_is_not_the_whole_accounts() -> None:
    declared = (EXAMPLES / "topology" / "__main__.py").read_text()
    assert [kind for kind in all_specs() if f"talend.{kind}(" not in declared] == ["CloudJvmRollback"]


def test_settings_that_lie_beside_a_program_are_nobodys(
    stack_of: Callable[[Path], Stack], simulator: Simulator, tmp_path: Path
) -> None:
    found = shutil.copytree(EXAMPLES / "remote_engine", tmp_path / "checkout" / "remote_engine")
    (found / "Pulumi.test.yaml").write_text(
        "encryptionsalt: v1:of another passphrase\nconfig: {talend:apiUrl: http://127.0.0.1:1}\n"
    )
    stack_of(own_copy(found, tmp_path)).up()
    assert simulator.state()["remoteEngines"]
