"""Print the `python3` on PATH with which `make` creates the virtual environments.

The tests start more than a thousand Python processes. An interpreter that was built without optimizations,
as pyenv builds it by default, takes 40 % longer for pure Python than Debian's. So this is the first `python3`
on PATH, unless another one on PATH is clearly faster. `make PYTHON=...` uses a given one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

_MARGIN = 0.9
"""The fraction of the first interpreter's time below which another one is preferred."""
_ROUNDS = 5
"""How often each interpreter is measured. Its best time counts, since other processes disturb it."""
_PROBE = """
import ensurepip, sys, time, venv
if sys.version_info < (3, 11):
    sys.exit("too old")
def seconds():
    start = time.process_time()
    texts = {}
    for number in range(10_000):
        texts[number % 1000] = str(number)
    return time.process_time() - start
print(sys.executable, min(seconds() for _ in range(30)), sep="\\n")
"""
_PATIENCE_SECONDS = 60


def interpreters(folders: Iterable[str]) -> dict[Path, float]:
    """Return each usable `python3` of some folders, in their order, with its best seconds for a fixed work.

    An interpreter is usable if it is Python 3.11 or newer and can create virtual environments.
    """
    commands = [command for folder in folders if (command := Path(folder, "python3")).is_file()]
    found: dict[Path, float] = {}
    for _ in range(_ROUNDS):
        for command in commands:
            try:
                done = subprocess.run(
                    [command, "-c", _PROBE],
                    capture_output=True,
                    encoding="utf-8",
                    check=True,
                    timeout=_PATIENCE_SECONDS,
                )
                executable, seconds = done.stdout.splitlines()
            except (OSError, subprocess.SubprocessError, ValueError):
                continue  # too old, without venv, or no interpreter at all
            path = next((known for known in found if known.samefile(executable)), Path(executable))
            found[path] = min(float(seconds), found.get(path, float(seconds)))
    return found


def preferred(found: Mapping[Path, float]) -> Path:
    """Return the first interpreter, or the fastest one if that is clearly faster."""
    first = next(iter(found))
    fastest = min(found, key=found.__getitem__)
    return fastest if found[fastest] < _MARGIN * found[first] else first


def main() -> None:
    """Print the preferred interpreter's path, or stop with a message if none is usable."""
    found = interpreters(os.get_exec_path())
    if not found:
        sys.exit("Python 3.11 or newer with venv is needed: make PYTHON=python3.12 ...")
    print(preferred(found))


if __name__ == "__main__":
    main()
