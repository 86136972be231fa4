"""The console for reviews, drift and trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from talend_processing.secret_text import mask

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def console_on(out: TextIO) -> Console:
    """A console that writes whole words, wide enough to be read in logs."""
    from rich.console import Console  # noqa: PLC0415 - only the extra `cli` brings it

    width = None if out.isatty() else 120
    return Console(file=out, highlight=False, width=width, soft_wrap=False)


def styled(text: str, style: str = "") -> Text:
    """Return a text for a console, without secrets and with no markup but its style."""
    from rich.text import Text  # noqa: PLC0415 - only the extra `cli` brings it

    return Text(mask(text), style)
