"""A project made from the template by `pulumi new`, without a network, is applied as it stands."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from stack import Stack

from talend_processing.simulator import Simulator

TEMPLATE = Path(__file__).parents[2] / "templates" / "talend-environment"


def test_a_new_project_is_applied_as_it_stands(
    tmp_path: Path, stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    variables = stack_of("").variables
    project = tmp_path / "mine"

    def pulumi(*arguments: str) -> None:
        done = subprocess.run(
            ["pulumi", "--non-interactive", *arguments],
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    pulumi("new", str(TEMPLATE), "--yes", "--dir", str(project), "--name", "mine", "--stack", "dev")
    here = ("--cwd", str(project))
    pulumi(*here, "up", "--yes", "--skip-preview")
    pulumi(*here, "up", "--yes", "--skip-preview", "--expect-no-changes")
    engines = simulator.state()["remoteEngines"]
    assert {one["name"] for one in engines} == {"engine-1", "engine-2"}
    pulumi(*here, "destroy", "--yes", "--skip-preview")
    assert simulator.state()["remoteEngines"] == []
