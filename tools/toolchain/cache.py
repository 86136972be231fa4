"""The cache of complete installations, with a lock for one process at a time."""

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.toolchain import recipe
from tools.toolchain.errors import ToolchainError, UnavailableError
from tools.toolchain.progress import say
from tools.toolchain.version import text, version_of

if sys.platform != "win32":  # nothing is installed on Windows, see find.py
    import fcntl

HOME_VARIABLE = "TALEND_PULUMI_HOME"
MARKER = "installed.json"
NEEDED_BYTES = 600 * 1024 * 1024


def home() -> Path:
    """Return the folder of installations: `TALEND_PULUMI_HOME`, or a folder in the user's cache."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen).absolute()
    caches = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(caches).absolute() / "talend-processing" / "pulumi"


def folder() -> Path:
    """Return the folder of the installation for the current recipe. It may not exist."""
    return home() / recipe.key()


def digest(file: Path) -> str:
    """Return a file's SHA-256."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def mark(root: Path, source: str) -> None:
    """Write a manifest into an installation. Without a manifest, an installation is incomplete."""
    binaries = root / "bin"
    files = {name: digest(binaries / name) for name in recipe.EXECUTABLES if (binaries / name).is_file()}
    content = {"version": recipe.VERSION, "source": source, "files": files}
    (root / MARKER).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def complete(root: Path) -> Path:
    """Return the folder of executables of an installation, after comparing it with its manifest."""
    binaries = root / "bin"
    if not root.exists():
        raise UnavailableError("there is no earlier installation")
    try:
        files = json.loads((root / MARKER).read_text(encoding="utf-8"))["files"]
        missing = [name for name in recipe.EXECUTABLES if name not in files]
        changed = [name for name, noted in files.items() if digest(binaries / name) != noted]
    except OSError as error:
        lacks = Path(str(error.filename)).name
        raise UnavailableError(f"{root} is not a complete installation: it has no {lacks}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnavailableError(f"{root} is not a complete installation ({error})") from error
    if missing or changed:
        raise UnavailableError(
            f"{root} is damaged: missing or changed since the installation: {', '.join(missing + changed)}"
        )
    version = text(version_of(binaries / recipe.PULUMI))
    if version != recipe.VERSION:
        raise UnavailableError(f"{root} holds version {version} instead of {recipe.VERSION}")
    return binaries


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Lock the installation against other processes. The system releases the lock of a dead process."""
    lock = root.with_name(root.name + ".lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        opened = lock.open("ab")
    except OSError as error:
        raise unwritable(error) from error
    with opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another process is installing into {root}: waiting for it")
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def workplace(root: Path) -> Iterator[Path]:
    """Yield a new folder next to `root`, and delete it afterwards. The caller must hold the lock."""
    prefix = f".{root.name}."
    for left in root.parent.glob(f"{prefix}*"):  # this process has the lock, so their creators have ended
        shutil.rmtree(left, ignore_errors=True)
    try:
        free = shutil.disk_usage(root.parent).free
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=root.parent))
    except OSError as error:
        raise unwritable(error) from error
    try:
        if free < NEEDED_BYTES:
            raise ToolchainError(
                f"{root.parent} has {free >> 20} MB free and {NEEDED_BYTES >> 20} MB are needed: "
                f"make room, or set {HOME_VARIABLE} to a folder on another disk"
            )
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def keep(made: Path, root: Path) -> None:
    """Move a complete installation into place, instead of an earlier one."""
    if root.exists():
        root.replace(made.with_name(made.name + ".old"))
    made.chmod(0o755)
    made.replace(root)
    shutil.rmtree(made.with_name(made.name + ".old"), ignore_errors=True)


def unwritable(error: OSError) -> ToolchainError:
    """Return the error for a cache folder that cannot be written."""
    return ToolchainError(
        f"cannot write to {home()}: {error.strerror}; set {HOME_VARIABLE} to a writable folder"
    )
