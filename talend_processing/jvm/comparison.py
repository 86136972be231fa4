"""The difference between two lists of JVM arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from talend_processing.jvm.arguments import Argument, parse
from talend_processing.jvm.heap import Heap, max_heap


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference between an old and a new list of entries."""

    removed: tuple[Argument, ...]
    added: tuple[Argument, ...]
    heap_before: Heap | None
    """None if the old entries set no valid maximum heap."""
    heap_after: Heap | None
    """None if the new entries set no valid maximum heap."""

    @property
    def same_arguments(self) -> bool:
        """Whether the arguments are equal, except for their order and their division into entries."""
        return not self.removed and not self.added

    @property
    def heap_changes(self) -> bool:
        """Whether the maximum heap changes, regardless of the notation."""
        return _amount(self.heap_before) != _amount(self.heap_after)

    @property
    def heap_may_shrink(self) -> bool:
        """Whether the maximum heap becomes smaller, or may do so, depending on the machine or the Job.

        False if the old entries set no maximum, because the Job's own value is unknown.
        """
        if self.heap_before is None or not self.heap_changes:
            return False
        return self.heap_after is None or self.heap_after.is_below(self.heap_before) is not False


def compare(old: Sequence[str | None], new: Sequence[str | None]) -> Comparison:
    """Compare two lists of entries, argument by argument. Entries that are not known are None and left out.

    Example:
        >>> found = compare(["-Xms1g -Xmx4g"], ["-Xms1g", "-XX:MaxHeapSize=512m"])
        >>> [one.text for one in (*found.removed, *found.added)], found.heap_may_shrink
        (['-Xmx4g', '-XX:MaxHeapSize=512m'], True)

    """
    before, after = parse(old), parse(new)
    return Comparison(_without(before, after), _without(after, before), max_heap(before), max_heap(after))


def _amount(heap: Heap | None) -> tuple[int | None, float | None]:
    return (heap.size, heap.percent) if heap is not None else (None, None)


def _without(arguments: Sequence[Argument], others: Sequence[Argument]) -> tuple[Argument, ...]:
    """Return the arguments that the others lack. Of a repeated argument, return only the surplus."""
    spare = Counter(one.text for one in others)
    left: list[Argument] = []
    for one in arguments:
        if spare[one.text]:
            spare[one.text] -= 1
        else:
            left.append(one)
    return tuple(left)
