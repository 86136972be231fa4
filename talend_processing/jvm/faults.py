"""Find JVM arguments of a run profile that a JVM misreads, or with which it does not start.

The text of a fault names options, but never their values, which may be secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from talend_processing.jvm.arguments import INITIAL_HEAP, MAX_HEAP, VALUE_FOLLOWS, Argument, last, parse
from talend_processing.jvm.heap import MAX_RAM_PERCENTAGE, MEBIBYTE, max_heap, parse_percent, parse_size
from talend_processing.jvm.removed import JAVA_VERSION, option_name, removed_options

COLLECTORS: Final = tuple(
    f"Use{name}GC" for name in ("Serial", "Parallel", "ConcMarkSweep", "G1", "Z", "Shenandoah", "Epsilon")
)
"""The -XX switches that select a garbage collector. A JVM does not start if several are on."""

_SIZE_OPTIONS: Final = frozenset(
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
_PERCENT_OPTIONS: Final = frozenset({MAX_RAM_PERCENTAGE, "InitialRAMPercentage", "MinRAMPercentage"})
_OPTION_AS_WRITTEN: Final = re.compile(r"-Xm[xsn]|-Xss|-m[xs]|-ss|-XX:\w+")
_MIN_HEAP: Final = 2 * MEBIBYTE
"""A JVM does not start with a smaller maximum heap."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason why one or several entries of a run profile are wrong, and the remedy."""

    entry: int
    """The index of the wrong entry. If several entries contradict each other, the index of the last."""
    why: str
    """The reason as a predicate of the entry, such as `has no valid size after -Xmx`."""
    remedy: str
    """The remedy as an imperative, such as `remove it`."""

    def __str__(self) -> str:
        return f"{self.why}: {self.remedy}"


def faults(entries: Sequence[str | None]) -> Iterator[Fault]:
    """Yield the faults in the entries of a run profile. An entry whose value is not known yet is None.

    Example:
        >>> [str(one) for one in faults(["-Xmx2gb"])]
        ['has no valid size after -Xmx: write a whole number with k, m or g, such as -Xmx2g']

    """
    arguments = parse(entries)
    yield from _entry_faults(entries, arguments)
    for one in arguments:
        yield from _argument_faults(one)
    for one, removal in removed_options(arguments):
        if not removal.ignored:
            yield Fault(
                one.entry,
                f"contains {option_name(one)}, and Java {JAVA_VERSION} does not start with it"
                f" ({removal.why})",
                removal.remedy,
            )
    yield from _contradictions(arguments)


def initial_above_maximum(arguments: Sequence[Argument]) -> tuple[Argument, Argument] | None:
    """Return the arguments that set the initial and the maximum heap if the initial heap is larger."""
    initial, maximum = last(arguments, INITIAL_HEAP), last(arguments, MAX_HEAP)
    if initial is None or maximum is None:
        return None
    sizes = parse_size(initial.value), parse_size(maximum.value)
    if sizes[0] is None or sizes[1] is None or sizes[0] <= sizes[1]:
        return None
    return initial, maximum


def initial_without_maximum(arguments: Sequence[Argument]) -> Argument | None:
    """Return the argument that sets the initial heap if no argument limits the heap, else None.

    The Job's own limit then applies. If it is below the initial heap, the JVM does not start.
    """
    if last(arguments, MAX_HEAP) is not None or max_heap(arguments) is not None:
        return None
    return last(arguments, INITIAL_HEAP)


def conflicting_collectors(arguments: Sequence[Argument]) -> list[Argument]:
    """Return the arguments that select different garbage collectors, or an empty list if at most one does."""
    chosen = {
        one.option: one
        for option in COLLECTORS
        if (one := last(arguments, option)) is not None and one.value == "+"
    }
    return sorted(chosen.values(), key=arguments.index) if len(chosen) > 1 else []


def _entry_faults(entries: Sequence[str | None], arguments: Sequence[Argument]) -> Iterator[Fault]:
    """Yield the faults of an entry as a whole, such as two arguments in one entry."""
    for entry, group in groupby(arguments, key=lambda one: one.entry):
        text, contained = entries[entry] or "", list(group)
        if len(contained) > 1:
            yield Fault(
                entry,
                f"contains {len(contained)} arguments, but a JVM reads each item as one argument",
                'write each as a separate item, as in ["-Xms1g", "-Xmx2g"]',
            )
        elif text != text.strip():
            yield Fault(
                entry,
                "begins or ends with white space, which a JVM treats as part of the argument",
                "remove it",
            )
        elif contained[0].option in VALUE_FOLLOWS and text.removeprefix(contained[0].option)[:1].isspace():
            yield Fault(
                entry,
                f"contains {contained[0].option} and its value in one item, but a JVM reads an item as one"
                " option and does not start",
                f'write "{contained[0].option}=…", or the value as the next item',
            )


def _argument_faults(one: Argument) -> Iterator[Fault]:
    if not one.is_option or one.text == "-":
        yield Fault(
            one.entry,
            "does not begin with '-', so a JVM reads it as the name of a program",
            "write an option such as -Xmx2g",
        )
    elif one.option in _SIZE_OPTIONS and parse_size(one.value) is None:
        written = _as_written(one)
        equals = "=" if written.startswith("-XX:") else ""
        yield Fault(
            one.entry,
            f"has no valid size after {written}",
            f"write a whole number with k, m or g, such as {written}{equals}2g",
        )
    elif one.option == MAX_HEAP and (parse_size(one.value) or 0) < _MIN_HEAP:
        yield Fault(
            one.entry,
            f"sets a maximum heap below 2 MB with {_as_written(one)}, and a JVM does not start with that",
            "add the unit, as in -Xmx512m",
        )
    elif one.option in _PERCENT_OPTIONS and parse_percent(one.value) is None:
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
            f"sets an initial heap ({_as_written(found[0])}) above the maximum ({_as_written(found[1])}),"
            " and a JVM does not start with that",
            "lower the initial heap or raise the maximum",
        )
    if several := conflicting_collectors(arguments):
        names = " and ".join(map(option_name, several))
        yield Fault(several[-1].entry, f"chooses a second garbage collector ({names})", "keep one of them")


def _as_written(argument: Argument) -> str:
    """Return the option as written in the argument, without its value: `-mx` for `-mx2g`."""
    found = _OPTION_AS_WRITTEN.match(argument.text)
    return found[0] if found else option_name(argument)
