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
    wait_slots: WaitSlots = session.shared("wait slots", lambda: WaitSlots(default_slots()))
    with wait_slots.hold():
        session.wait(seconds)
        if advice := wait_slots.advice():
            session.warn(advice)


def default_slots() -> int:
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
        self._held_count = 0
        self._advised = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold a slot."""
        with self._lock:
            self._held_count += 1
        try:
            yield
        finally:
            with self._lock:
                self._held_count -= 1

    def advice(self) -> str:
        """Return the advice once, when the waits hold all slots. Otherwise return an empty string.

        If there are more waits than slots, the user has passed `--parallel` and needs no advice.
        """
        with self._lock:
            if self._advised or self._held_count != self._slots:
                return ""
            self._advised = True
        return (
            f"{self._slots} waits occupy all operations that Pulumi runs in parallel, unless you passed"
            f" --parallel. To let other resources continue meanwhile, run `pulumi up --parallel N` with N at"
            f" least {_SPARE_SLOTS} above the number of waits (here {self._slots + _SPARE_SLOTS} or more)"
        )
