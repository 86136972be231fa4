"""`make demo` shows what the README says and leaves nothing behind, even after an interrupt."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waiting import PATIENCE, until

pytestmark = pytest.mark.assumes(reschedule_fields="optional", pipeline_list_kinds="all")

ROOT = Path(__file__).parents[2]


@contextmanager
def demo(temporary: Path, *prefix: str) -> Iterator[subprocess.Popen[str]]:
    """Run the demo in its own session, with stdout and stderr combined."""
    command = [*prefix, sys.executable, str(ROOT / "examples" / "demo.py")]
    with subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(temporary), "COLUMNS": "100"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _read_until(process: subprocess.Popen[str], marker: str) -> str:
    read: list[str] = []
    for line in process.stdout or ():
        read.append(line)
        if marker in line:
            break
    else:
        raise AssertionError(f"{marker!r} was not printed:\n{''.join(read)}")
    return "".join(read)


def _running(session: int) -> list[str]:
    """Return the command lines of a session's processes that have not ended."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "sess=,stat=,command="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [row[-1] for row in rows if row[0] == str(session) and not row[1].startswith("Z")]


def test_the_demo_ends_with_the_topology_and_leaves_nothing(engine: Path, tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        printed, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, printed
    made = re.search(r"^    \+ (\d+) created$", printed, re.MULTILINE)
    assert made is not None
    assert f"    {made[1]} unchanged\n" in printed
    assert '"-Xmx1g" => "-Xmx2g"' in printed
    assert re.search(r"^│   ├── etl-1 +engine, NOT_PAIRED$", printed, re.MULTILINE), printed
    assert "Traceback" not in printed
    assert list(tmp_path.iterdir()) == []
    until(lambda: _running(process.pid) == [])


@pytest.mark.parametrize(
    "prefix", [(), ("sh", "-c", 'trap "" INT; exec "$@"', "sh")], ids=["terminal", "background"]
)
def test_ctrl_c_ends_the_demo_with_one_line_and_leaves_nothing(
    prefix: tuple[str, ...], engine: Path, tmp_path: Path
) -> None:
    with demo(tmp_path, *prefix) as process:
        _read_until(process, "EngineCluster etl-pool creating")
        os.killpg(process.pid, signal.SIGINT)  # like a terminal, so that pulumi gets it too
        printed, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, printed
    assert printed.endswith("Interrupted. Nothing is left behind; run make demo to start again.\n")
    assert "Traceback" not in printed
    assert list(tmp_path.iterdir()) == []
    until(lambda: _running(process.pid) == [])


def test_sigterm_ends_pulumi_too(engine: Path, tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        _read_until(process, "EngineCluster etl-pool creating")
        process.terminate()
        printed, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 143, printed
    assert "Traceback" not in printed
    assert list(tmp_path.iterdir()) == []
    until(lambda: _running(process.pid) == [])
