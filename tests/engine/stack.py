"""Helpers of the tests on the real engine, in addition to `talend_processing.testing`."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from talend_processing.testing import Stack, StackError, pairing

__all__ = [
    "Stack",
    "StackError",
    "changes",
    "children",
    "failures",
    "own_copy",
    "pairing",
    "part",
    "resource_errors",
]

_SUMMARIES = ("update failed", "preview failed", "an unhandled error occurred: program exited")
"""The beginnings of errors that only summarize those of resources."""
_PARTS = {"host": "-m pulumi.dynamic", "program": "pulumi-language-python-exec"}


def children(pid: int) -> dict[int, str]:
    """Return all descendants of a process with their command lines."""
    listed = subprocess.run(
        ["ps", "-Aww", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    found: dict[int, str] = {}
    parents = {pid}
    while parents:
        new = {int(row[0]): row[-1] for row in rows if int(row[1]) in parents}
        found |= new
        parents = set(new)
    return found


def part(engine: int, name: str) -> int:
    """Return the process id of an engine's `host` or `program`, or of the `engine` itself."""
    if name == "engine":
        return engine
    return next(pid for pid, command in children(engine).items() if _PARTS[name] in command)


def changes(printed: str) -> dict[str, int]:
    """Return the numbers under `Resources:` in the output of a command."""
    found = re.findall(r"^    (?:[-+~ ]+)?(\d+) (\w+)$", printed, re.MULTILINE)
    return {what: int(count) for count, what in found}


def resource_errors(printed: str) -> dict[str, list[str]]:
    """Return the errors under `Diagnostics:` by the name of their resource."""
    found: dict[str, list[str]] = {}
    for name, text in re.findall(r"^  \S+ \((\S+)\):\n((?:    .*\n)+)", printed, re.MULTILINE):
        lines = re.findall(r"^ +error: (.*)$", text, re.MULTILINE)
        if errors := [line for line in lines if not line.startswith(_SUMMARIES)]:
            found[name] = errors
    return found


def failures(stack: Stack) -> list[str]:
    """Apply everything that can be applied, and return the errors of the rest."""
    with pytest.raises(StackError) as failed:
        stack.up("--continue-on-error")
    assert "Traceback" not in str(failed.value)
    return [line for lines in resource_errors(str(failed.value)).values() for line in lines]


def own_copy(program: Path, folder: Path) -> Path:
    """Copy one of our programs into a folder of the test, without the settings of any stack.

    A stack would use a settings file of its name, even one for another account or another passphrase.
    """
    without = shutil.ignore_patterns("Pulumi.*.yaml", "__pycache__")
    return shutil.copytree(program, folder / program.name, ignore=without)
