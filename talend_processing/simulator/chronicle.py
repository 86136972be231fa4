"""A table whose records are asked for by time and by owner, and are very many: past executions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from talend_processing.simulator.answers import Record


def _triggered(record: Record) -> int:
    at: int = record["triggered"]
    return at


class Chronicle(dict[str, Record]):
    """Executions by id, kept in the order of their triggers, all together and by what they execute."""

    def __init__(self, owner: str) -> None:
        super().__init__()
        self._owner = owner
        self._all: list[Record] = []
        self._by_owner: dict[str, list[Record]] = {}

    def __setitem__(self, key: str, record: Record) -> None:
        super().__setitem__(key, record)
        for records in (self._all, self._by_owner.setdefault(record[self._owner], [])):
            if not records or _triggered(records[-1]) <= record["triggered"]:
                records.append(record)
            else:
                insort(records, record, key=_triggered)

    def of(self, owner: str | None) -> Sequence[Record]:
        """The executions of one owner, or all, in the order of their triggers."""
        return self._all if owner is None else self._by_owner.get(owner, ())

    def between(self, owner: str | None, start: int, end: int) -> list[Record]:
        """Those triggered until the end that had not finished before the start, in order."""
        records = self.of(owner)
        first = bisect_left(records, start, key=_triggered)
        last = bisect_right(records, end, key=_triggered)
        # Only what began before the period has to be looked at: the rest cannot have finished before it.
        earlier = [one for one in records[: min(first, last)] if one.get("finished", start) >= start]
        return [*earlier, *records[first:last]]
