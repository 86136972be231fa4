"""The installed versions, for bug reports."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib import metadata

import talend_processing

_TIMEOUT_SECONDS = 20.0


def versions() -> dict[str, str]:
    """Return the installed versions by name. `pulumi` is the command on PATH."""
    return {
        "talend-processing": talend_processing.__version__,
        "Python": platform.python_version(),
        "Pulumi SDK": metadata.version("pulumi"),
        "pulumi": _pulumi_version(),
    }


def _pulumi_version() -> str:
    found = shutil.which("pulumi")
    if found is None:
        return "not on PATH"
    quiet = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        done = subprocess.run(
            [found, "version"],
            env=quiet,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=_TIMEOUT_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"{found} does not print its version ({type(error).__name__})"
    return done.stdout.strip().removeprefix("v")
