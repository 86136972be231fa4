"""Reading the arguments of a JVM: one argument each, the last of several wins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

PROFILES: Final = (
    "RemoteEngineRunProfile",
    "EngineClusterRunProfile",
    "DataIntegrationRunProfile",
    "RunProfile",
)
"""The kinds of resource that hold JVM arguments."""
ARGUMENTS: Final = "jvmArguments"

MEGABYTE: Final = 1024 * 1024
_UNITS: Final = {"": 1, "k": 1024, "m": MEGABYTE, "g": 1024 * MEGABYTE, "t": 1024 * 1024 * MEGABYTE}
_SIZE: Final = re.compile(r"(\d+)([kmgt]?)", re.IGNORECASE)
_SHORT: Final = {
    "-Xmx": "MaxHeapSize",
    "-Xms": "InitialHeapSize",
    "-Xmn": "NewSize",
    "-Xss": "ThreadStackSize",
}
MAXIMUM: Final = "MaxHeapSize"
INITIAL: Final = "InitialHeapSize"
COLLECTORS: Final = tuple(
    f"Use{name}" for name in ("SerialGC", "ParallelGC", "ConcMarkSweepGC", "G1GC", "ZGC", "ShenandoahGC")
)
_AUTHENTICATE: Final = "-Dcom.sun.management.jmxremote.authenticate"
_DEBUGGERS: Final = re.compile(r"(?:^|\s)(?:-agentlib:jdwp|-agentpath:[^=]*jdwp|-Xrunjdwp|-Xdebug)")
"""Also behind another one in the same text: whoever starts the JVM may split it there."""
_LOOPBACK: Final = re.compile(r"address=(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?):")


@dataclass(frozen=True)
class Argument:
    """One argument: what it sets, and to what."""

    place: int
    text: str
    key: str
    """What it sets; the same for all ways to write it, empty for what may stand there many times."""
    value: str

    @property
    def size(self) -> int | None:
        """Its value in bytes."""
        return size_of(self.value)


def parsed(arguments: Sequence[str | None]) -> list[Argument]:
    """The arguments that are known, in their order."""
    return [_parsed(place, text.strip()) for place, text in enumerate(arguments) if text is not None]


def _parsed(place: int, text: str) -> Argument:
    if (short := text[:4]) in _SHORT:
        return Argument(place, text, _SHORT[short], text[4:])
    if found := re.fullmatch(r"-XX:([+-])(\w+)", text):
        return Argument(place, text, found[2], found[1])
    if found := re.fullmatch(r"-XX:(\w+)=(.*)", text):
        return Argument(place, text, found[1], found[2])
    if found := re.fullmatch(r"(-D[^=]+)(?:=(.*))?", text):
        return Argument(place, text, found[1], found[2] or "")
    if found := re.match(r"(-agentlib:\w+|-Xrunjdwp|-Xdebug|-client|-server)(.*)", text):
        return Argument(place, text, found[1], found[2].lstrip("=:"))
    return Argument(place, text, "", text)


def size_of(text: str) -> int | None:
    """The bytes that a size such as 512m means; None if it is none."""
    found = _SIZE.fullmatch(text)
    return int(found[1]) * _UNITS[found[2].lower()] if found else None


def last(arguments: Sequence[Argument], key: str) -> Argument | None:
    """The argument that decides: the JVM takes the last."""
    return next((one for one in reversed(arguments) if one.key == key), None)


def debuggers(arguments: Sequence[Argument]) -> Iterator[Argument]:
    """Those that let a debugger in."""
    return (one for one in arguments if _DEBUGGERS.search(one.text))


def is_loopback(argument: Argument) -> bool:
    """Whether a debugger can reach it from the same machine only."""
    return bool(_LOOPBACK.search(argument.text))


def open_management(arguments: Sequence[Argument]) -> Iterator[Argument]:
    """Those that take authentication from JMX, if they decide."""
    found = last(arguments, _AUTHENTICATE)
    if found is not None and found.value.lower() == "false":
        yield found
