"""The maximum heap that a list of JVM arguments sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.jvm.arguments import MAX_HEAP, Argument, last

MEBIBYTE: Final = 1024 * 1024
_UNITS: Final = {"": 1, "k": 1024, "m": MEBIBYTE, "g": 1024 * MEBIBYTE, "t": 1024 * 1024 * MEBIBYTE}
_NAMES: Final = (("TiB", _UNITS["t"]), ("GiB", _UNITS["g"]), ("MiB", _UNITS["m"]), ("KiB", _UNITS["k"]))
_SIZE: Final = re.compile(r"(0x[0-9a-f]+|[0-9]+)([kmgt]?)", re.IGNORECASE)
_DEFAULT_PERCENT: Final = 25.0
_LONGEST_SIZE: Final = 24
"""A longer text is not a valid size, because a JVM stores sizes in 64 bits."""

PERCENT: Final = "MaxRAMPercentage"
_FRACTIONS: Final = ("MaxRAMFraction", "DefaultMaxRAMFraction")
_MEMORY: Final = "MaxRAM"


@dataclass(frozen=True, slots=True)
class Heap:
    """A maximum heap: a number of bytes, or a percentage of the machine's memory.

    Example:
        >>> str(max_heap(parse(["-Xmx1g", "-XX:MaxHeapSize=1536m"])))
        '1.5 GiB'

    """

    argument: Argument
    """The argument that sets it."""
    size: int | None = None
    """The heap in bytes, or None."""
    percent: float | None = None
    """The heap as a percentage of the memory of the machine or the container, or None."""

    def __str__(self) -> str:
        if self.size is not None:
            return words(self.size)
        return f"{self.percent:.3g} % of the machine's memory"

    def is_below(self, other: Heap) -> bool | None:
        """Return whether this heap is smaller than another one; None if that depends on the machine."""
        if self.size is not None and other.size is not None:
            return self.size < other.size
        if self.percent is not None and other.percent is not None:
            return self.percent < other.percent
        return None


def max_heap(arguments: Sequence[Argument]) -> Heap | None:
    """Return the maximum heap that arguments set, or None if they set none.

    The last of `-Xmx` and `-XX:MaxHeapSize` decides. If its size is invalid, the result is None. Without them
    `-XX:MaxRAMPercentage` decides, and then `-XX:MaxRAMFraction`. Both refer to `-XX:MaxRAM` if it is given,
    else to the machine's memory. `-XX:MaxRAM` alone sets the heap to a quarter of its value. Of these three,
    invalid values are ignored.
    """
    sized = last(arguments, MAX_HEAP)
    if sized is not None:
        size = size_of(sized.value)
        return None if size is None else Heap(sized, size=size)
    memory = last(arguments, _MEMORY)
    total = size_of(memory.value) if memory is not None else None
    found = _share(arguments)
    if found is None:
        if memory is None or total is None:
            return None
        found = memory, _DEFAULT_PERCENT
    argument, percent = found
    if total is None:
        return Heap(argument, percent=percent)
    return Heap(argument, size=int(total * percent / 100))


def size_of(text: str) -> int | None:
    """Return the number of bytes of a size such as `512m` or `0x20000000`, or None if it is invalid."""
    found = _SIZE.fullmatch(text) if len(text) <= _LONGEST_SIZE else None
    if found is None:
        return None
    digits = found[1].lower()
    return int(digits, 16 if digits.startswith("0x") else 10) * _UNITS[found[2].lower()]


def words(size: int) -> str:
    """Return a number of bytes in the largest unit that shows it with at most two decimals.

    Example:
        >>> words(512 * MEBIBYTE), words(1536 * MEBIBYTE)
        ('512 MiB', '1.5 GiB')

    """
    for name, unit in _NAMES:
        if size >= unit and size * 100 % unit == 0:
            return f"{size / unit:.2f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{size} bytes"


def percent_of(text: str) -> float | None:
    """Return the value of a percentage such as `50` or `75.0`, or None if it is invalid."""
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?", text) or float(text) > 100:  # noqa: PLR2004 - per cent
        return None
    return float(text)


def _share(arguments: Sequence[Argument]) -> tuple[Argument, float] | None:
    given = last(arguments, PERCENT)
    if given is not None and (percent := percent_of(given.value)) is not None:
        return given, percent
    for option in _FRACTIONS:
        given = last(arguments, option)
        if given is not None and given.value.isascii() and given.value.isdigit() and int(given.value):
            return given, 100 / int(given.value)
    return None
