"""Finds the `pulumi` that tests run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

VARIABLE: Final = "TALEND_TEST_PULUMI"
"""The environment variable with the path of the `pulumi` to use, or of its folder, instead of PATH."""
_COMPANIONS: Final = ("pulumi-language-python", "pulumi-resource-pulumi-python")
"""The executables that `pulumi` needs for Python programs."""


class NoPulumiError(RuntimeError):
    """No `pulumi` can run Python programs. The message says what to do."""


def pulumi_folder(given: str | Path | None = None) -> Path:
    """Return the folder of the `pulumi` at `given`, else at `TALEND_TEST_PULUMI`, else on PATH.

    Raises:
        NoPulumiError: No `pulumi` was found, or it cannot run Python programs.

    """
    search_path = os.environ.get("PATH", os.defpath)
    chosen_path = str(given or os.environ.get(VARIABLE) or "")
    executable = _executable(Path(chosen_path)) if chosen_path else shutil.which("pulumi", path=search_path)
    if executable is None:
        raise NoPulumiError(
            f"there is no pulumi {f'at {chosen_path}' if chosen_path else 'on PATH'}:"
            f" install it (https://www.pulumi.com), or pass its path with --talend-pulumi or {VARIABLE}"
        )
    pulumi = Path(executable).absolute()
    # `pulumi` searches PATH first, then its own folder (the target of a symbolic link).
    folders = os.pathsep.join((search_path, str(pulumi.resolve().parent)))
    for name in _COMPANIONS:
        if shutil.which(name, path=folders) is None:
            raise NoPulumiError(
                f"{pulumi} cannot run Python programs: {name} is neither on PATH nor in the same folder."
                " Install all of Pulumi, not only this executable"
            )
    return pulumi.parent


def _executable(path: Path) -> str | None:
    return shutil.which("pulumi", path=path) if path.is_dir() else shutil.which(path)
