"""The difference between two lists of JVM arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from talend_processing.jvm.arguments import Argument, parse
from talend_processing.jvm.heap import Heap, max_heap


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference between the old and the new JVM arguments of a run profile."""

    removed: tuple[Argument, ...]
    added: tuple[Argument, ...]
    heap_before: Heap | None
    """The old maximum heap; None if no valid one was set."""
    heap_after: Heap | None
    """The new maximum heap; None if no valid one is set."""

    @property
    def same_arguments(self) -> bool:
        """Whether the arguments are equal, except for their order and their division into entries."""
        return not self.removed and not self.added

    @property
    def heap_changed(self) -> bool:
        """Whether the maximum heap differs. `-Xmx1g` and `-Xmx1024m` are the same heap."""
        return _amount(self.heap_before) != _amount(self.heap_after)

    @property
    def heap_may_shrink(self) -> bool:
        """Whether the maximum heap shrinks, or shrinks on some machines or for some Jobs.

        False if the old arguments set no maximum, because the Job's own maximum is unknown.
        """
        if self.heap_before is None or not self.heap_changed:
            return False
        if self.heap_after is None:
            return True
        return self.heap_after.is_below(self.heap_before) is not False  # None: lower on some machines only


def compare(old: Sequence[str | None], new: Sequence[str | None]) -> Comparison:
    """Compare the old and the new JVM arguments of a run profile, without regard to their order.

    An entry whose value is not known yet is None and is not compared.

    Example:
        >>> comparison = compare(["-Xms1g -Xmx4g"], ["-Xms1g", "-XX:MaxHeapSize=512m"])
        >>> [argument.text for argument in (*comparison.removed, *comparison.added)]
        ['-Xmx4g', '-XX:MaxHeapSize=512m']
        >>> comparison.heap_may_shrink
        True

    """
    before, after = parse(old), parse(new)
    return Comparison(_without(before, after), _without(after, before), max_heap(before), max_heap(after))


def _amount(heap: Heap | None) -> tuple[int | None, float | None]:
    return (heap.size, heap.percent) if heap is not None else (None, None)


def _without(arguments: Sequence[Argument], others: Sequence[Argument]) -> tuple[Argument, ...]:
    """Return the arguments that are missing from `others`.

    If `-ea` is in `arguments` twice and in `others` once, one `-ea` is missing.
    """
    unmatched = Counter(argument.text for argument in others)
    missing: list[Argument] = []
    for argument in arguments:
        if unmatched[argument.text]:
            unmatched[argument.text] -= 1
        else:
            missing.append(argument)
    return tuple(missing)
