"""Atomic output files: after any failure a file contains either the whole document or its old contents."""

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
"""Errors of replacing a file that can still be overwritten: its folder or a mount forbids the replacement."""


def write_file(output: Path, text: str) -> None:
    """Write a document to a file in one step.

    A full disk, an interrupt or a kill leaves the file unchanged. After a kill a partial file may remain in
    the same folder, with a dot before its name. The file keeps its owner and its permissions, and a link
    remains a link. A path that is not a regular file, such as `/dev/stdout` or a pipe, is written directly.

    Raises:
        OSError: The file cannot be written.

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
    """Whether the path is a writable regular file with only one name."""
    plain = stat.S_ISREG(held.st_mode) and held.st_nlink == 1
    return plain and os.access(output, os.W_OK) and not _is_open(held)


def _is_open(held: os.stat_result) -> bool:
    """Whether this process has the file open, for instance because a shell redirects stdout to it."""
    with suppress(OSError):
        for descriptor in os.listdir("/dev/fd"):  # noqa: PTH208 - not to be looked at as files
            with suppress(OSError):  # the descriptor of the listing itself is closed by now
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
            os.fsync(file.fileno())  # otherwise a crash could leave an empty file under the new name
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _make_alike(target: Path, beside: Path, held: os.stat_result) -> None:
    """Copy the owner, mode and access list of the replaced file."""
    made = beside.stat()
    if sys.platform != "win32" and (made.st_uid, made.st_gid) != (held.st_uid, held.st_gid):
        os.chown(beside, held.st_uid, held.st_gid)
    shutil.copystat(target, beside)


def _write_itself(output: Path, text: str) -> None:
    output.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
