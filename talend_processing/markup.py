"""Names and messages in Markdown: who gives a name is not to write, link or mention in somebody's comment."""

from __future__ import annotations

import re
from typing import Final

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
    """A text that stands for itself, on one line; also in a table."""
    return _apart(on_one_line(given))


def code(given: str) -> str:
    """A text as code, on one line; also in a table."""
    return _fenced(on_one_line(given))


def prose(given: str) -> str:
    """A sentence of ours with names in it: what stands between backticks is code."""
    parts = _CODE.split(on_one_line(given))
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
