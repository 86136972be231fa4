"""A run of the tests that is killed leaves its host waiting; the next run ends it, and no other's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from killed_runs import end_what_killed_runs_left

from talend_processing.testing.processes import end_processes, processes_with
from talend_processing.testing.surroundings import HOME

WAITS = "import os; ends = os.pipe(); print(flush=True); os.read(ends[0], 1)"
TEST = """
import os, signal, sys
from pathlib import Path

PROGRAM = "import os, signal, talend_processing as talend; talend.RemoteEngine('etl', environment_id='{}')"

def test_it(talend_stack, talend_simulator):
    stack = talend_stack(PROGRAM.format("5e0000000000000000000001"))
    talend_simulator.fault(kind="hold-before", count=None)
    up = stack.start("up", "--yes", "--skip-preview")
    while not talend_simulator.journal():
        assert up.poll() is None
    os.kill(up.pid, signal.SIGKILL)
    up.wait()
    print(stack.variables["PULUMI_HOME"], file=sys.__stdout__, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def waiting() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def _process(waiting: ExitStack, home: Path) -> subprocess.Popen[str]:
    """A process of a stack, which waits for ever."""
    command = [sys.executable, "-c", WAITS]
    environ = {**os.environ, HOME: str(home)}
    process = waiting.enter_context(subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True))
    waiting.callback(process.kill)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def _dead() -> int:
    """The id of a process that has ended."""
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_the_host_of_a_run_that_was_killed_is_ended_by_the_next(engine: Path, tmp_path: Path) -> None:
    test = tmp_path / "test_killed.py"
    test.write_text(TEST)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        f"--talend-pulumi={engine}",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*command, str(test)],
        env={**os.environ, "PYTEST_DEBUG_TEMPROOT": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    home = done.stdout.split()[-1]
    left = processes_with(HOME, home)
    assert left, done.stdout + done.stderr
    try:
        (runs,) = tmp_path.glob("pytest-of-*")
        assert set(left) <= set(end_what_killed_runs_left(runs))
    finally:
        end_processes(HOME, home)


def test_nothing_else_is_ended(waiting: ExitStack, tmp_path: Path) -> None:
    homes = {
        name: tmp_path / name / "test_x0" / "stack-1" / "home" for name in ("pytest-1", "pytest-2", "mine")
    }
    homes |= {"pytest-3": tmp_path / "pytest-3" / "home", "elsewhere": tmp_path.parent / "pytest-4" / "home"}
    (tmp_path / "pytest-1").mkdir()
    (tmp_path / "pytest-1" / ".lock").write_text(str(_dead()))
    (tmp_path / "pytest-2").mkdir()
    (tmp_path / "pytest-2" / ".lock").write_text(str(os.getpid()))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".lock").write_text(str(_dead()))
    processes = {name: _process(waiting, home) for name, home in homes.items()}
    assert end_what_killed_runs_left(tmp_path) == [processes["pytest-1"].pid]
    processes.pop("pytest-1").wait(10)
    assert [name for name, process in processes.items() if process.poll() is not None] == []
