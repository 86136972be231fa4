"""Readers of Pulumi's JSON. Errors name the file, the place in it, and what is wrong there."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any, Final, TextIO, TypeAlias

from talend_processing.client.errors import TalendError

STDIN: Final = "-"
Shape: TypeAlias = "type[Any] | list[Shape] | dict[str, Shape]"
"""The expected shape of a value: a JSON type, a list of one shape, or an object with one for each member."""
EACH: Final = "*"
"""The key in a shape that stands for every member of an object."""
_NOUNS: Final = {dict: "an object", list: "a list", str: "a string", int: "a whole number"}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, with the encodings. Windows PowerShell redirects output as UTF-16."""
_DEEPEST: Final = 100
"""The maximum nesting. Pulumi's documents have few levels, and the functions that walk them are recursive."""


class DocumentError(TalendError):
    """A preview, plan or state cannot be read or is invalid."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")


def read_text(source: str, stdin: TextIO) -> tuple[str, str]:
    """Return the text of a file, or of stdin for `-`, and its name for messages.

    Raises:
        DocumentError: The source cannot be read, or is not text.

    """
    name = "stdin" if source == STDIN else source
    try:
        data = stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
    except OSError as error:
        raise DocumentError(f"{name} cannot be read: {error.strerror or error}") from None
    encoding = next((known for mark, known in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), name
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        expected = encoding.removesuffix("-sig").upper()
        raise DocumentError(f"{name}, line {line}: it is not {expected} text") from None


def parsed(text: str, name: str, how: str) -> dict[str, Any]:
    """Return the JSON object in a text. Errors end with `how`, the advice on creating a valid document.

    Raises:
        DocumentError: The text is empty, truncated, not JSON, not a JSON object, or nested too deeply.

    """
    if not text.strip():
        raise DocumentError(f"{name}: it is empty; {how}")
    try:
        document = loaded(text)
    except ValueError as error:
        raise DocumentError(f"{name}, {json_fault(error, text)}; {how}") from None
    except RecursionError:
        raise DocumentError(f"{name}: it is nested too deeply; {how}") from None
    if not isinstance(document, dict):
        raise DocumentError(f"{name}: it is not a JSON object; {how}")
    return document


def loaded(text: str) -> Any:
    """Parse a text as JSON.

    Raises:
        ValueError: It is not JSON.
        RecursionError: It is nested deeper than `_DEEPEST` levels.

    """
    value = json.loads(text)
    level = [value]
    for _ in range(_DEEPEST):
        holders = [one for one in level if isinstance(one, dict | list)]
        if not holders:
            return value
        level = [part for one in holders for part in (one.values() if isinstance(one, dict) else one)]
    raise RecursionError


def expect(value: Any, shape: Shape, where: str, how: str) -> None:
    """Check that a value has a shape. Null and missing members are valid, and other members are ignored.

    Args:
        value: The value.
        shape: Its expected shape.
        where: Its location, for messages.
        how: How to create a valid document, for messages.

    Raises:
        DocumentError: The value or one of its members has another shape.

    """
    kind = shape if isinstance(shape, type) else type(shape)
    fits = isinstance(value, kind)
    if not fits:
        raise DocumentError(f"{where}: it must be {_NOUNS[kind]}; {how}")
    if isinstance(shape, list):
        for number, one in enumerate(value):
            expect(one, shape[0], f"{where}[{number}]", how)
    elif isinstance(shape, dict):
        for name, member in shape.items():
            for key in value if name == EACH else (name,):
                if value.get(key) is not None:
                    expect(value[key], member, f"{where}.{key}", how)


def json_fault(error: ValueError, text: str) -> str:
    """Describe where a text stops being JSON, and whether it looks truncated."""
    if not isinstance(error, json.JSONDecodeError):
        return f"line 1: it is not JSON ({error})"
    rest = text[error.pos :].strip()
    cut = text.lstrip().startswith(("{", "[")) and (not rest or "Unterminated" in error.msg)
    what = "it is truncated" if cut else "it is not JSON"
    return f"line {error.lineno}: {what} ({error.msg} in column {error.colno})"
