"""The processes of one temporary stack, recognised by an environment variable.

A killed `pulumi` leaves its hosts running. They have no parent any more, and some have their own session, so
neither the process tree nor the session finds them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
if sys.platform == "win32":
    _KILL = signal.SIGTERM  # the only way to end a process on Windows
else:
    _KILL = signal.SIGKILL


def processes_with(variable: str, value: str) -> list[int]:
    """Return the ids of this user's processes whose environment variable has this value, except this process.

    Windows does not show the variables of another process, so the result is empty there.
    """
    entry = f"{variable}={value}"
    if sys.platform == "win32":
        listed: Iterable[int] = ()
    elif _PROCESSES.joinpath("self", "environ").exists():
        listed = _by_files(entry)
    else:
        listed = _by_ps(entry)
    return [pid for pid in listed if pid != os.getpid()]


def end_processes(variable: str, value: str) -> None:
    """End the processes that `processes_with` finds, and those that they start meanwhile."""
    while found := processes_with(variable, value):
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, _KILL)


def _by_files(entry: str) -> Iterator[int]:
    for folder in _PROCESSES.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # the process has ended, or belongs to another user
                if os.fsencode(entry) in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)


def _by_ps(entry: str) -> Iterator[int]:
    """Use `ps` where /proc is missing: macOS shows the variables after the command."""
    command = ["ps", "-xEww", "-o", "pid=,command="]
    listed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    for line in listed.splitlines():
        pid, *words = line.split()
        if entry in words:
            yield int(pid)
