"""Interrupted tests leave no process behind. A small project here uses our own conftest."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import PATIENCE, until

from talend_processing.testing.processes import processes_with

pytestmark = pytest.mark.posix

CONFTEST = Path(__file__).parents[1] / "conftest.py"
MARK = "INTERRUPTED_TESTS"
OPTIONS = ("-q", "-p", "no:cacheprovider", "--disable-plugin-autoload", "-p", "xdist.plugin")
TESTS = """
import subprocess, sys, time
from pathlib import Path

def test_one_that_runs_for_long(tmp_path):
    waits = "import time; time.sleep(600)"
    subprocess.Popen([sys.executable, "-c", waits], start_new_session=True)
    running = subprocess.Popen([sys.executable, "-c", waits])
    Path({started!r}).touch()
    running.wait()
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "workers"),
    [
        (signal.SIGINT, ("-n", "2")),
        pytest.param(signal.SIGTERM, ("-n", "2"), marks=pytest.mark.soak),
        (signal.SIGTERM, ()),
    ],
    ids=["Ctrl-C-parallel", "SIGTERM-parallel", "SIGTERM-alone"],
)
def test_an_interrupt_ends_every_process_of_the_tests(
    tmp_path: Path, number: signal.Signals, workers: tuple[str, ...]
) -> None:
    started = tmp_path / "started"
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "test_long.py").write_text(TESTS.format(started=str(started)))
    root = str(CONFTEST.parents[1])
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", *OPTIONS, *workers, str(tmp_path)],
        env={**os.environ, MARK: str(tmp_path), "PYTHONPATH": root},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        until(lambda: started.exists() or run.poll() is not None)
        assert run.poll() is None, run.communicate()[0]
        run.send_signal(number)
        printed, _ = run.communicate(timeout=PATIENCE)
        assert run.returncode == pytest.ExitCode.INTERRUPTED, printed
        assert processes_with(MARK, str(tmp_path)) == []
    finally:
        for pid in processes_with(MARK, str(tmp_path)):
            os.kill(pid, signal.SIGKILL)
