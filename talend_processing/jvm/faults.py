"""Entries that Talend's console accepts, but that a JVM misreads or does not start with.

The texts of the faults name options, but never contain a value that may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from talend_processing.jvm.arguments import INITIAL_HEAP, MAX_HEAP, VALUE_FOLLOWS, Argument, last, parse
from talend_processing.jvm.heap import MEBIBYTE, PERCENT, max_heap, percent_of, size_of
from talend_processing.jvm.removed import JAVA, name, removed

COLLECTORS: Final = tuple(
    f"Use{name}GC" for name in ("Serial", "Parallel", "ConcMarkSweep", "G1", "Z", "Shenandoah", "Epsilon")
)
"""The switches of the garbage collectors. A JVM does not start with several."""

_SIZES: Final = frozenset(
    {
        MAX_HEAP,
        INITIAL_HEAP,
        "ThreadStackSize",
        "NewSize",
        "MaxNewSize",
        "MinHeapSize",
        "MaxRAM",
        "MetaspaceSize",
    }
    | {"MaxMetaspaceSize", "MaxDirectMemorySize", "ReservedCodeCacheSize", "G1HeapRegionSize"}
)
_PERCENTAGES: Final = frozenset({PERCENT, "InitialRAMPercentage", "MinRAMPercentage"})
_SPELLED: Final = re.compile(r"-Xm[xsn]|-Xss|-m[xs]|-ss|-XX:\w+")
_MIN_HEAP: Final = 2 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason why one or several entries are wrong, and the remedy."""

    entry: int
    """The index of the entry. If several contradict each other, it is the last one."""
    why: str
    """The reason as a predicate of the entry, such as `has no valid size after -Xmx`."""
    remedy: str
    """The remedy, as an imperative."""

    def __str__(self) -> str:
        return f"{self.why}: {self.remedy}"


def faults(entries: Sequence[str | None]) -> Iterator[Fault]:
    """Yield the reasons for which a JVM does not start or misreads an entry.

    An entry that is not known yet is None, and has no faults.

    Example:
        >>> [str(one) for one in faults(["-Xmx2gb"])]
        ['has no valid size after -Xmx: write a whole number with k, m or g, such as -Xmx2g']

    """
    arguments = parse(entries)
    yield from _entries(entries, arguments)
    for one in arguments:
        yield from _argument(one)
    for one, why in removed(arguments):
        if not why.ignored:
            yield Fault(
                one.entry,
                f"contains {name(one)}, and Java {JAVA} does not start with it ({why.why})",
                why.instead,
            )
    yield from _contradictions(arguments)


def initial_above_maximum(arguments: Sequence[Argument]) -> tuple[Argument, Argument] | None:
    """Return the arguments of the initial and the maximum heap if the initial one is larger, else None."""
    initial, maximum = last(arguments, INITIAL_HEAP), last(arguments, MAX_HEAP)
    if initial is None or maximum is None:
        return None
    sizes = size_of(initial.value), size_of(maximum.value)
    if sizes[0] is None or sizes[1] is None or sizes[0] <= sizes[1]:
        return None
    return initial, maximum


def initial_without_maximum(arguments: Sequence[Argument]) -> Argument | None:
    """Return the argument of the initial heap if no argument limits the heap, else None.

    Without a limit in the arguments, the Job's own limit applies. If that is below the initial heap, the JVM
    does not start.
    """
    if last(arguments, MAX_HEAP) is not None or max_heap(arguments) is not None:
        return None
    return last(arguments, INITIAL_HEAP)


def collectors(arguments: Sequence[Argument]) -> list[Argument]:
    """Return the arguments that select garbage collectors if they select several, else an empty list."""
    chosen = {
        one.option: one
        for option in COLLECTORS
        if (one := last(arguments, option)) is not None and one.value == "+"
    }
    return sorted(chosen.values(), key=arguments.index) if len(chosen) > 1 else []


def _entries(entries: Sequence[str | None], arguments: Sequence[Argument]) -> Iterator[Fault]:
    """Yield the faults of whole entries. A JVM reads each entry as one argument."""
    for entry, group in groupby(arguments, key=lambda one: one.entry):
        text, held = entries[entry] or "", list(group)
        if len(held) > 1:
            yield Fault(
                entry,
                f"contains {len(held)} arguments, but a JVM reads each item as one",
                'write each as a separate item, as in ["-Xms1g", "-Xmx2g"]',
            )
        elif text != text.strip():
            yield Fault(
                entry,
                "begins or ends with white space, which a JVM treats as part of the argument",
                "remove it",
            )
        elif held[0].option in VALUE_FOLLOWS and text.removeprefix(held[0].option)[:1].isspace():
            yield Fault(
                entry,
                f"contains {held[0].option} and its value in one item, which a JVM reads as one option and"
                " refuses to start with",
                f'write "{held[0].option}=…", or the value as the next item',
            )


def _argument(one: Argument) -> Iterator[Fault]:
    if not one.is_option or one.text == "-":
        yield Fault(
            one.entry,
            "does not begin with '-', so a JVM reads it as the name of a program",
            "write an option such as -Xmx2g",
        )
    elif one.option in _SIZES and size_of(one.value) is None:
        spelled = _spelled(one)
        equals = "=" if spelled.startswith("-XX:") else ""
        yield Fault(
            one.entry,
            f"has no valid size after {spelled}",
            f"write a whole number with k, m or g, such as {spelled}{equals}2g",
        )
    elif one.option == MAX_HEAP and (size_of(one.value) or 0) < _MIN_HEAP:
        yield Fault(
            one.entry,
            f"sets a maximum heap below 2 MB with {_spelled(one)}, and a JVM does not start with that",
            "add the unit, as in -Xmx512m",
        )
    elif one.option in _PERCENTAGES and percent_of(one.value) is None:
        yield Fault(one.entry, f"has no valid value for -XX:{one.option}", "write a number from 0 to 100")
    elif one.option in COLLECTORS and one.value not in {"+", "-"}:
        yield Fault(one.entry, f"does not switch -XX:{one.option} on or off", f"write -XX:+{one.option}")
    elif one.option in VALUE_FOLLOWS and not one.value:
        yield Fault(one.entry, f"has no value for {one.option}", f'write "{one.option}=…"')


def _contradictions(arguments: Sequence[Argument]) -> Iterator[Fault]:
    if found := initial_above_maximum(arguments):
        entry = max(one.entry for one in found)
        yield Fault(
            entry,
            f"sets an initial heap ({_spelled(found[0])}) above the maximum ({_spelled(found[1])}), and a"
            " JVM does not start with that",
            "lower the initial heap or raise the maximum",
        )
    if several := collectors(arguments):
        names = " and ".join(map(name, several))
        yield Fault(several[-1].entry, f"chooses a second garbage collector ({names})", "keep one of them")


def _spelled(argument: Argument) -> str:
    """Return the option as it is spelled in the argument, without the value."""
    found = _SPELLED.match(argument.text)
    return found[0] if found else name(argument)
