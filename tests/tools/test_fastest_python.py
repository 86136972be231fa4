"""`make` creates the virtual environments with the fastest `python3` on PATH."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from shell_scripts import write_script

from tools.fastest_python import interpreters, preferred

pytestmark = [pytest.mark.posix, pytest.mark.slow]
FIRST, SECOND, THIRD = Path("/first/python3"), Path("/second/python3"), Path("/third/python3")


def python3(folder: Path, text: str) -> str:
    """Write an executable `python3` into a folder and return the folder."""
    write_script(folder / "python3", text)
    return str(folder)


def test_interpreters_that_cannot_create_an_environment_are_left_out(tmp_path: Path) -> None:
    folders = [
        python3(tmp_path / "broken", "exit 127"),
        python3(tmp_path / "no interpreter", "echo hello"),
        str(tmp_path / "absent"),
        python3(tmp_path / "real", f'exec "{sys.executable}" "$@"'),
        python3(tmp_path / "shim of the same", f'exec "{sys.executable}" "$@"'),
        python3(tmp_path / "link to the same", f'exec "{Path(sys.executable).resolve()}" "$@"'),
    ]
    found = interpreters(folders)
    assert list(found) == [Path(sys.executable)]
    assert found[Path(sys.executable)] > 0


def test_the_first_interpreter_is_used_unless_another_is_clearly_faster() -> None:
    assert preferred({FIRST: 1.0}) == FIRST
    assert preferred({FIRST: 1.0, SECOND: 0.95}) == FIRST
    assert preferred({FIRST: 1.0, SECOND: 0.8, THIRD: 0.7}) == THIRD
    assert preferred({FIRST: 0.7, SECOND: 1.0}) == FIRST


def test_the_command_prints_one_interpreter_or_says_what_is_missing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.fastest_python"]
    folder = python3(tmp_path / "real", f'exec "{sys.executable}" "$@"')
    done = subprocess.run(command, env={"PATH": folder}, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == f"{sys.executable}\n"

    done = subprocess.run(
        command, env={"PATH": str(tmp_path)}, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Python 3.11 or newer with venv is needed: make PYTHON=python3.12 ...\n"
