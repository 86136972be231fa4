"""The processes of one throw-away stack, told from all others by a variable that they were started with.

A `pulumi` that is killed leaves its hosts running, some in sessions of their own and all without a parent: so
neither the tree of processes nor a session finds them.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")


def processes_with(variable: str, value: str) -> list[int]:
    """The ids of all other processes of this user that run with an environment variable of this value."""
    return [pid for pid, found in values_of(variable).items() if found == value]


def values_of(variable: str) -> dict[int, str]:
    """The value of an environment variable in each other process of this user that was started with one."""
    listed = _by_files(variable) if _PROCESSES.joinpath("self", "environ").exists() else _by_ps(variable)
    return {pid: value for pid, value in listed if pid != os.getpid()}


def end_processes(variable: str, value: str) -> None:
    """End them, and what they start meanwhile."""
    while found := processes_with(variable, value):
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _by_files(variable: str) -> Iterator[tuple[int, str]]:
    start, here = os.fsencode(f"{variable}="), _namespace(_PROCESSES / "self")
    for folder in _PROCESSES.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # it has ended, or is another user's
                for entry in (folder / "environ").read_bytes().split(b"\0"):
                    # What runs in a container has paths of its own, which only read like ours.
                    if entry.startswith(start) and _namespace(folder) == here:
                        yield int(folder.name), os.fsdecode(entry.removeprefix(start))


def _namespace(process: Path) -> str:
    """What ids of processes a process sees; empty where the system does not tell."""
    try:
        return str((process / "ns" / "pid").readlink())
    except OSError:
        return ""


def _by_ps(variable: str) -> Iterator[tuple[int, str]]:
    """Where there are no such files: macOS shows the variables behind the command."""
    command = ["ps", "-xEww", "-o", "pid=,command="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        pid, *words = line.split()
        for word in words:
            if word.startswith(f"{variable}="):
                yield int(pid), word.removeprefix(f"{variable}=")
