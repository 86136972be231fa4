"""Fetch the lists that are likely to be read next, in the background.

A refresh reads all engines, and then the run profiles of one engine after the other, a few at a time. The
profiles of one engine wait for the same list, so without this module the lists would be fetched one by one.
The engines that were read show which lists come next. It is unknown whether the program has run profiles in
an engine, so the module fetches at most as many lists ahead as the resources have read.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable
from functools import partial
from typing import Generic, TypeAlias, TypeVar

KeyT = TypeVar("KeyT", bound=tuple[Hashable, tuple[str, ...]])
"""The key of a list: what it lists, and the ids of the parents."""

InBackground: TypeAlias = Callable[[Callable[[], object]], None]
"""Calls a function in the background."""

WIDTH = 8
"""The maximum number of lists that were fetched ahead and not read yet."""


def in_background(work: Callable[[], object]) -> None:
    """Call a function in a daemon thread, which does not keep the process alive."""
    threading.Thread(target=work, daemon=True).start()


class ReadAhead(Generic[KeyT]):
    """Fetches expected lists in the background while the resources read others."""

    def __init__(self, fetch: Callable[[KeyT], object], start: InBackground = in_background) -> None:
        self._fetch = fetch
        self._start = start
        self._lock = threading.Lock()
        self._expected: dict[KeyT, None] = {}
        self._ahead: set[KeyT] = set()
        self._wanted: Counter[Hashable] = Counter()

    def expect(self, key: KeyT) -> None:
        """Remember that a list may be read next, since its parent was read."""
        with self._lock:
            self._expected.setdefault(key)

    def record_read(self, key: KeyT) -> None:
        """Record that a resource reads a list, and fetch the next ones."""
        with self._lock:
            if key not in self._expected and key not in self._ahead:
                return
            self._expected.pop(key, None)
            self._ahead.discard(key)
            self._wanted[key[0]] += 1
            free = min(WIDTH, self._wanted[key[0]]) - len(self._ahead)
            chosen = [next_one for next_one in self._expected if next_one[0] == key[0]][: max(0, free)]
            for next_one in chosen:
                del self._expected[next_one]
                self._ahead.add(next_one)
        for next_one in chosen:
            self._start(partial(self._fetch, next_one))
