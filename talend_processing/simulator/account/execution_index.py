"""A table whose records are asked for by time, owner and status, and are very many: past executions.

No question looks at all records: a hundred thousand of them would take longer than an answer may.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from talend_processing.simulator.http.responses import Record

_MOST_LISTS = 50
"""From more owners than that it is faster to look at each record than at each owner."""


def _triggered(record: Record) -> int:
    at: int = record["triggered"]
    return at


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of a list that is in the order of triggers."""

    records: list[Record]
    first: int
    last: int

    def since(self, time: int) -> int:
        """How many were triggered then or later."""
        return self.last - bisect_left(self.records, time, self.first, self.last, key=_triggered)


@dataclass(frozen=True, slots=True)
class Period:
    """What was under way at some time from start to end, in milliseconds, both included."""

    start: int
    end: int


class Chronicle(dict[str, Record]):
    """Executions by id, and in the order of their triggers: all, by owner, by status, and by both."""

    def __init__(self, owner: str) -> None:
        super().__init__()
        self._owner = owner
        self._lists: dict[tuple[str | None, str | None], list[Record]] = {}
        self._under_way: dict[str, Record] = {}
        self._longest = 0
        """Milliseconds that the longest one took that has ended."""

    def __setitem__(self, key: str, record: Record) -> None:
        super().__setitem__(key, record)
        self._insert(record, None)
        self._insert(record, record["status"])
        self._note(record)

    def change(self, record: Record, **fields: object) -> None:
        """Change a record, and find it by its new status from now on."""
        was = record["status"]
        record.update(fields)
        if record["status"] != was:
            for owner in (None, record[self._owner]):
                records = self._lists[owner, was]
                at = bisect_left(records, record["triggered"], key=_triggered)
                while records[at] is not record:
                    at += 1
                del records[at]
            self._insert(record, record["status"])
        self._note(record)

    def page(
        self,
        period: Period,
        *,
        owners: Collection[str] | None,
        status: str | None,
        offset: int,
        limit: int,
    ) -> tuple[int, list[Record]]:
        """How many there are, and some of them, the latest first. Without owners: of all."""
        spans = list(self._spans(period, owners, status))
        recent = sum(span.last - span.first for span in spans)
        earlier = sorted(self._earlier(period, owners, status), key=_triggered, reverse=True)
        items = _newest(spans, offset, min(limit, recent - offset)) if offset < recent else []
        beyond = max(offset - recent, 0)
        items += earlier[beyond : beyond + limit - len(items)]
        return recent + len(earlier), items

    def _insert(self, record: Record, status: str | None) -> None:
        for owner in (None, record[self._owner]):
            records = self._lists.setdefault((owner, status), [])
            if not records or _triggered(records[-1]) <= record["triggered"]:
                records.append(record)
            else:
                insort(records, record, key=_triggered)

    def _note(self, record: Record) -> None:
        if "finished" in record:
            self._under_way.pop(record["id"], None)
            self._longest = max(self._longest, record["finished"] - record["triggered"])
        else:
            self._under_way[record["id"]] = record

    def _spans(self, period: Period, owners: Collection[str] | None, status: str | None) -> Iterator[_Span]:
        """What was triggered in the period: it cannot have ended before."""
        if owners is not None and len(owners) <= _MOST_LISTS:
            found = [self._lists.get((owner, status), []) for owner in owners]
        else:
            found = [self._lists.get((None, status), [])]
        for records in found:
            first = bisect_left(records, period.start, key=_triggered)
            last = max(first, bisect_right(records, period.end, key=_triggered))
            if owners is not None and len(owners) > _MOST_LISTS:
                fitting = [one for one in records[first:last] if one[self._owner] in owners]
                yield _Span(fitting, 0, len(fitting))
            else:
                yield _Span(records, first, last)

    def _earlier(
        self, period: Period, owners: Collection[str] | None, status: str | None
    ) -> Iterator[Record]:
        """What was triggered before the period and had not ended when it began."""
        latest = min(period.start - 1, period.end)
        for one in self._under_way.values():
            if one["triggered"] <= latest and self._fits(one, owners, status):
                yield one
        records = self._lists.get((None, status), [])
        first = bisect_left(records, period.start - self._longest, key=_triggered)
        last = bisect_right(records, latest, key=_triggered)
        for one in records[first:last]:
            if one.get("finished", 0) >= period.start and self._fits(one, owners, status):
                yield one

    def _fits(self, record: Record, owners: Collection[str] | None, status: str | None) -> bool:
        fits_owner = owners is None or record[self._owner] in owners
        return fits_owner and status in {None, record["status"]}


def _newest(spans: list[_Span], offset: int, limit: int) -> list[Record]:
    """So many records after the newest ones; there are enough of them."""
    if len(spans) == 1:
        last = spans[0].last - offset
        return spans[0].records[last - limit : last][::-1]
    if limit <= 0:
        return []

    def since(time: int) -> int:
        return sum(span.since(time) for span in spans)

    filled = [span for span in spans if span.last > span.first]
    low = min(_triggered(span.records[span.first]) for span in filled)
    high = max(_triggered(span.records[span.last - 1]) for span in filled) + 1
    oldest = _latest(low, high, lambda time: since(time) >= offset + limit)
    newest = _latest(oldest, high, lambda time: since(time) > offset)
    found = [
        one
        for span in filled
        for one in span.records[span.last - span.since(oldest) : span.last - span.since(newest + 1)]
    ]
    found.sort(key=_triggered, reverse=True)
    skipped = offset - since(newest + 1)
    return found[skipped : skipped + limit]


def _latest(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The latest time from low, where it holds, to before high for which it holds."""
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            low = middle
        else:
            high = middle
    return low
