"""A third-party client of this API (`talend-task`) works against the simulator unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import PATIENCE

from talend_processing.simulator import DEFAULT_SEED, Simulator

pytestmark = pytest.mark.slow


COMMAND = Path(sys.executable).parent / "talend_task"
NAMES = {one["id"]: one["name"] for one in DEFAULT_SEED["tasks"]}
WORKS, FAILS = NAMES["5a0000000000000000000001"], NAMES["5a0000000000000000000004"]
PERSON = {"TALEND_ACCESS_TOKEN": "made-up"}
SERVICE = {"TALEND_CLIENT_ID": "robot", "TALEND_CLIENT_SECRET": "hidden"}


def task(simulator: Simulator, folder: Path, credentials: dict[str, str], *arguments: str) -> tuple[int, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TALEND_")}
    done = subprocess.run(
        [COMMAND, *arguments],
        env=clean | credentials | {"TALEND_API_URL": simulator.url, "NO_PROXY": "*", "COLUMNS": "200"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("credentials", [PERSON, SERVICE], ids=["person", "service"])
def test_the_client_runs_a_task_and_waits_for_its_end(tmp_path: Path, credentials: dict[str, str]) -> None:
    with Simulator(switches={"execution_seconds": 0, "dispatch_seconds": 0}) as simulator:
        code, printed = task(simulator, tmp_path, credentials, "--job", WORKS, "--wait")
        assert code == 0, printed
        code, printed = task(simulator, tmp_path, credentials, "--job", FAILS, "--wait")
        assert code == 1, printed
        code, printed = task(simulator, tmp_path, credentials, "--job", WORKS, "--activity")
        assert code == 0, printed
        assert "SUCCESS" in printed
        assert {one["status"] for one in simulator.journal()} <= {200, 201}
