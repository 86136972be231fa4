"""A table of executions with indexes by time, owner (the task or plan) and status.

Queries use binary search, because an account can have a hundred thousand executions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from talend_processing.simulator.http.responses import Record

_MAX_OWNER_LISTS = 50
"""For more owners, it is faster to filter the list of all executions than to read one list per owner."""


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
    """The time from `start` to `end`, inclusive. Executions match if they ran at any time between them."""

    start: int
    """Milliseconds since 1970, like `end`."""
    end: int


class ExecutionIndex(dict[str, Record]):
    """Executions by id, with lists sorted by trigger time.

    There is one list of all executions, one for each owner, one for each status, and one for each pair of
    owner and status.
    """

    def __init__(self, owner_field: str) -> None:
        super().__init__()
        self._owner_field = owner_field
        self._lists: dict[tuple[str | None, str | None], list[Record]] = {}
        """By owner and status. None stands for all owners or all statuses."""
        self._unfinished: dict[str, Record] = {}
        self._longest_duration = 0
        """The longest time from the trigger of a finished execution to its end, in milliseconds."""

    def __setitem__(self, key: str, record: Record) -> None:
        super().__setitem__(key, record)
        self._insert(record, None)
        self._insert(record, record["status"])
        self._update_end(record)

    def change(self, record: Record, **fields: object) -> None:
        """Change fields of a record and update the indexes."""
        old_status = record["status"]
        record.update(fields)
        if record["status"] != old_status:
            for owner in (None, record[self._owner_field]):
                records = self._lists[owner, old_status]
                index = bisect_left(records, record["triggered"], key=_triggered)
                while records[index] is not record:
                    index += 1
                del records[index]
            self._insert(record, record["status"])
        self._update_end(record)

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
        count_in_spans = sum(span.stop - span.start for span in spans)
        earlier = sorted(self._triggered_earlier(period, owners, status), key=_triggered, reverse=True)
        items: list[Record] = []
        if offset < count_in_spans:
            items = _newest(spans, offset, min(limit, count_in_spans - offset))
        earlier_offset = max(offset - count_in_spans, 0)
        items += earlier[earlier_offset : earlier_offset + limit - len(items)]
        return count_in_spans + len(earlier), items

    def _insert(self, record: Record, status: str | None) -> None:
        for owner in (None, record[self._owner_field]):
            records = self._lists.setdefault((owner, status), [])
            if not records or _triggered(records[-1]) <= record["triggered"]:
                records.append(record)
            else:
                insort(records, record, key=_triggered)

    def _update_end(self, record: Record) -> None:
        """Update `_unfinished` and `_longest_duration`."""
        if "finished" in record:
            self._unfinished.pop(record["id"], None)
            self._longest_duration = max(self._longest_duration, record["finished"] - record["triggered"])
        else:
            self._unfinished[record["id"]] = record

    def _spans(self, period: Period, owners: Collection[str] | None, status: str | None) -> Iterator[_Span]:
        """Yield the matching executions that were triggered in the period."""
        if owners is not None and len(owners) <= _MAX_OWNER_LISTS:
            lists = [self._lists.get((owner, status), []) for owner in owners]
        else:
            lists = [self._lists.get((None, status), [])]
        for records in lists:
            start = bisect_left(records, period.start, key=_triggered)
            stop = max(start, bisect_right(records, period.end, key=_triggered))
            if owners is not None and len(owners) > _MAX_OWNER_LISTS:
                matching = [record for record in records[start:stop] if record[self._owner_field] in owners]
                yield _Span(matching, 0, len(matching))
            else:
                yield _Span(records, start, stop)

    def _triggered_earlier(
        self, period: Period, owners: Collection[str] | None, status: str | None
    ) -> Iterator[Record]:
        """Yield the matching executions that were triggered before the period and did not end before it."""
        last_trigger = min(period.start - 1, period.end)
        for record in self._unfinished.values():
            if record["triggered"] <= last_trigger and self._matches(record, owners, status):
                yield record
        records = self._lists.get((None, status), [])
        start = bisect_left(records, period.start - self._longest_duration, key=_triggered)
        stop = bisect_right(records, last_trigger, key=_triggered)
        for record in records[start:stop]:
            if record.get("finished", 0) >= period.start and self._matches(record, owners, status):
                yield record

    def _matches(self, record: Record, owners: Collection[str] | None, status: str | None) -> bool:
        matches_owner = owners is None or record[self._owner_field] in owners
        return matches_owner and status in {None, record["status"]}


def _newest(spans: list[_Span], offset: int, limit: int) -> list[Record]:
    """Skip the newest `offset` records and return the next `limit`. The spans must contain enough records."""
    if len(spans) == 1:
        stop = spans[0].stop - offset
        return spans[0].records[stop - limit : stop][::-1]
    if limit <= 0:
        return []

    def count_since(time: int) -> int:
        return sum(span.count_since(time) for span in spans)

    non_empty = [span for span in spans if span.stop > span.start]
    low = min(_triggered(span.records[span.start]) for span in non_empty)
    high = max(_triggered(span.records[span.stop - 1]) for span in non_empty) + 1
    # the trigger times of the oldest and the newest record to return
    oldest = _latest_time(low, high, lambda time: count_since(time) >= offset + limit)
    newest = _latest_time(oldest, high, lambda time: count_since(time) > offset)
    records = [
        record
        for span in non_empty
        for record in span.records[
            span.stop - span.count_since(oldest) : span.stop - span.count_since(newest + 1)
        ]
    ]
    records.sort(key=_triggered, reverse=True)
    skipped = offset - count_since(newest + 1)
    return records[skipped : skipped + limit]


def _latest_time(low: int, high: int, condition: Callable[[int], bool]) -> int:
    """Return the latest time in [low, high) that meets the condition. `low` must meet it."""
    while high - low > 1:
        middle = (low + high) // 2
        if condition(middle):
            low = middle
        else:
            high = middle
    return low
