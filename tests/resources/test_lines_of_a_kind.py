"""Another kind of run profile needs few lines, as the smallest existing kind shows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "talend_processing"
KIND = re.compile(r"data[_-]?integration", re.IGNORECASE)
"""The kind in names and paths. A sentence that mentions data integration is no line of the kind."""
FOLDERS = ("resources", "provider", "client")


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines that a file has for the kind: all of its own file, else those that name it."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    if KIND.search(path.stem):
        yield from (f"{path.name}:{number}" for number, _ in enumerate(lines, 1))
        return
    counted: set[int] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and KIND.search(node.name):
            counted |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    counted |= {number for number, line in enumerate(lines, 1) if KIND.search(line)}
    yield from (f"{path.name}:{number}" for number in sorted(counted))


def test_the_smallest_kind_has_at_most_forty_lines() -> None:
    found = [line for folder in FOLDERS for path in (PACKAGE / folder).rglob("*.py") for line in _lines(path)]
    assert any(line.startswith("data_integration_run_profile.py") for line in found)
    assert any(line.startswith("client.py") for line in found)
    assert len(found) <= 40, "\n".join(found)
