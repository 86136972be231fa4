"""Pauses between polls. Each pause holds a slot: one of the operations that Pulumi runs in parallel."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talend_processing.provider.session.session import Session

_SPARE_SLOTS = 16
"""Number of slots that the advice leaves for other resources."""


def pause(session: Session, seconds: float) -> None:
    """Wait for a number of seconds, and warn once if waits hold all slots.

    Raises:
        CancelledError: The user interrupted the `up`.

    """
    slots: WaitSlots = session.shared("wait slots", lambda: WaitSlots(engine_slots()))
    with slots.held():
        session.wait(seconds)
        if advice := slots.advice():
            session.warn(advice)


def engine_slots() -> int:
    """Return how many operations Pulumi runs in parallel without `--parallel`, which providers cannot see."""
    parallel = os.environ.get("PULUMI_PARALLEL", "")
    if parallel.isascii() and parallel.isdigit() and int(parallel):
        return int(parallel)
    return 4 * (os.cpu_count() or 1)


class WaitSlots:
    """Counts the waits of this process that hold a slot.

    Args:
        slots: The number of slots without `--parallel`.

    """

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._lock = threading.Lock()
        self._held = 0
        self._advised = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold a slot."""
        with self._lock:
            self._held += 1
        try:
            yield
        finally:
            with self._lock:
                self._held -= 1

    def advice(self) -> str:
        """Return advice, at most once, if as many waits as slots exist; otherwise an empty string.

        With more waits than slots, the user has given `--parallel`.
        """
        with self._lock:
            if self._advised or self._held != self._slots:
                return ""
            self._advised = True
        return (
            f"{self._slots} waits take all operations that Pulumi runs in parallel, unless --parallel was"
            f" given. To let other resources continue meanwhile, run `pulumi up --parallel N` with N at least"
            f" the number of waiting runs + {_SPARE_SLOTS} (here {self._slots + _SPARE_SLOTS} or more)"
        )
