"""Three type checkers accept and refuse the same programs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


CASES = Path(__file__).parent / "cases"
ROOT = CASES.parents[2]
BIN = Path(sys.executable).parent


def mypy(path: Path) -> set[int]:
    command = [BIN / "mypy", "--strict", "--output=json", "--no-incremental", "--follow-imports=silent"]
    run = subprocess.run([*command, path], cwd=ROOT, capture_output=True, text=True, check=False)
    faults = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return {fault["line"] for fault in faults if fault["severity"] == "error"}


def pyright(path: Path) -> set[int]:
    command = [BIN / "pyright", "--outputjson", "--pythonpath", sys.executable]
    run = subprocess.run([*command, path], cwd=ROOT, capture_output=True, text=True, check=False)
    faults = json.loads(run.stdout)["generalDiagnostics"]
    return {fault["range"]["start"]["line"] + 1 for fault in faults if fault["severity"] == "error"}


def ty(path: Path) -> set[int]:
    command = [BIN / "ty", "check", "--output-format=concise", "--python", sys.prefix]
    run = subprocess.run([*command, path], cwd=ROOT, capture_output=True, text=True, check=False)
    places = [line.split(": ")[0] for line in run.stdout.splitlines() if " error[" in line]
    return {int(place.split(":")[1]) for place in places}


CHECKERS = pytest.mark.parametrize("checker", [mypy, pyright, ty], ids=lambda checker: checker.__name__)


@CHECKERS
@pytest.mark.parametrize("case", ["accepted.py", "refused.py"])
def test_exactly_the_lines_marked_are_refused(checker: Callable[[Path], set[int]], case: str) -> None:
    lines = (CASES / case).read_text().splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# refused")}
    assert checker(CASES / case) == marked
