"""Text for terminals and logs: columns, styles, and the console that prints reviews, drift and trees."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TextIO

from talend_processing.secret_text import mask

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def console_on(out: TextIO) -> Console:
    """Return a console for a stream: as wide as the terminal, or 120 columns if it is not a terminal."""
    from rich.console import Console  # noqa: PLC0415 - only the extra `cli` brings it

    width = None if out.isatty() else 120
    return Console(file=out, highlight=False, width=width)


def columns(text: str) -> int:
    """Return the number of columns that a text takes at a terminal. Some characters take two or none."""
    return sum(map(_columns_of, text))


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` columns. An ellipsis replaces the part that is cut off."""
    if columns(text) <= most:
        return text
    free, kept = most - 1, ""
    for char in text:
        free -= _columns_of(char)
        if free < 0:
            break
        kept += char
    return f"{kept}…"


def _columns_of(char: str) -> int:
    return 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1


def styled(text: str, style: str = "") -> Text:
    """Return a text for a console, with secrets masked. The console does not interpret markup in it."""
    from rich.text import Text  # noqa: PLC0415 - only the extra `cli` brings it

    return Text(mask(text), style)
