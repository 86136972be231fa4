"""The journal: the requests that the simulator received, for tests to read and count."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

_MAX_ENTRIES = 200_000


@dataclass(slots=True)
class Entry:
    """One request and its result."""

    number: int
    time: str
    method: str
    path: str
    query: dict[str, str]
    body: Any
    operation: str | None = None
    """The id of the operation. None if the request did not reach one."""
    status: int | None = None
    """None until there is a response, and also if the connection was closed without one."""
    fault: str | None = None
    """The kind of the injected fault, if any."""


class Journal:
    """Entries in the order of arrival. When the journal is full, the oldest entries are dropped."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_MAX_ENTRIES)
        self._count = 0

    def begin(self, method: str, path: str, query: dict[str, str], body: object, time: str) -> Entry:
        """Add an entry for a request and return it."""
        self._count += 1
        entry = Entry(self._count, time, method, path, query, body)
        self._entries.append(entry)
        return entry

    def entries(self) -> list[dict[str, Any]]:
        """Return all entries, oldest first."""
        return [asdict(entry) for entry in self._entries]

    def clear(self) -> None:
        """Remove all entries and restart the numbering at 1."""
        self._entries.clear()
        self._count = 0
