"""Read and check Pulumi's JSON documents. Errors name the file, the location in it and the fault."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any, Final, TextIO, TypeAlias

from talend_processing.client.errors import TalendError

STDIN: Final = "-"
"""The file name that stands for stdin."""
Shape: TypeAlias = "type[Any] | list[Shape] | dict[str, Shape]"
"""The expected shape of a JSON value: its type, `[shape]` for a list, or `{"name": shape}` for an object."""
EACH: Final = "*"
"""The key in a shape that stands for every member of an object."""
_TYPE_NAMES: Final = {dict: "an object", list: "a list", str: "a string", int: "a whole number"}
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, each with its encoding. Windows PowerShell redirects output as UTF-16."""
_MAX_DEPTH: Final = 100
"""The maximum nesting, which limits the depth of the recursive functions that walk a document."""


class DocumentError(TalendError):
    """A preview, a saved plan or a state cannot be read or is invalid."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")


def read_text(source: str, stdin: TextIO) -> tuple[str, str]:
    """Return the text of a file, or of stdin for `-`, and the name of the source for messages.

    Raises:
        DocumentError: The source cannot be read, or is not text.

    """
    name = "stdin" if source == STDIN else source
    try:
        data = stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
    except OSError as error:
        raise DocumentError(f"{name} cannot be read: {error.strerror or error}") from None
    encoding = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), name
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        encoding_name = encoding.removesuffix("-sig").upper()
        raise DocumentError(f"{name}, line {line}: it is not {encoding_name} text") from None


def parse_object(text: str, name: str, advice: str) -> dict[str, Any]:
    """Parse a text that is a JSON object. Errors end with `advice` on how to create a valid document.

    Raises:
        DocumentError: The text is empty, truncated, not JSON, not a JSON object, or nested too deeply.

    """
    if not text.strip():
        raise DocumentError(f"{name}: it is empty; {advice}")
    try:
        document = load_json(text)
    except ValueError as error:
        raise DocumentError(f"{name}, {json_fault(error, text)}; {advice}") from None
    except RecursionError:
        raise DocumentError(f"{name}: it is nested too deeply; {advice}") from None
    if not isinstance(document, dict):
        raise DocumentError(f"{name}: it is not a JSON object; {advice}")
    return document


def load_json(text: str) -> Any:
    """Parse a text as JSON.

    Raises:
        ValueError: The text is not JSON.
        RecursionError: The document is nested `_MAX_DEPTH` levels deep or deeper.

    """
    document = json.loads(text)
    level = [document]
    for _ in range(_MAX_DEPTH):
        containers = [value for value in level if isinstance(value, dict | list)]
        if not containers:
            return document
        level = [
            member
            for container in containers
            for member in (container.values() if isinstance(container, dict) else container)
        ]
    raise RecursionError


def expect(value: Any, shape: Shape, location: str, advice: str) -> None:
    """Check the shape of a value. Members that are null or missing are valid. Unexpected members are ignored.

    Raises:
        DocumentError: The value or one of its members has another shape. The message begins with `location`,
            which names the file and the place in it, and ends with `advice` on how to create a valid
            document.

    """
    expected_type = shape if isinstance(shape, type) else type(shape)
    has_expected_type = isinstance(value, expected_type)  # inside `if`, mypy would narrow the type of `value`
    if not has_expected_type:
        raise DocumentError(f"{location}: it must be {_TYPE_NAMES[expected_type]}; {advice}")
    if isinstance(shape, list):
        for index, item in enumerate(value):
            expect(item, shape[0], f"{location}[{index}]", advice)
    elif isinstance(shape, dict):
        for name, member_shape in shape.items():
            for key in value if name == EACH else (name,):
                if value.get(key) is not None:
                    expect(value[key], member_shape, f"{location}.{key}", advice)


def json_fault(error: ValueError, text: str) -> str:
    """Describe where a text is not valid JSON, and whether it looks truncated."""
    if not isinstance(error, json.JSONDecodeError):
        return f"line 1: it is not JSON ({error})"
    remainder = text[error.pos :].strip()
    truncated = text.lstrip().startswith(("{", "[")) and (not remainder or "Unterminated" in error.msg)
    fault = "it is truncated" if truncated else "it is not JSON"
    return f"line {error.lineno}: {fault} ({error.msg} in column {error.colno})"
