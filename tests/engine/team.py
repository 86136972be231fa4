"""A team that has an account and an empty folder, and adopts the account."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from talend_processing.simulator import Simulator
from talend_processing.simulator.account.seed_files import read_seed_file
from talend_processing.testing.isolated_env import isolated_env

ROOT = Path(__file__).parents[2]
SECRETS = ("hunter22", "t0psecret7", "dapi-of-mine")
"""Values of the account of examples/account.yaml, and the one that the team sets for a masked value."""
ASSUMED = pytest.mark.assumes(
    cloud_jvm_rollback="present",
    databricks_token="masked",
    data_integration_arguments="array",
    pipeline_list_kinds="all",
)
"""Rules under which the API shows everything that examples/account.yaml contains."""
READS = frozenset({"search_run_profiles"})
"""Operations that read although their method is POST."""


class Team:
    """The account of examples/account.yaml, and the folder `fleet` for a program that does not exist yet."""

    def __init__(self, simulator: Simulator, engine: Path, folder: Path) -> None:
        simulator.load(read_seed_file(ROOT / "examples" / "account.yaml"))
        self.simulator = simulator
        clean = {key: value for key, value in os.environ.items() if not key.startswith("TALEND_")}
        account = {"TALEND_ACCESS_TOKEN": "made-up-token", "TALEND_API_URL": simulator.url}
        self.variables = isolated_env(engine, folder / "home", clean) | account
        self.program = folder / "fleet"

    def talend(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run([sys.executable, "-m", "talend_processing", *arguments])

    def pulumi(self, *arguments: str) -> str:
        done = self._run(
            ["pulumi", "-C", str(self.program), "--non-interactive", *arguments, "--stack", "dev"]
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def write(self, program: str) -> None:
        """Write a program into the folder. The first time, create its stack."""
        is_first = not self.program.exists()
        self.program.mkdir(exist_ok=True)
        (self.program / "Pulumi.yaml").write_text("name: fleet\nruntime: python\n")
        (self.program / "__main__.py").write_text(program)
        if is_first:
            self.pulumi("stack", "init")

    def state(self) -> dict[str, Any]:
        exported: dict[str, Any] = json.loads(self.pulumi("stack", "export"))
        return exported

    def revealed(self, *printed: str) -> list[str]:
        """Return the secrets of the account that are in the state, in a file or in a printed text."""
        engines = self.simulator.state()["remoteEngines"]
        keys = [one["preAuthorizedKey"] for one in engines if "preAuthorizedKey" in one]
        assert keys
        files = [path.read_text(errors="replace") for path in self.program.rglob("*") if path.is_file()]
        texts = (json.dumps(self.state()), *files, *printed)
        return [secret for secret in (*SECRETS, *keys) if any(secret in text for text in texts)]

    def written(self) -> set[str]:
        """Return the operations that changed the account."""
        sent = {str(one["operation"]) for one in self.simulator.journal() if one["method"] != "GET"}
        return sent - READS

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def kill_at(self, line: str, *arguments: str) -> None:
        """Run a command, and kill it with its children as soon as it prints a line on stderr."""
        process = subprocess.Popen(
            [sys.executable, "-m", "talend_processing", *arguments],
            env=self.variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        with process:
            assert process.stderr is not None
            printed: list[str] = []
            while line not in "".join(printed[-1:]):
                printed.append(process.stderr.readline())
                assert printed[-1], f"the command ended before: {printed}"
            os.killpg(process.pid, signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
