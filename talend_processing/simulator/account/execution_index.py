"""A table of executions with indexes by time, owner (the task or plan) and status.

Queries use binary search, because an account can have a hundred thousand executions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from talend_processing.simulator.http.responses import Record

_MAX_OWNER_LISTS = 50
"""A query for more owners than this filters the list of all executions, which is then faster."""


def _triggered(record: Record) -> int:
    triggered: int = record["triggered"]
    return triggered


@dataclass(frozen=True, slots=True)
class _Span:
    """A slice of a list that is sorted by trigger time."""

    records: list[Record]
    start: int
    stop: int

    def count_since(self, time: int) -> int:
        """Count the records that were triggered at `time` or later."""
        return self.stop - bisect_left(self.records, time, self.start, self.stop, key=_triggered)


@dataclass(frozen=True, slots=True)
class Period:
    """The time from `start` to `end`, inclusive. Executions match if they ran at any time in it."""

    start: int
    """Milliseconds since 1970, like `end`."""
    end: int


class ExecutionIndex(dict[str, Record]):
    """Executions by id, with lists sorted by trigger time.

    There is one list of all executions, one for each owner, one for each status, and one for each pair.
    """

    def __init__(self, owner_field: str) -> None:
        super().__init__()
        self._owner_field = owner_field
        self._lists: dict[tuple[str | None, str | None], list[Record]] = {}
        """By owner and status. None stands for all owners or all statuses."""
        self._unfinished: dict[str, Record] = {}
        self._longest = 0
        """The longest time from the trigger of a finished execution to its end, in milliseconds."""

    def __setitem__(self, key: str, record: Record) -> None:
        super().__setitem__(key, record)
        self._insert(record, None)
        self._insert(record, record["status"])
        self._track(record)

    def change(self, record: Record, **fields: object) -> None:
        """Change fields of a record and update the indexes."""
        old_status = record["status"]
        record.update(fields)
        if record["status"] != old_status:
            for owner in (None, record[self._owner_field]):
                records = self._lists[owner, old_status]
                at = bisect_left(records, record["triggered"], key=_triggered)
                while records[at] is not record:
                    at += 1
                del records[at]
            self._insert(record, record["status"])
        self._track(record)

    def page(
        self,
        period: Period,
        *,
        owners: Collection[str] | None,
        status: str | None,
        offset: int,
        limit: int,
    ) -> tuple[int, list[Record]]:
        """Return the number of matching executions and one page of them, newest first.

        If `owners` or `status` is None, all owners or statuses match.
        """
        spans = list(self._spans(period, owners, status))
        recent = sum(span.stop - span.start for span in spans)
        earlier = sorted(self._earlier(period, owners, status), key=_triggered, reverse=True)
        items = _newest(spans, offset, min(limit, recent - offset)) if offset < recent else []
        beyond = max(offset - recent, 0)
        items += earlier[beyond : beyond + limit - len(items)]
        return recent + len(earlier), items

    def _insert(self, record: Record, status: str | None) -> None:
        for owner in (None, record[self._owner_field]):
            records = self._lists.setdefault((owner, status), [])
            if not records or _triggered(records[-1]) <= record["triggered"]:
                records.append(record)
            else:
                insort(records, record, key=_triggered)

    def _track(self, record: Record) -> None:
        if "finished" in record:
            self._unfinished.pop(record["id"], None)
            self._longest = max(self._longest, record["finished"] - record["triggered"])
        else:
            self._unfinished[record["id"]] = record

    def _spans(self, period: Period, owners: Collection[str] | None, status: str | None) -> Iterator[_Span]:
        """Yield the matching executions that were triggered in the period."""
        if owners is not None and len(owners) <= _MAX_OWNER_LISTS:
            found = [self._lists.get((owner, status), []) for owner in owners]
        else:
            found = [self._lists.get((None, status), [])]
        for records in found:
            start = bisect_left(records, period.start, key=_triggered)
            stop = max(start, bisect_right(records, period.end, key=_triggered))
            if owners is not None and len(owners) > _MAX_OWNER_LISTS:
                matching = [one for one in records[start:stop] if one[self._owner_field] in owners]
                yield _Span(matching, 0, len(matching))
            else:
                yield _Span(records, start, stop)

    def _earlier(
        self, period: Period, owners: Collection[str] | None, status: str | None
    ) -> Iterator[Record]:
        """Yield the matching executions that were triggered before the period and did not end before it."""
        latest = min(period.start - 1, period.end)
        for one in self._unfinished.values():
            if one["triggered"] <= latest and self._matches(one, owners, status):
                yield one
        records = self._lists.get((None, status), [])
        start = bisect_left(records, period.start - self._longest, key=_triggered)
        stop = bisect_right(records, latest, key=_triggered)
        for one in records[start:stop]:
            if one.get("finished", 0) >= period.start and self._matches(one, owners, status):
                yield one

    def _matches(self, record: Record, owners: Collection[str] | None, status: str | None) -> bool:
        matches_owner = owners is None or record[self._owner_field] in owners
        return matches_owner and status in {None, record["status"]}


def _newest(spans: list[_Span], offset: int, limit: int) -> list[Record]:
    """Skip the newest `offset` records and return the next `limit`. The spans must contain that many."""
    if len(spans) == 1:
        stop = spans[0].stop - offset
        return spans[0].records[stop - limit : stop][::-1]
    if limit <= 0:
        return []

    def count_since(time: int) -> int:
        return sum(span.count_since(time) for span in spans)

    filled = [span for span in spans if span.stop > span.start]
    low = min(_triggered(span.records[span.start]) for span in filled)
    high = max(_triggered(span.records[span.stop - 1]) for span in filled) + 1
    oldest = _latest(low, high, lambda time: count_since(time) >= offset + limit)
    newest = _latest(oldest, high, lambda time: count_since(time) > offset)
    found = [
        one
        for span in filled
        for one in span.records[
            span.stop - span.count_since(oldest) : span.stop - span.count_since(newest + 1)
        ]
    ]
    found.sort(key=_triggered, reverse=True)
    skipped = offset - count_since(newest + 1)
    return found[skipped : skipped + limit]


def _latest(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the latest time in [low, high) for which the condition holds. It must hold for `low`."""
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            low = middle
        else:
            high = middle
    return low
