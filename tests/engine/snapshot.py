"""One deployed stack for all tests of a module: each test starts from the same state."""

from __future__ import annotations

import shutil

from stack import Stack

from talend_processing.simulator import Simulator

_FOLDERS = ("backend", "program")


class Snapshot:
    """A stack's state, its program and its account, to be restored before each test.

    A deployment takes seconds and a restore milliseconds. The program must be inside the stack's folder.
    """

    def __init__(self, stack: Stack, simulator: Simulator) -> None:
        self._simulator = simulator
        self._account = simulator.state()
        self._folder = stack.folder
        self._copy = stack.folder.with_name(f"{stack.folder.name}-snapshot")
        for name in _FOLDERS:
            shutil.copytree(self._folder / name, self._copy / name)

    def restore(self) -> None:
        """Undo all changes since the snapshot, and clear the simulator's faults and journal."""
        for name in _FOLDERS:
            shutil.rmtree(self._folder / name)
            shutil.copytree(self._copy / name, self._folder / name)
        self._simulator.load(self._account)
        self._simulator.clear_faults()
        self._simulator.clear_journal()
