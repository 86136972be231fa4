"""`end_processes` ends the processes of one stack and no others, orphans included."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from talend_processing.testing.processes import end_processes, processes_with

pytestmark = pytest.mark.posix

NAME = "TALEND_TEST_OF_PROCESSES"
WAITS = "import os; ends = os.pipe(); print(flush=True); os.read(ends[0], 1)"
LEAVES = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {WAITS!r}], start_new_session=True, stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid)
"""


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def started(cleanup: ExitStack, value: str, code: str = WAITS) -> subprocess.Popen[str]:
    """Start a process that prints a line and then waits forever."""
    process = cleanup.enter_context(
        subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, NAME: value},
            stdout=subprocess.PIPE,
            text=True,
        )
    )
    cleanup.callback(process.kill)
    return process


def test_only_processes_with_the_exact_value_of_the_variable_are_ended(cleanup: ExitStack) -> None:
    ours, others = started(cleanup, "stack-1"), started(cleanup, "stack-10")
    for process in (ours, others):
        assert process.stdout is not None
        process.stdout.readline()
    assert processes_with(NAME, "stack-1") == [ours.pid]
    end_processes(NAME, "stack-1")
    assert ours.wait(10) != 0
    assert others.poll() is None


def test_an_orphan_in_another_session_is_ended_too(cleanup: ExitStack) -> None:
    parent = started(cleanup, "stack-2", LEAVES)
    orphan = int(parent.communicate()[0])
    assert processes_with(NAME, "stack-2") == [orphan]
    end_processes(NAME, "stack-2")
    assert processes_with(NAME, "stack-2") == []
