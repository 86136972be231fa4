"""Output to terminals and logs: measure, cut and style text, and print with the package rich."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TextIO

from talend_processing.secret_text import mask

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def console_on(out: TextIO) -> Console:
    """Return a console that writes to `out`: as wide as the terminal, or 120 columns for a file or pipe."""
    from rich.console import Console  # noqa: PLC0415 - only the extra `cli` brings it

    width = None if out.isatty() else 120
    return Console(file=out, highlight=False, width=width)


def text_width(text: str) -> int:
    """Return the width of a text in terminal columns. An East Asian character can take two columns."""
    return sum(map(_char_width, text))


def cut(text: str, max_width: int) -> str:
    """Shorten a text to at most `max_width` columns. An ellipsis replaces the end that is cut off."""
    if text_width(text) <= max_width:
        return text
    free_width, beginning = max_width - 1, ""
    for char in text:
        free_width -= _char_width(char)
        if free_width < 0:
            break
        beginning += char
    return f"{beginning}…"


def _char_width(char: str) -> int:
    return 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1


def styled(text: str, style: str = "") -> Text:
    """Mask the secrets in a text, and return a `Text` of rich in which markup has no effect."""
    from rich.text import Text  # noqa: PLC0415 - only the extra `cli` brings it

    return Text(mask(text), style)
