"""Waits that end when the client is cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from talend_processing.client.errors import CancelledError


class Waiter:
    """Wait for a time, or until the client is cancelled.

    Args:
        cancelled: Once it is set, every wait ends at once.
        clock: Monotonic clock, in seconds.
        sleep: Replaces the real wait, for tests.

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
        """Raise an error if the client is cancelled.

        Raises:
            CancelledError: The client is cancelled.

        """
        if self._cancelled.is_set():
            raise CancelledError(
                "Interrupted before the next call was sent. Run the command again to continue",
                outcome="not_sent",
            )

    def wait(self, seconds: float) -> None:
        """Wait for a number of seconds; do not wait if it is 0 or less.

        Raises:
            CancelledError: The client was cancelled before or during the wait.

        """
        self.check()
        if seconds > 0:
            if self._sleep is None:
                self._cancelled.wait(seconds)
            else:
                self._sleep(seconds)
            self.check()
