"""How many wait at once. Each wait holds one of the engine's slots, and what has none has to wait too."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ROOM = 16
"""Slots that other resources should have beside the waits."""


def engine_slots() -> int:
    """What the engine serves at once, unless `--parallel` says otherwise: a provider is not told that."""
    told = os.environ.get("PULUMI_PARALLEL", "")
    return int(told) if told.isascii() and told.isdigit() and int(told) else 4 * (os.cpu_count() or 1)


class Crowd:
    """Counts those that wait in this process."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._lock = threading.Lock()
        self._waiting = 0
        self._told = False

    @contextmanager
    def joined(self) -> Iterator[None]:
        """Wait with the others."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def advice(self) -> str:
        """What to set, once, if the waits seem to hold all slots; else nothing.

        Exactly as many as there are slots: more of them prove that `--parallel` is larger.
        """
        with self._lock:
            if self._told or self._waiting != self._slots:
                return ""
            self._told = True
        return (
            f"{self._slots} waits hold all that Pulumi does at once, unless --parallel was given. If other"
            f" resources are to go on meanwhile: `pulumi up --parallel N`, N at least the number of runs"
            f" that wait + {_ROOM} (here {self._slots + _ROOM} or more)"
        )
