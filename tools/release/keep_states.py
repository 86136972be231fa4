"""`python -m tools.release.keep_states`: keep the states of this version, which later versions must accept.

It applies each program of `tests/engine/states` to a simulated account, and writes the state beside it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Final

from talend_processing.simulator import Simulator
from talend_processing.testing import Stack
from talend_processing.version import __version__
from tools.release.changelog import ReleaseError
from tools.toolchain.find import engine_folder

STATES: Final = Path(__file__).parents[2] / "tests" / "engine" / "states"
ADDRESS: Final = "http://127.0.0.1:8765"
"""The address of the account in a kept state. A test replaces it with that of its simulator."""
_POSITIONS: Final = ("sourcePosition", "stackTrace")
"""Members of a resource that contain paths of this machine."""


def keep_state(program: Path, folder: Path) -> Path:
    """Apply a program, write its state to `<version>.json` in a folder, and return that file.

    Raises:
        ReleaseError: The file exists. A kept state never changes.

    """
    file = folder / f"{__version__}.json"
    if file.exists():
        raise ReleaseError(f"{file} exists: set the version of the next release in version.py first")
    with Simulator() as simulator, tempfile.TemporaryDirectory() as home:
        stack = Stack.of(
            program.read_text(encoding="utf-8"), Path(home), pulumi=engine_folder(), api_url=simulator.url
        )
        stack.up()
        state = stack.export()
        address = simulator.url
    for resource in state["deployment"]["resources"]:
        for name in _POSITIONS:
            resource.pop(name, None)
    file.write_text(json.dumps(state, indent=1).replace(address, ADDRESS) + "\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    for found in sorted(STATES.glob("*/program.py")):
        try:
            sys.stdout.write(f"wrote {keep_state(found, found.parent).relative_to(STATES)}\n")
        except ReleaseError as error:
            sys.exit(f"error: {error}")
