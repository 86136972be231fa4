"""Puts the stand-in language host beside an engine that came without the official one."""

import os
from pathlib import Path

from tools.toolchain.recipe import LANGUAGE_HOST

PROGRAM = "language_host.py"

# The interpreter is found when the host starts: an installation outlives virtual environments.
LAUNCHER = f"""#!/bin/sh
# Stands in for Pulumi's own {LANGUAGE_HOST}; written by talend-processing's toolchain.
exec "${{PULUMI_PYTHON_CMD:-python3}}" -u "$(dirname "$0")/{PROGRAM}" "$@"
"""


def put_stand_in(binaries: Path) -> None:
    """Write the launcher and the program it starts, unless the official language host is there."""
    if (binaries / LANGUAGE_HOST).is_file() and not (binaries / PROGRAM).is_file():
        return
    write(binaries / PROGRAM, (Path(__file__).parent / PROGRAM).read_text(encoding="utf-8"), 0o644)
    write(binaries / LANGUAGE_HOST, LAUNCHER, 0o755)


def write(file: Path, content: str, mode: int) -> None:
    """Replace a file in one step, so that a host that starts meanwhile sees the old or the new one."""
    if file.is_file() and file.read_text(encoding="utf-8") == content:
        return
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.write_text(content, encoding="utf-8")
    fresh.chmod(mode)
    fresh.replace(file)
