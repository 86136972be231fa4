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
"""Maps each option with a size directly after its name to the name of the -XX option that it sets."""

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

_REPEATABLE: Final = frozenset(
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
    r"|-XX:(?P<flag>\w+)(?:=(?P<flag_value>.*))?"
    r"|(?P<property>-D[^=]*)(?:=(?P<property_value>.*))?"
    r"|(?P<long>--[a-z][\w-]*)(?:[=\s](?P<long_value>.*))?"
    r"|(?P<other>-agentlib:\w+|-Xrun\w+|-Xbootclasspath(?:/[ap])?|-[A-Za-z]+)(?:[:=](?P<other_value>.*))?",
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

    Omit an option such as `--add-opens` at the end of an entry if the next entry, which holds its value, is
    not known yet.

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
    for gap in boundaries(entry):
        parts.append(entry[begin : gap.start()])
        begin = gap.end()
    return [text for part in (*parts, entry[begin:]) if (text := part.strip())]


def boundaries(text: str, begin: int = 0) -> Iterator[re.Match[str]]:
    """Yield the white space between the arguments in a text, from index `begin`. Skip quoted white space."""
    # A character that occurs an odd number of times is not a quote but, for instance, an apostrophe.
    quotes = [quote for quote in "\"'" if text.count(quote, begin) % 2 == 0]
    for gap in _OPTION_START.finditer(text, begin):
        if not any(text.count(quote, begin, gap.start()) % 2 for quote in quotes):
            yield gap
            begin = gap.end()


def last(arguments: Sequence[Argument], option: str) -> Argument | None:
    """Return the last argument that sets an option, which overrides earlier ones. None if none sets it."""
    return next((one for one in reversed(arguments) if one.option == option), None)


def overridden(arguments: Sequence[Argument]) -> Iterator[tuple[Argument, Argument]]:
    """Yield each overridden argument, paired with the last argument that sets the same option."""
    for index, argument in enumerate(arguments):
        if argument.option and argument.option not in _REPEATABLE:
            later = last(arguments[index + 1 :], argument.option)
            if later is not None:
                yield argument, later


def _argument_texts(entries: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """For each argument, yield the index of the entry in which it begins and its text.

    If the value of an option is in the next entry, the text includes that value.
    """
    incomplete: tuple[int, str] | None = None
    for index, entry in enumerate(entries):
        texts = split(entry) if entry is not None else []
        if incomplete is not None and entry is not None:
            option_index, option = incomplete
            has_value = texts and not texts[0].startswith("-")
            yield option_index, f"{option} {texts.pop(0)}" if has_value else option
        incomplete = None
        if texts and texts[-1] in VALUE_FOLLOWS:
            incomplete = index, texts.pop()
        for text in texts:
            yield index, text
    if incomplete is not None:
        yield incomplete


def _argument(entry: int, text: str) -> Argument:
    match = _ARGUMENT.fullmatch(text)
    if match is None:
        return Argument(entry, text, "", text)
    groups = match.groupdict()
    if option := groups["sized"]:
        return Argument(entry, text, _SIZED[option], groups["size"])
    if option := groups["switch"]:
        return Argument(entry, text, option, groups["sign"])
    kind = next(kind for kind in ("flag", "property", "long", "other") if groups[kind])
    return Argument(entry, text, groups[kind], (groups[f"{kind}_value"] or "").strip())
