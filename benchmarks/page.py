"""Pages with tables. Each table is between two markers and can be replaced separately."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class PageError(Exception):
    """The page has no markers for a table."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table. All columns except the first are right-aligned."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    wrong = [row for row in rows if len(row) != len(head)]
    if wrong:
        raise ValueError(f"a row has {len(wrong[0])} cells and the head {len(head)}: {wrong[0]}")
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def replaced(page: str, name: str, text: str) -> str:
    """Return the page with new text between a table's markers.

    Raises:
        PageError: The markers are missing.

    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise PageError(
            f"the page has no markers for the table {name}: it needs `{begin}` and `{end}`, in this order"
        )
    return f"{before}{begin}\n{text.strip()}\n{end}{after}"


def write(path: Path, name: str, text: str) -> None:
    """Replace a table of a file."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), name, text), encoding="utf-8")


def seconds(value: float) -> str:
    """Format seconds with about three digits."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def ratio(value: float, floor: float) -> str:
    """Format a multiple of the lower bound."""
    return f"{value / floor:.2f}"
