"""Escape names and messages so that they cannot inject Markdown, and mask the secrets in them."""

from __future__ import annotations

import re
from typing import Final

from talend_processing.secret_text import mask
from talend_processing.stack.step import on_one_line

_MARKUP: Final = re.compile(r"[\\`*\[\]<>~|]|(?<![^\W_])_|_(?![^\W_])")
"""Characters that are markup in Markdown and HTML. An underscore within a word is not markup."""
_REFERENCES: Final = re.compile(
    r'[@#!%^&~](?=[\w"])|:(?=//|[\w+-]+:)|(?<=www)(?=\.)|(?<=GH)(?=-\d)', re.IGNORECASE
)
"""Start of a mention, reference, emoji or link, which GitHub and GitLab recognise even in escaped text."""
_ZERO_WIDTH_SPACE: Final = "\u200b"
"""GitHub and GitLab do not recognise a mention or link that contains this character."""
_CODE_SPAN: Final = re.compile(r"`([^`]+)`")


def text(given: str) -> str:
    """Escape the markup in a text, on one line, for use within a line or in a table cell.

    Markup that counts only at the start of a line, such as `- `, is not escaped.
    """
    return _escaped(mask(on_one_line(given)))


def code(given: str) -> str:
    """Format a text as code, on one line, for use within a line or in a table cell."""
    return _fenced(mask(on_one_line(given)))


def prose(given: str) -> str:
    """Escape a sentence as `text` does, but keep code between backticks."""
    parts = _CODE_SPAN.split(mask(on_one_line(given)))
    return "".join(_fenced(part) if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(flat: str) -> str:
    separated = _REFERENCES.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", flat).replace("&", "&amp;")
    escaped = _MARKUP.sub(r"\\\g<0>", separated).replace(_ZERO_WIDTH_SPACE, "&#8203;")
    return escaped.replace("$", "<span>$</span>")  # text between two dollar signs would be a formula


def _fenced(flat: str) -> str:
    if "\\|" in flat:  # \| between backticks would end the table cell
        return f"<code>{re.sub(r'[^a-zA-Z0-9 ]', _entity, flat)}</code>"
    runs = [len(run) for run in re.findall("`+", flat)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if runs else ""
    return pad.join((fence, flat.replace("|", "\\|"), fence)) if flat else ""


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
