"""Three type checkers report errors in the same lines of programs, and in no others."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CASES = [Path(__file__).parent / "cases" / name for name in ("accepted.py", "refused.py")]
ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

Line = tuple[str, int]
"""The name of a file and the number of a line."""


def mypy() -> set[Line]:
    command = [BIN / "mypy", "--strict", "--output=json", "--no-incremental", "--follow-imports=silent"]
    run = subprocess.run([*command, *CASES], cwd=ROOT, capture_output=True, text=True, check=False)
    errors = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return {(Path(one["file"]).name, one["line"]) for one in errors if one["severity"] == "error"}


def pyright() -> set[Line]:
    command = [BIN / "pyright", "--outputjson", "--pythonpath", sys.executable]
    run = subprocess.run([*command, *CASES], cwd=ROOT, capture_output=True, text=True, check=False)
    errors = [one for one in json.loads(run.stdout)["generalDiagnostics"] if one["severity"] == "error"]
    return {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in errors}


def ty() -> set[Line]:
    command = [BIN / "ty", "check", "--output-format=concise", "--python", sys.prefix]
    run = subprocess.run([*command, *CASES], cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line.split(": ")[0].split(":") for line in run.stdout.splitlines() if " error[" in line]
    return {(Path(file).name, int(line)) for file, line, *_ in lines}


@pytest.mark.parametrize("checker", [mypy, pyright, ty], ids=lambda checker: checker.__name__)
def test_exactly_the_marked_lines_are_refused(checker: Callable[[], set[Line]]) -> None:
    marked = {
        (path.name, number)
        for path in CASES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.endswith("# refused")
    }
    assert {name for name, _ in marked} == {"refused.py"}
    assert checker() == marked
