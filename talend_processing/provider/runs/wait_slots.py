"""Pauses that count how many waits hold a slot of Pulumi's engine, and warn when they hold all slots."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talend_processing.provider.session.session import Session

_FOR_OTHERS = 16
"""Slots that should remain for other resources."""


def pause(session: Session, seconds: float) -> None:
    """Wait for a number of seconds, and warn once if waits hold all slots of Pulumi's engine.

    Raises:
        CancelledError: The user interrupted the `up`.

    """
    slots: WaitSlots = session.shared("wait slots", lambda: WaitSlots(engine_slots()))
    with slots.held():
        session.wait(seconds)
        if advice := slots.advice():
            session.warn(advice)


def engine_slots() -> int:
    """Return the default number of parallel operations of Pulumi. Providers cannot see `--parallel`."""
    parallel = os.environ.get("PULUMI_PARALLEL", "")
    if parallel.isascii() and parallel.isdigit() and int(parallel):
        return int(parallel)
    return 4 * (os.cpu_count() or 1)


class WaitSlots:
    """Count the waits of this process.

    Args:
        slots: How many operations Pulumi's engine runs in parallel by default.

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
        """Return advice once if waits hold exactly all slots; otherwise an empty string.

        More waits than slots prove that `--parallel` is larger.
        """
        with self._lock:
            if self._advised or self._held != self._slots:
                return ""
            self._advised = True
        return (
            f"{self._slots} waits hold all slots of Pulumi, unless --parallel was given. To let other"
            f" resources continue meanwhile, run `pulumi up --parallel N` with N at least the number of"
            f" waiting runs + {_FOR_OTHERS} (here {self._slots + _FOR_OTHERS} or more)"
        )
