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


def text(raw: str) -> str:
    """Escape the markup in a text, on one line, for use within a line or in a table cell.

    Markup that counts only at the start of a line, such as `- `, is not escaped.
    """
    return _escaped(mask(on_one_line(raw)))


def code(raw: str) -> str:
    """Format a text as code, on one line, for use within a line or in a table cell."""
    return _fenced(mask(on_one_line(raw)))


def prose(raw: str) -> str:
    """Escape a sentence as `text` does, but keep code between backticks."""
    parts = _CODE_SPAN.split(mask(on_one_line(raw)))  # every second part was between backticks
    return "".join(_fenced(part) if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(line: str) -> str:
    separated = _REFERENCES.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", line).replace("&", "&amp;")
    escaped = _MARKUP.sub(r"\\\g<0>", separated).replace(_ZERO_WIDTH_SPACE, "&#8203;")
    return escaped.replace("$", "<span>$</span>")  # text between two dollar signs would be a formula


def _fenced(line: str) -> str:
    if "\\|" in line:  # \| between backticks would end the table cell
        return f"<code>{re.sub(r'[^a-zA-Z0-9 ]', _entity, line)}</code>"
    runs = [len(run) for run in re.findall("`+", line)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if runs else ""
    return pad.join((fence, line.replace("|", "\\|"), fence)) if line else ""


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
