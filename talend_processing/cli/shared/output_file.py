"""The file that a document goes to: it holds all of it, or what it held before, whatever comes between."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_ONLY_ITSELF: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV})
"""Why nothing can be put in a file's place that can be written itself: its folder or a mount forbids it."""


def write_file(output: Path, text: str) -> None:
    """Write a document to a file as if it had been opened, but in one step.

    A full disk, an interrupt or a kill leaves the file as it was; after a kill a cut one may lie beside it,
    with a dot before its name. The file keeps its owner and its permissions, and a link stays one. What is no
    file of its own, such as `/dev/stdout` or a pipe, is written itself.

    Raises:
        OSError: It cannot be written.

    """
    held = _held(output)
    if held is not None and not _can_be_replaced(output, held):
        _write_itself(output, text)
        return
    target = Path(os.path.realpath(output))
    beside = target.with_name(f".{target.name[:80]}.{os.urandom(6).hex()}.tmp")
    try:
        _replace(target, beside, held, text)
    except OSError as error:
        if error.errno not in _ONLY_ITSELF:
            raise
        _write_itself(output, text)


def _held(output: Path) -> os.stat_result | None:
    try:
        return output.stat()
    except FileNotFoundError:
        return None


def _can_be_replaced(output: Path, held: os.stat_result) -> bool:
    """Whether there is a plain file that only one name leads to, and that may be written."""
    plain = stat.S_ISREG(held.st_mode) and held.st_nlink == 1
    return plain and os.access(output, os.W_OK) and not _is_open(held)


def _is_open(held: os.stat_result) -> bool:
    """Whether this process has the file open: as `/dev/stdout` a shell sends there what we print."""
    with suppress(OSError):
        for descriptor in os.listdir("/dev/fd"):  # noqa: PTH208 - not to be looked at as files
            with suppress(OSError):  # what listed them is closed
                if os.path.samestat(os.fstat(int(descriptor)), held):
                    return True
    return False


def _replace(target: Path, beside: Path, held: os.stat_result | None, text: str) -> None:
    try:
        with beside.open("x", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            if held is not None:
                _make_alike(target, beside, held)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # else a crash could leave the new name with nothing in it
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _make_alike(target: Path, beside: Path, held: os.stat_result) -> None:
    """Give a file the owner, mode and access list of the one that it is to stand for."""
    made = beside.stat()
    if sys.platform != "win32" and (made.st_uid, made.st_gid) != (held.st_uid, held.st_gid):
        os.chown(beside, held.st_uid, held.st_gid)
    shutil.copystat(target, beside)


def _write_itself(output: Path, text: str) -> None:
    output.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
