"""Write an output file in one step if possible, so that a failure leaves no partial document."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_OVERWRITE_INSTEAD: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV})
"""Errors after which the file is overwritten, because the folder or a mount forbids replacing it."""


def write_file(output: Path, text: str) -> None:
    """Write a document to a file, in one step if possible.

    A full disk, an interrupt or a kill leaves the file unchanged. After a kill, a temporary file such as
    `.report.md.0a1b2c3d4e5f.tmp` may remain in the same folder. The file keeps its owner and its permissions,
    and a link remains a link.

    A file that cannot be replaced is overwritten: `/dev/stdout`, a file with several hard links, or a file in
    a folder that is not writable. A failure may then leave a partial document.

    Raises:
        OSError: The file cannot be written.

    """
    existing = _stat(output)
    if existing is not None and not _can_be_replaced(output, existing):
        _overwrite(output, text)
        return
    target = Path(os.path.realpath(output))
    temporary = target.with_name(f".{target.name[:80]}.{os.urandom(6).hex()}.tmp")
    try:
        _replace(target, temporary, existing, text)
    except OSError as error:
        if error.errno not in _OVERWRITE_INSTEAD:
            raise
        _overwrite(output, text)


def _stat(output: Path) -> os.stat_result | None:
    try:
        return output.stat()
    except FileNotFoundError:
        return None


def _can_be_replaced(output: Path, existing: os.stat_result) -> bool:
    """Return whether a file is regular and writable, has one hard link, and is not open in this process."""
    is_regular = stat.S_ISREG(existing.st_mode)
    return is_regular and existing.st_nlink == 1 and os.access(output, os.W_OK) and not _is_open(existing)


def _is_open(existing: os.stat_result) -> bool:
    """Return whether this process has the file open, for instance as its redirected stdout."""
    with suppress(OSError):
        for descriptor in os.listdir("/dev/fd"):  # noqa: PTH208 - only the numbers are needed
            with suppress(OSError):  # the descriptor that os.listdir used is closed by now
                if os.path.samestat(os.fstat(int(descriptor)), existing):
                    return True
    return False


def _replace(target: Path, temporary: Path, existing: os.stat_result | None, text: str) -> None:
    try:
        with temporary.open("x", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            if existing is not None:
                _copy_metadata(target, temporary, existing)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # otherwise a power failure could leave an empty file
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _copy_metadata(target: Path, temporary: Path, existing: os.stat_result) -> None:
    """Copy the owner, mode and access list of the existing file to the temporary file."""
    current = temporary.stat()
    if sys.platform != "win32" and (current.st_uid, current.st_gid) != (existing.st_uid, existing.st_gid):
        os.chown(temporary, existing.st_uid, existing.st_gid)
    shutil.copystat(target, temporary)


def _overwrite(output: Path, text: str) -> None:
    output.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
