"""The requests that the simulator has seen, so that a test can count and read them."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

_KEPT = 200_000


@dataclass(slots=True)
class Entry:
    """One request and what became of it."""

    number: int
    time: str
    method: str
    path: str
    query: dict[str, str]
    body: Any
    operation: str | None = None
    status: int | None = None
    """None while it waits, and for good if the connection was dropped without an answer."""
    fault: str | None = None


class Journal:
    """Entries in the order of arrival; the oldest go when there are very many."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._count = 0

    def begin(self, method: str, path: str, query: dict[str, str], body: object, time: str) -> Entry:
        """Note a request."""
        self._count += 1
        entry = Entry(self._count, time, method, path, query, body)
        self._entries.append(entry)
        return entry

    def entries(self) -> list[dict[str, Any]]:
        """All that is kept, oldest first."""
        return [asdict(entry) for entry in self._entries]

    def clear(self) -> None:
        """Forget; numbers begin again at 1."""
        self._entries.clear()
        self._count = 0
