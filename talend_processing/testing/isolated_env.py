"""The environment variables for `pulumi` commands that must not touch the user's own stacks."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

HOME = "PULUMI_HOME"
"""A variable whose value differs for each stack. It identifies the stack's processes."""


def isolated_env(pulumi: Path, state: Path, base: Mapping[str, str]) -> dict[str, str]:
    """Return `base` without the user's Pulumi settings, with state in the folder `state` and no passphrase.

    `pulumi` is the folder of the executable. Programs run under the current interpreter.
    """
    kept_variables = {name: value for name, value in base.items() if not _is_foreign(name)}
    backend = state / "backend"
    backend.mkdir(parents=True, exist_ok=True)
    folders = [str(pulumi), str(Path(sys.executable).parent), kept_variables.get("PATH", os.defpath)]
    return kept_variables | {
        "PATH": os.pathsep.join(folders),
        "PULUMI_BACKEND_URL": backend_url(backend),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        HOME: str(state / "home"),
        "PULUMI_PYTHON_CMD": sys.executable,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }


def backend_url(folder: PurePath) -> str:
    """Return the URL of a folder for `pulumi`, which on Windows expects no slash before the drive."""
    url = folder.as_uri()
    return url.replace(":///", "://", 1) if folder.drive else url


def _is_foreign(name: str) -> bool:
    """Return whether a variable could select the user's own stacks or another interpreter."""
    return name.startswith("PULUMI_") or name in {"PYTHONHOME", "PYTHONPATH"}
