"""The run log: a file that lists each object of a run before the object is created.

A killed run leaves its log behind. Each line is a JSON object. The first line has the ids of the run and of
its process, by which `--clean-up` finds out whether the run has ended. The other lines help a person to
find the objects. The log contains names and ids, but no token, and only its owner can read it.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from talend_processing.client.errors import SettingsError

_PATTERN: Final = "talend-probe-*.log"
# Constants of the Windows API.
_SYNCHRONIZE: Final = 0x00100000
_ACCESS_DENIED: Final = 5
_WAIT_TIMEOUT: Final = 0x102


class RunLog:
    """The log of one run. Each method returns only after its line is on disk.

    `serial` identifies an object in the lines about it.
    """

    def __init__(self, folder: Path, run_id: str) -> None:
        self.path = folder / f"talend-probe-{run_id}.log"
        try:
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        except OSError as error:
            raise SettingsError(
                f"{self.path}: the run log cannot be written: {error.strerror}."
                " Nothing was created. Give --report a file in a folder that can be written to"
            ) from error
        self._write({"run": run_id, "pid": os.getpid()})

    def about_to_create(self, serial: int, kind: str, name: str, parent_id: str) -> None:
        """Log that an object is about to be created."""
        self._write({"create": serial, "kind": kind, "name": name, "parent": parent_id})

    def created(self, serial: int, object_id: str) -> None:
        """Log the id of a created object."""
        self._write({"created": serial, "id": object_id})

    def absent(self, serial: int) -> None:
        """Log that an object was removed or never created."""
        self._write({"absent": serial})

    def close(self, *, keep: bool) -> None:
        """Close the log, and delete it unless `keep` is set."""
        os.close(self._file)
        if not keep:
            self.path.unlink(missing_ok=True)

    def _write(self, line: dict[str, object]) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")
        os.fsync(self._file)


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """The first line of the log of an earlier run."""

    path: Path
    run_id: str
    pid: int

    @property
    def alive(self) -> bool:
        """Whether the process that wrote the log still runs on this machine."""
        # If the logged id is the id of this process, the system has reused it, as is common in containers.
        return self.pid != os.getpid() and is_running(self.pid)


def logged_runs(folder: Path) -> Iterator[LoggedRun]:
    """Yield the runs whose logs are in a folder. Skip files that cannot be read as a log."""
    for path in sorted(folder.glob(_PATTERN)):
        with suppress(OSError, KeyError, IndexError, ValueError, TypeError):
            first_line = json.loads(path.read_text(encoding="utf-8", errors="replace").splitlines()[0])
            yield LoggedRun(path, str(first_line["run"]), int(first_line["pid"]))


if sys.platform == "win32":

    def is_running(pid: int) -> bool:
        """Return whether a process with this id runs."""
        # On Windows, `os.kill(pid, 0)` would send Ctrl-C to the process.
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        process = kernel.OpenProcess(_SYNCHRONIZE, 0, pid)
        if not process:
            return ctypes.get_last_error() == _ACCESS_DENIED
        running = kernel.WaitForSingleObject(process, 0) == _WAIT_TIMEOUT
        kernel.CloseHandle(process)
        return bool(running)

else:

    def is_running(pid: int) -> bool:
        """Return whether a process with this id runs, even if another user started it."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
