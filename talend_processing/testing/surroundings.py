"""What a run of `pulumi` gets to see of this machine: nothing that belongs to somebody's own stacks."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

HOME = "PULUMI_HOME"
"""The variable whose value is a stack's own, and its processes' alone."""


def surroundings(pulumi: Path, state: Path, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of runs that touch nothing outside of `state` and ask nobody.

    `pulumi` is the folder of the executable; programs run under the interpreter that runs now.
    """
    kept = {
        name: value for name, value in (os.environ if base is None else base).items() if not _foreign(name)
    }
    backend = state / "backend"
    backend.mkdir(parents=True, exist_ok=True)
    places = [str(pulumi), str(Path(sys.executable).parent), kept.get("PATH", os.defpath)]
    return kept | {
        "PATH": os.pathsep.join(places),
        "PULUMI_BACKEND_URL": backend_url(backend),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        HOME: str(state / "home"),
        "PULUMI_PYTHON_CMD": sys.executable,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }


def backend_url(folder: PurePath) -> str:
    """The address of a folder as Pulumi reads it: on Windows without a slash before the drive."""
    address = folder.as_uri()
    return address.replace(":///", "://", 1) if folder.drive else address


def _foreign(name: str) -> bool:
    """Whether a variable would lead a run to somebody's own stacks, or to another interpreter."""
    return name.startswith("PULUMI_") or name in {"PYTHONHOME", "PYTHONPATH"}
