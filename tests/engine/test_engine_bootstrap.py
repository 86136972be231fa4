"""A second account gets the topology from the same program: a config file and two commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from talend_processing.simulator import Simulator
from talend_processing.testing.surroundings import surroundings

PROGRAM = Path(__file__).parents[2] / "templates" / "talend-environment" / "__main__.py"
CONFIG = """config:
  talend:apiUrl: {url}
  mine:environment: {environment}
  mine:workspace: Finance
  mine:engines: "{engines}"
  mine:heap: 1g
"""


def test_a_second_account_takes_a_config_file_and_two_commands(tmp_path: Path, engine: Path) -> None:
    project = tmp_path / "mine"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: mine\nruntime: python\n")
    shutil.copy(PROGRAM, project)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("TALEND_")}
    variables = surroundings(engine, tmp_path / "state", clean) | {"TALEND_ACCESS_TOKEN": "made-up-token"}

    def pulumi(*arguments: str) -> None:
        command = ["pulumi", "--non-interactive", *arguments]
        done = subprocess.run(
            command, cwd=project, env=variables, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr

    with Simulator() as europe, Simulator() as america:
        accounts = {"europe": (europe, "production", 2), "america": (america, "development", 1)}
        for name, (account, environment, engines) in accounts.items():
            text = CONFIG.format(url=account.url, environment=environment, engines=engines)
            (project / f"Pulumi.{name}.yaml").write_text(text)
            pulumi("stack", "init", name)
            pulumi("up", "--yes", "--skip-preview")
            pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")
        assert [len(one.state()["remoteEngines"]) for one in (europe, america)] == [2, 1]
