"""When requests went, for the limiter: kept in memory, or in a file that processes share."""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

if sys.platform != "win32":
    import fcntl

CAPACITY = 1 << 16
"""Moments that a log holds: no limit above this is kept exactly."""

_HEADER = struct.Struct("<8s16sQ")
_MOMENT = struct.Struct("<d")
_MAGIC = b"moments1"
_UNUSED_SECONDS = 86_400.0

_log = logging.getLogger(__name__)


class MomentLog(Protocol):
    """The moments of the latest requests, oldest first. Everything but `locked` needs the lock."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep all others out."""
        yield

    def latest(self, back: int) -> float | None:
        """The moment of the request before that many others: 1 is the last one."""
        ...

    def append(self, moment: float) -> None:
        """Add a moment."""

    def clear(self) -> None:
        """Forget all."""

    def close(self) -> None:
        """Let go of the log."""


class MemoryLog:
    """A log for the threads of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._moments: deque[float] = deque(maxlen=CAPACITY)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other threads out."""
        with self._lock:
            yield

    def latest(self, back: int) -> float | None:
        """The moment of the request before that many others."""
        return self._moments[-back] if back <= len(self._moments) else None

    def append(self, moment: float) -> None:
        """Add a moment; the oldest goes."""
        self._moments.append(moment)

    def clear(self) -> None:
        """Forget all."""
        self._moments.clear()

    def close(self) -> None:
        """There is nothing to let go of."""


class FileLog:
    """A log for all processes of one user on one machine.

    The file is a ring of moments by the system's monotonic clock, which all processes share until the
    machine starts anew; the header names that start.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._boot = _boot()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._count = 0
        self._pid = os.getpid()
        self._file = self._open()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other threads and processes out."""
        with self._lock:
            if self._pid != os.getpid():  # a fork shares its parent's lock, so it needs a file of its own
                os.close(self._file)
                self._pid = os.getpid()
                self._file = self._open()
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                self._count = self._read_count()
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def latest(self, back: int) -> float | None:
        """The moment of the request before that many others."""
        if back > min(self._count, CAPACITY):
            return None
        data = os.pread(self._file, _MOMENT.size, self._place(self._count - back))
        return float(_MOMENT.unpack(data)[0]) if len(data) == _MOMENT.size else None

    def append(self, moment: float) -> None:
        """Add a moment in the oldest one's place."""
        os.pwrite(self._file, _MOMENT.pack(moment), self._place(self._count))
        self._count += 1
        self._write_count()

    def clear(self) -> None:
        """Forget all."""
        self._count = 0
        self._write_count()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
                self._file = -1

    def _open(self) -> int:
        return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)

    def _read_count(self) -> int:
        """How many moments were ever added; 0 if the file is new, torn or from before the last start."""
        data = os.pread(self._file, _HEADER.size, 0)
        if len(data) != _HEADER.size:
            return 0
        magic, boot, count = _HEADER.unpack(data)
        return int(count) if (magic, boot) == (_MAGIC, self._boot) else 0

    def _write_count(self) -> None:
        os.pwrite(self._file, _HEADER.pack(_MAGIC, self._boot, self._count), 0)

    def _place(self, number: int) -> int:
        return _HEADER.size + number % CAPACITY * _MOMENT.size


def shared_log(api_url: str, folder: Path | None = None) -> MomentLog:
    """The log that all processes of this user share for an address, or one in memory if there can be none."""
    if sys.platform == "win32":
        return MemoryLog()
    try:
        place = folder or _cache_folder()
        path = place / f"limit-{_digest(f'{platform.node()} {api_url}'.encode()).hex()}"
        if not path.exists():  # each new address adds a file
            _sweep(place)
        log = FileLog(path)
    except (OSError, RuntimeError) as error:
        _log.info("the request limit holds for this process alone: %s", error)
        return MemoryLog()
    return log


def _sweep(folder: Path) -> None:
    """Remove the logs of addresses that nobody has called for a day, such as simulators'."""
    for path in folder.glob("limit-*"):
        try:
            if time.time() - path.stat().st_mtime > _UNUSED_SECONDS:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue  # another process swept it


def _cache_folder() -> Path:
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named) / "talend-processing"
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path.home() / caches / "talend-processing"


def _boot() -> bytes:
    """What names the machine's last start, where the system tells it."""
    try:
        return _digest(Path("/proc/sys/kernel/random/boot_id").read_bytes())
    except OSError:
        return bytes(16)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:16]
