"""Fetch in the background the lists that are likely to be read next.

A refresh reads all engines, and then the run profiles of one engine after the other. The reads of one
engine's profiles all wait for the same list, so without this module the lists would be fetched one by one.
Each engine that was read has a list of run profiles that may be read next. But the program may declare no
profiles in that engine. So the number of unread lists never exceeds the number of lists that were read.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable
from functools import partial
from typing import Generic, TypeAlias, TypeVar

KeyT = TypeVar("KeyT", bound=tuple[Hashable, tuple[str, ...]])
"""The key of a list: a collection's name or a function that lists objects, and the ids of the parents."""

InBackground: TypeAlias = Callable[[Callable[[], object]], None]
"""A function that calls its argument in the background."""

MAX_AHEAD = 8
"""The maximum number of lists that are fetched ahead and that no resource has read yet."""


def in_background(work: Callable[[], object]) -> None:
    """Call a function in a daemon thread, which does not keep the process alive."""
    threading.Thread(target=work, daemon=True).start()


class ReadAhead(Generic[KeyT]):
    """Fetches the expected lists in the background while resources read other lists."""

    def __init__(self, fetch: Callable[[KeyT], object], start: InBackground = in_background) -> None:
        self._fetch = fetch
        self._start = start
        self._lock = threading.Lock()
        self._expected: dict[KeyT, None] = {}
        self._fetched_ahead: set[KeyT] = set()
        self._reads: Counter[Hashable] = Counter()
        """By collection, the number of expected lists that resources have read."""

    def expect(self, key: KeyT) -> None:
        """Remember that a list may be read next, because its parent was read."""
        with self._lock:
            self._expected.setdefault(key)

    def record_read(self, key: KeyT) -> None:
        """Record that a resource reads a list, and fetch the next expected lists of the collection."""
        with self._lock:
            if key not in self._expected and key not in self._fetched_ahead:
                return
            self._expected.pop(key, None)
            self._fetched_ahead.discard(key)
            collection = key[0]
            self._reads[collection] += 1
            capacity = min(MAX_AHEAD, self._reads[collection]) - len(self._fetched_ahead)
            candidates = [next_key for next_key in self._expected if next_key[0] == collection]
            keys_to_fetch = candidates[: max(0, capacity)]
            for next_key in keys_to_fetch:
                del self._expected[next_key]
                self._fetched_ahead.add(next_key)
        for next_key in keys_to_fetch:
            self._start(partial(self._fetch, next_key))
