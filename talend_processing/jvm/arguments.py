"""Parse the list of JVM arguments in a run profile.

Talend's console accepts free text, so an entry of the list may contain several arguments (`-Xms1g -Xmx2g`),
an argument with a blank in its value (`-Dname=John Smith`), or only a part of an argument (`--add-opens`,
with its value in the next entry).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MAX_HEAP: Final = "MaxHeapSize"
INITIAL_HEAP: Final = "InitialHeapSize"

_SIZED: Final = {
    "-Xmx": MAX_HEAP,
    "-mx": MAX_HEAP,
    "-Xms": INITIAL_HEAP,
    "-ms": INITIAL_HEAP,
    "-Xmn": "NewSize",
    "-Xss": "ThreadStackSize",
    "-ss": "ThreadStackSize",
}
"""Options with a size directly after their name, and the names of the -XX options that they set."""

VALUE_FOLLOWS: Final = frozenset(
    {
        "--add-opens",
        "--add-exports",
        "--add-reads",
        "--add-modules",
        "--patch-module",
        "--limit-modules",
        "--enable-native-access",
        "--upgrade-module-path",
        "--module-path",
        "--class-path",
    }
)
"""Options of the `java` command whose value follows after `=` or as the next argument."""

_ACCUMULATES: Final = frozenset(
    {
        *("--add-opens", "--add-exports", "--add-reads", "--add-modules", "--patch-module"),
        *("--enable-native-access", "-javaagent", "-agentpath", "-Xbootclasspath/a", "-Xlog", "-verbose"),
        *("-ea", "-da", "-enableassertions", "-disableassertions"),
        *("OnError", "OnOutOfMemoryError", "CompileCommand", "CompileOnly", "StartFlightRecording"),
    }
)
"""Options that may be repeated: a later value is added to the earlier ones and does not override them."""

_OPTION_START: Final = re.compile(
    r"\s+(?=-(?:[DX]|-[a-z]|agent(?:lib|path):|javaagent:|[ms][xs][0-9]"
    r"|(?:verbose|server|client|ea|da|esa|dsa|enableassertions|disableassertions|noverify|d32|d64)\b))"
)
"""White space before a JVM option. Other words that begin with a dash belong to a value, as in
`-XX:OnError=kill -9 %p`."""
_ARGUMENT: Final = re.compile(
    r"(?P<sized>-Xm[xsn]|-Xss|-m[xs](?=[0-9])|-ss(?=[0-9]))(?P<size>.*)"
    r"|-XX:(?P<sign>[+-])(?P<switch>\w+)"
    r"|-XX:(?P<flag>\w+)(?:=(?P<set>.*))?"
    r"|(?P<property>-D[^=]*)(?:=(?P<text>.*))?"
    r"|(?P<long>--[a-z][\w-]*)(?:[=\s](?P<follows>.*))?"
    r"|(?P<agent>-agentlib:\w+|-Xrun\w+|-Xbootclasspath(?:/[ap])?|-[A-Za-z]+)(?:[:=](?P<options>.*))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a JVM.

    Example:
        >>> parse(["-Xms1g -XX:MaxHeapSize=2g"])[1]
        Argument(entry=0, text='-XX:MaxHeapSize=2g', option='MaxHeapSize', value='2g')

    """

    entry: int
    """The index of the entry in which the argument begins."""
    text: str
    """The argument as written. A value from the next entry follows after a blank."""
    option: str
    """The name of the option, such as `-Duser.timezone`. For `-Xmx` and `-XX:MaxHeapSize`, which set the same
    value, it is `MaxHeapSize`. Empty if the parser does not recognise the text as an option."""
    value: str
    """The value of the option: `+` or `-` for a switch, empty without a value. The whole text if `option` is
    empty."""

    @property
    def is_option(self) -> bool:
        """Whether a JVM reads the argument as an option, and not as the name of the main class."""
        return self.text.startswith(("-", "@"))  # `@file` is a file of options


def parse(entries: Sequence[str | None]) -> tuple[Argument, ...]:
    """Return the arguments in all entries, in their order.

    Omit an option whose value would be in an unknown entry, because it cannot be checked.

    Args:
        entries: The JVM arguments of a run profile. An entry whose value is not known yet is None.

    """
    return tuple(_argument(entry, text) for entry, text in _argument_texts(entries))


def split(entry: str) -> list[str]:
    """Return the arguments in one entry.

    Example:
        >>> split("-Xms1g -XX:OnError=kill -9 %p -Dgreeting='a -Db'")
        ['-Xms1g', '-XX:OnError=kill -9 %p', "-Dgreeting='a -Db'"]

    """
    parts: list[str] = []
    begin = 0
    for found in boundaries(entry):
        parts.append(entry[begin : found.start()])
        begin = found.end()
    return [text for part in (*parts, entry[begin:]) if (text := part.strip())]


def boundaries(text: str, begin: int = 0) -> Iterator[re.Match[str]]:
    """Yield the white space between the arguments in a text, from index `begin`. Skip quoted white space."""
    # A character that occurs an odd number of times is not a quote but, for instance, an apostrophe.
    quotes = [mark for mark in "\"'" if text.count(mark, begin) % 2 == 0]
    for found in _OPTION_START.finditer(text, begin):
        if not any(text.count(mark, begin, found.start()) % 2 for mark in quotes):
            yield found
            begin = found.end()


def last(arguments: Sequence[Argument], option: str) -> Argument | None:
    """Return the last argument with an option, which overrides earlier ones, or None if there is none."""
    return next((one for one in reversed(arguments) if one.option == option), None)


def overridden(arguments: Sequence[Argument]) -> Iterator[tuple[Argument, Argument]]:
    """Yield each overridden argument, followed by the last argument with the same option."""
    for index, one in enumerate(arguments):
        if one.option and one.option not in _ACCUMULATES:
            later = last(arguments[index + 1 :], one.option)
            if later is not None:
                yield one, later


def _argument_texts(entries: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Yield the entry's index and the text of each argument, including a value from the next entry."""
    incomplete: tuple[int, str] | None = None
    for entry, given in enumerate(entries):
        texts = split(given) if given is not None else []
        if incomplete is not None and given is not None:
            begin, option = incomplete
            has_value = texts and not texts[0].startswith("-")
            yield begin, f"{option} {texts.pop(0)}" if has_value else option
        incomplete = None
        if texts and texts[-1] in VALUE_FOLLOWS:
            incomplete = entry, texts.pop()
        for text in texts:
            yield entry, text
    if incomplete is not None:
        yield incomplete


def _argument(entry: int, text: str) -> Argument:
    found = _ARGUMENT.fullmatch(text)
    if found is None:
        return Argument(entry, text, "", text)
    named = found.groupdict()
    if head := named["sized"]:
        return Argument(entry, text, _SIZED[head], named["size"])
    if head := named["switch"]:
        return Argument(entry, text, head, named["sign"])
    groups = (("flag", "set"), ("property", "text"), ("long", "follows"), ("agent", "options"))
    option, value = next((named[name], named[value]) for name, value in groups if named[name])
    return Argument(entry, text, option, (value or "").strip())
