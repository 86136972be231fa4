"""Escape names and messages so that they cannot inject Markdown, and mask the secrets in them."""

from __future__ import annotations

import re
from typing import Final

from talend_processing.secret_text import mask
from talend_processing.stack.step import on_one_line

_MARKS: Final = re.compile(r"[\\`*\[\]<>~|]|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown and HTML read as markup; an underscore within a word is none."""
_REFERENCES: Final = re.compile(
    r'[@#!%^&~](?=[\w"])|:(?=//|[\w+-]+:)|(?<=www)(?=\.)|(?<=GH)(?=-\d)', re.IGNORECASE
)
"""Where GitHub and GitLab see a mention, a reference, an emoji or a link, whatever is escaped in a text."""
_NOTHING: Final = "\u200b"
"""A space without width, which they do not see any across."""
_CODE: Final = re.compile(r"`([^`]+)`")


def text(given: str) -> str:
    """Return a text with its markup escaped, on one line; it fits into a table."""
    return _apart(mask(on_one_line(given)))


def code(given: str) -> str:
    """Return a text as a span of code, on one line; it fits into a table."""
    return _fenced(mask(on_one_line(given)))


def prose(given: str) -> str:
    """Return a sentence with its markup escaped, but for spans of code between backticks."""
    parts = _CODE.split(mask(on_one_line(given)))
    return "".join(_fenced(part) if number % 2 else _apart(part) for number, part in enumerate(parts))


def _apart(flat: str) -> str:
    apart = _REFERENCES.sub(rf"\g<0>{_NOTHING}", flat).replace("&", "&amp;")
    marked = _MARKS.sub(r"\\\g<0>", apart).replace(_NOTHING, "&#8203;")
    return marked.replace("$", "<span>$</span>")  # what stands between two would be a formula


def _fenced(flat: str) -> str:
    if "\\|" in flat:  # within backticks nothing keeps this from ending a table's cell
        return f"<code>{re.sub(r'[^a-zA-Z0-9 ]', _entity, flat)}</code>"
    runs = [len(run) for run in re.findall("`+", flat)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if runs else ""
    return pad.join((fence, flat.replace("|", "\\|"), fence)) if flat else ""


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
