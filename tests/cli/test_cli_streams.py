"""Closed streams, full disks and other encodings: a command ends with an exit code and at most one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.slow


COMMANDS = (["list", "environments"], ["check", "--json"], ["graph", "--live"], ["completion", "bash"])


def run(
    arguments: list[str], *, stdout: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does, with buffered output."""
    buffered = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [sys.executable, "-m", "talend_processing", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**buffered, **environment},
        check=False,
    )


@pytest.mark.usefixtures("simulator")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_closed_pipe_is_not_reported(arguments: list[str]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    done = run(arguments, stdout=writes)
    os.close(writes)
    assert (done.returncode, done.stderr) == (Exit.FAILED, "")


@pytest.mark.linux
@pytest.mark.usefixtures("simulator")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_full_disk_is_reported_in_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(arguments, stdout=full.fileno())
    assert (done.returncode, done.stderr) == (Exit.FAILED, "error: No space left on device\n")


@pytest.mark.posix
@pytest.mark.parametrize(
    ("closed", "code", "says"),
    [
        ("<&-", Exit.USAGE, "error: stdin: it is empty; export the state with `pulumi stack export"),
        (">&- </dev/null", Exit.USAGE, "error: stdin: it is empty"),
        ("2>&- </dev/null", Exit.USAGE, ""),
    ],
)
def test_a_closed_stream_counts_as_empty(closed: str, code: Exit, says: str) -> None:
    command = f"{sys.executable} -m talend_processing graph --state - {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == bool(says)


def test_stdout_is_utf_8_even_if_the_environment_sets_another_encoding(simulator: Simulator) -> None:
    account = simulator.state()
    account["environments"][0]["name"] = "Größe 🔴"
    simulator.load(account)
    done = run(["list", "environments"], PYTHONIOENCODING="ascii")
    assert done.returncode == Exit.SUCCESS
    assert "Größe 🔴" in done.stdout


def test_an_interrupt_before_a_command_begins_prints_one_word() -> None:
    program = """
import sys
from talend_processing.__main__ import main

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "cyclopts":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
sys.exit(main())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (Exit.FAILED, "", "interrupted\n")
