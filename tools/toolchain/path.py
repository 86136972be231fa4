"""The search for a `pulumi` on PATH."""

import shutil
from pathlib import Path

from tools.toolchain.errors import UnavailableError
from tools.toolchain.recipe import EXECUTABLES, MINIMUM_VERSION, PULUMI
from tools.toolchain.version import text, version_of


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
