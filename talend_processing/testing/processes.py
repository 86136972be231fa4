"""Finds the processes of one temporary stack by an environment variable, and ends them.

If `pulumi` is killed, the processes that it started keep running. They then have no parent, and some have
their own session, so neither the process tree nor the session identifies them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
if sys.platform == "win32":
    _KILL = signal.SIGTERM  # the only way to end a process on Windows
else:
    _KILL = signal.SIGKILL


def processes_with(variable: str, value: str) -> list[int]:
    """Return the ids of this user's processes whose environment has `variable=value`, except this process.

    The result is empty on Windows, which does not show the variables of another process.
    """
    entry = f"{variable}={value}"
    if sys.platform == "win32":
        pids: Iterable[int] = ()
    elif _PROC.joinpath("self", "environ").exists():
        pids = _pids_from_proc(entry)
    else:
        pids = _pids_from_ps(entry)
    return [pid for pid in pids if pid != os.getpid()]


def end_processes(variable: str, value: str) -> None:
    """End the processes that `processes_with` finds, until it finds none."""
    while pids := processes_with(variable, value):
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, _KILL)


def _pids_from_proc(entry: str) -> Iterator[int]:
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # the process has ended, or belongs to another user
                if os.fsencode(entry) in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)


def _pids_from_ps(entry: str) -> Iterator[int]:
    """Use `ps`, which on macOS prints the variables of a process after its command."""
    command = ["ps", "-xEww", "-o", "pid=,command="]
    output = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    for line in output.splitlines():
        pid, *words = line.split()
        if entry in words:
            yield int(pid)
