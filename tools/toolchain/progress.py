"""Progress on stderr, so that stdout contains only the result."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BEAT_SECONDS = 15.0


def say(text: str) -> None:
    """Print one line of progress."""
    print(f"toolchain: {text}", file=sys.stderr, flush=True)


@contextmanager
def heartbeat(text: Callable[[], str], every: float = BEAT_SECONDS) -> Iterator[None]:
    """Report the progress of a long step at intervals."""
    done = threading.Event()
    began = time.monotonic()

    def beat() -> None:
        while not done.wait(every):
            say(f"{text()}, {time.monotonic() - began:.0f} s so far")

    thread = threading.Thread(target=beat, name="toolchain-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
