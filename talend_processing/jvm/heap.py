"""The maximum heap that a list of JVM arguments sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.jvm.arguments import MAX_HEAP, Argument, last

MEBIBYTE: Final = 1024 * 1024
_UNITS: Final = {"": 1, "k": 1024, "m": MEBIBYTE, "g": 1024 * MEBIBYTE, "t": 1024 * 1024 * MEBIBYTE}
_UNIT_NAMES: Final = (("TiB", _UNITS["t"]), ("GiB", _UNITS["g"]), ("MiB", _UNITS["m"]), ("KiB", _UNITS["k"]))
_SIZE: Final = re.compile(r"(0x[0-9a-f]+|[0-9]+)([kmgt]?)", re.IGNORECASE)
_DEFAULT_MAX_RAM_PERCENTAGE: Final = 25.0
_MAX_SIZE_LENGTH: Final = 24
"""A text with more characters is not a valid size, because a JVM stores sizes in 64 bits."""

MAX_RAM_PERCENTAGE: Final = "MaxRAMPercentage"
_FRACTION_OPTIONS: Final = ("MaxRAMFraction", "DefaultMaxRAMFraction")
_MAX_RAM: Final = "MaxRAM"


@dataclass(frozen=True, slots=True)
class Heap:
    """A maximum heap: a number of bytes, or a percentage of the machine's memory.

    Example:
        >>> from talend_processing.jvm.arguments import parse
        >>> str(max_heap(parse(["-Xmx1g", "-XX:MaxHeapSize=1536m"])))
        '1.5 GiB'

    """

    argument: Argument
    """The argument that sets the heap."""
    size: int | None = None
    """The heap in bytes, or None if it is a percentage."""
    percent: float | None = None
    """The percentage of the memory of the machine or container, or None if `size` is set."""

    def __str__(self) -> str:
        if self.size is not None:
            return size_text(self.size)
        return f"{self.percent:.3g} % of the machine's memory"

    def is_below(self, other: Heap) -> bool | None:
        """Return whether this heap is smaller than `other`; None if that depends on the machine's memory."""
        if self.size is not None and other.size is not None:
            return self.size < other.size
        if self.percent is not None and other.percent is not None:
            return self.percent < other.percent
        return None


def max_heap(arguments: Sequence[Argument]) -> Heap | None:
    """Return the maximum heap that arguments set, or None if they set none.

    The first option in this list that is given decides:

    1. `-Xmx` or `-XX:MaxHeapSize`, whichever is last. If its size is invalid, the result is None.
    2. `-XX:MaxRAMPercentage`: a percentage of `-XX:MaxRAM`, or else of the machine's memory.
    3. `-XX:MaxRAMFraction`: a divisor of the same memory, such as 4 for a quarter.
    4. `-XX:MaxRAM`: the heap is a quarter of it.

    Invalid values of the options under 2, 3 and 4 are ignored.
    """
    max_heap_argument = last(arguments, MAX_HEAP)
    if max_heap_argument is not None:
        size = parse_size(max_heap_argument.value)
        return None if size is None else Heap(max_heap_argument, size=size)
    max_ram_argument = last(arguments, _MAX_RAM)
    max_ram = parse_size(max_ram_argument.value) if max_ram_argument is not None else None
    share = _memory_share(arguments)
    if share is None:
        if max_ram_argument is None or max_ram is None:
            return None
        share = max_ram_argument, _DEFAULT_MAX_RAM_PERCENTAGE
    argument, percent = share
    if max_ram is None:
        return Heap(argument, percent=percent)
    return Heap(argument, size=int(max_ram * percent / 100))


def parse_size(text: str) -> int | None:
    """Return the number of bytes of a size such as `512m` or `0x20000000`, or None if the size is invalid."""
    match = _SIZE.fullmatch(text) if len(text) <= _MAX_SIZE_LENGTH else None
    if match is None:
        return None
    digits = match[1].lower()
    return int(digits, 16 if digits.startswith("0x") else 10) * _UNITS[match[2].lower()]


def size_text(size: int) -> str:
    """Return a number of bytes as text, in the largest unit that needs at most two decimals.

    Example:
        >>> size_text(512 * MEBIBYTE), size_text(1536 * MEBIBYTE)
        ('512 MiB', '1.5 GiB')

    """
    for name, unit in _UNIT_NAMES:
        if size >= unit and size * 100 % unit == 0:
            return f"{size / unit:.2f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{size} bytes"


def parse_percent(text: str) -> float | None:
    """Return the number of a percentage such as `50` or `75.0`, or None if the percentage is invalid."""
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?", text) or float(text) > 100:  # noqa: PLR2004 - per cent
        return None
    return float(text)


def _memory_share(arguments: Sequence[Argument]) -> tuple[Argument, float] | None:
    """Return the argument that sets the heap as a share of the memory, and the share in percent."""
    argument = last(arguments, MAX_RAM_PERCENTAGE)
    if argument is not None and (percent := parse_percent(argument.value)) is not None:
        return argument, percent
    for option in _FRACTION_OPTIONS:
        argument = last(arguments, option)
        divisor = argument.value if argument is not None else ""
        if argument is not None and divisor.isascii() and divisor.isdigit() and int(divisor):
            return argument, 100 / int(divisor)
    return None
