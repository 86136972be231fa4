"""The installed versions of this package and of the programs that it uses."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib import metadata
from typing import Final

import talend_processing

_VERSION_TIMEOUT_SECONDS: Final = 20.0


def versions() -> dict[str, str]:
    """Return the installed versions by program. The key `pulumi` is for the command on PATH."""
    return {
        "talend-processing": talend_processing.__version__,
        "Python": platform.python_version(),
        "Pulumi SDK": metadata.version("pulumi"),
        "pulumi": _pulumi_version(),
    }


def _pulumi_version() -> str:
    path = shutil.which("pulumi")
    if path is None:
        return "not on PATH"
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        process = subprocess.run(
            [path, "version"],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=_VERSION_TIMEOUT_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"{path} does not print its version ({type(error).__name__})"
    return process.stdout.strip().removeprefix("v")
