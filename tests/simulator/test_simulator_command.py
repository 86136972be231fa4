"""The simulator's command: its first line, its exit codes and its one-line errors."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import PATIENCE

from talend_processing.simulator import SimulatorControl, seed_schema


def test_the_command_listens_stops_and_reports_a_port_in_use() -> None:
    command = [
        sys.executable,
        "-m",
        "talend_processing.simulator",
        "--port",
        "0",
        "--switch",
        "retry_after=3",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("listening on ").strip()
        assert SimulatorControl(url).switches()["retry_after"] == 3
        process.terminate()
        assert process.wait(10) == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*command[:3], "--port", port], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: cannot listen on 127.0.0.1:{port}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (
            "--seed=none.json",
            "error: invalid seed: none.json cannot be read: No such file or directory\n",
        ),
        ("--switch=retry_after", "error: 'retry_after' is not name=value\n"),
        ("--switch=none=1", "error: unknown switch 'none': use one of "),
        ("--port=65536", "error: --port takes a number from 0 to 65535, not 65536"),
    ],
)
@pytest.mark.parametrize("command", [["talend_processing.simulator"], ["talend_processing", "simulator"]])
@pytest.mark.slow
def test_invalid_options_print_one_line_and_exit_with_2(
    command: list[str], option: str, says: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command, option],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        cwd=tmp_path,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1


def test_the_command_prints_the_schema_and_rejects_an_invalid_seed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "talend_processing.simulator"]
    done = subprocess.run([*command, "--schema"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == seed_schema()
    file = tmp_path / "seed.yaml"
    file.write_text("tasks: 1\n")
    refused = subprocess.run([*command, "--seed", str(file)], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr == f"error: invalid seed: {file}:1: tasks: must be an array\n"
