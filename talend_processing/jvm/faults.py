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
        >>> [str(fault) for fault in faults(["-Xmx2gb"])]
        ['has no valid size after -Xmx: write a whole number with k, m or g, such as -Xmx2g']

    """
    arguments = parse(entries)
    yield from _entry_faults(entries, arguments)
    for argument in arguments:
        yield from _argument_faults(argument)
    for argument, removal in removed_options(arguments):
        if not removal.ignored:
            yield Fault(
                argument.entry,
                f"contains {option_name(argument)}, and Java {JAVA_VERSION} does not start with it"
                f" ({removal.why})",
                removal.remedy,
            )
    yield from _contradictions(arguments)


def initial_above_maximum(arguments: Sequence[Argument]) -> tuple[Argument, Argument] | None:
    """If the initial heap is above the maximum heap, return the two arguments that set them, else None."""
    initial, maximum = last(arguments, INITIAL_HEAP), last(arguments, MAX_HEAP)
    if initial is None or maximum is None:
        return None
    initial_size, maximum_size = parse_size(initial.value), parse_size(maximum.value)
    if initial_size is None or maximum_size is None or initial_size <= maximum_size:
        return None
    return initial, maximum


def initial_without_maximum(arguments: Sequence[Argument]) -> Argument | None:
    """If no argument limits the heap, return the argument that sets the initial heap, else None.

    The Job's own limit then applies. If it is below the initial heap, the JVM does not start.
    """
    if last(arguments, MAX_HEAP) is not None or max_heap(arguments) is not None:
        return None
    return last(arguments, INITIAL_HEAP)


def conflicting_collectors(arguments: Sequence[Argument]) -> list[Argument]:
    """Return the arguments that select garbage collectors, or an empty list if they select at most one."""
    selected = {
        argument.option: argument
        for option in COLLECTORS
        if (argument := last(arguments, option)) is not None and argument.value == "+"
    }
    return sorted(selected.values(), key=arguments.index) if len(selected) > 1 else []


def _entry_faults(entries: Sequence[str | None], arguments: Sequence[Argument]) -> Iterator[Fault]:
    """Yield the faults of an entry as a whole, such as two arguments in one entry."""
    for entry, group in groupby(arguments, key=lambda argument: argument.entry):
        text, entry_arguments = entries[entry] or "", list(group)
        first_option = entry_arguments[0].option
        if len(entry_arguments) > 1:
            yield Fault(
                entry,
                f"contains {len(entry_arguments)} arguments, but a JVM reads each item as one argument",
                'write each argument as a separate item, as in ["-Xms1g", "-Xmx2g"]',
            )
        elif text != text.strip():
            yield Fault(
                entry,
                "begins or ends with white space, which a JVM treats as part of the argument",
                "remove the white space",
            )
        elif first_option in VALUE_FOLLOWS and text.removeprefix(first_option)[:1].isspace():
            yield Fault(
                entry,
                f"contains {first_option} and its value in one item, but a JVM reads an item as one"
                " option and does not start",
                f'write "{first_option}=…", or the value as the next item',
            )


def _argument_faults(argument: Argument) -> Iterator[Fault]:
    if argument.text == "-":
        yield Fault(argument.entry, "contains '-' without an option", "write an option such as -Xmx2g")
    elif not argument.is_option:
        yield Fault(
            argument.entry,
            "does not begin with '-', so a JVM reads it as the name of a program",
            "write an option such as -Xmx2g",
        )
    elif argument.option in _SIZE_OPTIONS and parse_size(argument.value) is None:
        written = _as_written(argument)
        equals = "=" if written.startswith("-XX:") else ""
        yield Fault(
            argument.entry,
            f"has no valid size after {written}",
            f"write a whole number with k, m or g, such as {written}{equals}2g",
        )
    elif argument.option == MAX_HEAP and (parse_size(argument.value) or 0) < _MIN_HEAP:
        yield Fault(
            argument.entry,
            f"sets a maximum heap below 2 MB with {_as_written(argument)},"
            " and a JVM does not start with that",
            "write at least 2 MB and the unit, as in -Xmx512m",
        )
    elif argument.option in _PERCENT_OPTIONS and parse_percent(argument.value) is None:
        yield Fault(
            argument.entry, f"has no valid value for -XX:{argument.option}", "write a number from 0 to 100"
        )
    elif argument.option in COLLECTORS and argument.value not in {"+", "-"}:
        yield Fault(
            argument.entry,
            f"does not switch -XX:{argument.option} on or off",
            f"write -XX:+{argument.option}",
        )
    elif argument.option in VALUE_FOLLOWS and not argument.value:
        yield Fault(argument.entry, f"has no value for {argument.option}", f'write "{argument.option}=…"')


def _contradictions(arguments: Sequence[Argument]) -> Iterator[Fault]:
    if heap_arguments := initial_above_maximum(arguments):
        initial, maximum = heap_arguments
        yield Fault(
            max(initial.entry, maximum.entry),
            f"sets an initial heap ({_as_written(initial)}) above the maximum ({_as_written(maximum)}),"
            " and a JVM does not start with that",
            "lower the initial heap or raise the maximum",
        )
    if selections := conflicting_collectors(arguments):
        names = " and ".join(map(option_name, selections))
        yield Fault(selections[-1].entry, f"chooses a second garbage collector ({names})", "keep one of them")


def _as_written(argument: Argument) -> str:
    """Return the option as written in the argument, without its value: `-mx` for `-mx2g`."""
    match = _OPTION_AS_WRITTEN.match(argument.text)
    return match[0] if match else option_name(argument)
