"""Waits that an interrupt ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from talend_processing.client.errors import CancelledError

PATIENCE: Final = 300.0
"""Seconds after its first try at which a call gives up: no pause of it ends later, whatever the API asks."""


class Waiter:
    """Waits, unless and until the run is cancelled.

    With an injected `sleep` the waits take as long as that says; without one they end at once when
    `cancelled` is set.
    """

    def __init__(
        self,
        cancelled: threading.Event | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.clock = clock
        self._cancelled = cancelled or threading.Event()
        self._sleep = sleep

    def check(self) -> None:
        """Do nothing, unless the run is cancelled.

        Raises:
            CancelledError: It is.

        """
        if self._cancelled.is_set():
            raise CancelledError(
                "Interrupted before the next call was sent; run it again to go on", outcome="not_sent"
            )

    def wait(self, seconds: float) -> None:
        """Wait this long.

        Raises:
            CancelledError: The run was cancelled before or meanwhile.

        """
        self.check()
        if seconds > 0:
            if self._sleep is None:
                self._cancelled.wait(seconds)
            else:
                self._sleep(seconds)
            self.check()
