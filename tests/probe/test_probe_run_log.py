"""Whether a process is running. Windows has its own implementation, which these tests cover there."""

from __future__ import annotations

import os
import subprocess
import sys

from talend_processing.probe.run_log import is_running

WAITS = "import sys; print(flush=True); sys.stdin.read()"


def test_a_process_counts_as_running_until_it_ends_and_is_not_disturbed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert is_running(process.pid)
        assert is_running(process.pid)
        process.communicate("")
        assert process.returncode == 0
    assert not is_running(process.pid)


def test_this_process_counts_as_running() -> None:
    assert is_running(os.getpid())
