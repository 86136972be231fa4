"""Waits for threads and other processes, with a limit that only a hang reaches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 240.0
"""Seconds after which a test assumes a hang. They say nothing about the expected time."""


def until(done: Callable[[], bool]) -> None:
    """Wait until a function returns true."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
