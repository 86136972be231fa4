"""The reference page of the functions that are neither resources nor look-ups, from their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator

from talend_processing.components import pairing_instructions, preflight

FUNCTIONS: tuple[Callable[..., object], ...] = (preflight, pairing_instructions)


def page() -> str:
    """Return the page as Markdown."""
    lines = [
        "# Functions",
        "",
        "Functions [to set up an environment](../how-to/bootstrap.md).",
        "",
    ]
    for function in FUNCTIONS:
        lines += [f"## `{function.__name__}`", "", *_described(function), ""]
    return "\n".join(lines)


def _described(function: Callable[..., object]) -> Iterator[str]:
    text = inspect.getdoc(function) or ""
    yield text.partition("\nArgs:")[0].rstrip()
    yield from ("", "| Argument | | Meaning |", "|---|---|---|")
    given = inspect.signature(function).parameters
    for name, meaning in re.findall(
        r"^    (\w+): (.*(?:\n        .*)*)", _section(text, "Args"), re.MULTILINE
    ):
        default = given[name].default
        when = "required" if default is inspect.Parameter.empty else f"defaults to `{default!r}`"
        yield f"| `{name}` | {when} | {' '.join(meaning.split())} |"
    yield ""
    raised, _, why = " ".join(_section(text, "Raises").split()).partition(": ")
    yield f"Raises `{raised}`. {why}"


def _section(text: str, heading: str) -> str:
    found = re.search(rf"^{heading}:\n((?:    .*\n?|\n(?=    ))*)", text, re.MULTILINE)
    return found[1] if found else ""
