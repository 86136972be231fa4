"""The search for a working `pulumi`, which is installed if necessary."""

import os
import shutil
import sys
from pathlib import Path

from tools.toolchain import cache, recipe
from tools.toolchain.build import INSTALL_PULUMI, build
from tools.toolchain.download import download
from tools.toolchain.errors import ToolchainError, UnavailableError
from tools.toolchain.progress import say
from tools.toolchain.recipe import EXECUTABLES, MINIMUM_VERSION, PULUMI
from tools.toolchain.version import text, version_of

WINDOWS = sys.platform == "win32"
"""Whether only a `pulumi` on PATH can be used, because the build needs shell scripts and signals."""


def engine_folder() -> Path:
    """Return the folder of `pulumi` and its Python companions. Install them if necessary."""
    try:
        found = folder_on_path(os.environ.get("PATH", os.defpath))
    except UnavailableError as error:
        if WINDOWS:
            raise ToolchainError(f"{error}; on Windows, {INSTALL_PULUMI}") from error
        say(str(error))
    else:
        say(f"using the pulumi on PATH, in {found}")
        return found
    root = cache.folder()
    try:
        return taken(root)
    except UnavailableError as error:
        say(str(error))
    with cache.locked(root):
        return install(root)


def taken(root: Path) -> Path:
    """Return the executables of an earlier installation."""
    found = cache.complete(root)
    say(f"using the pulumi of an earlier installation, in {found}")
    return found


def install(root: Path) -> Path:
    """Download or build, unless another process did so while this one waited for the lock."""
    try:
        return taken(root)
    except UnavailableError:
        pass
    reasons: list[str] = []
    for source, make in (("download", download), ("build", build)):
        with cache.workplace(root) as made:
            try:
                make(made)
            except UnavailableError as error:
                reasons.append(str(error))
                if make is not build:  # the error below reports the last one
                    say(str(error))
                continue
            except OSError as error:
                raise cache.unwritable(error) from error
            cache.mark(made, source)
            cache.complete(made)
            cache.keep(made, root)
        say(f"installed pulumi {recipe.VERSION} ({source}) in {root / 'bin'}")
        return root / "bin"
    raise ToolchainError("no pulumi: " + "; ".join(reasons))


def folder_on_path(path: str) -> Path:
    """Return the folder of the `pulumi` on `path` if it can run Python programs."""
    found = shutil.which(PULUMI, path=path)
    if found is None:
        raise UnavailableError("there is no pulumi on PATH")
    pulumi = Path(found).absolute()
    for name in EXECUTABLES:
        # The engine searches PATH first, then its own folder (the target of a symbolic link).
        if shutil.which(name, path=path) is None and not (pulumi.resolve().parent / name).is_file():
            raise UnavailableError(
                f"{pulumi} cannot run Python programs: {name} is neither on PATH nor in the same folder"
            )
    version = version_of(pulumi)
    if version < MINIMUM_VERSION or version[0] != MINIMUM_VERSION[0]:
        raise UnavailableError(
            f"{pulumi} is version {text(version)}, and {text(MINIMUM_VERSION)} or a later 3.x is needed"
        )
    return pulumi.parent
