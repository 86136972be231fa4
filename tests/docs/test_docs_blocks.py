"""Tests run or parse every block of every page, and every link has a target.

Programs and commands run on the real engine (`tests/engine/test_engine_docs.py`).
"""

from __future__ import annotations

import doctest
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"]
    if page.name not in {"CHANGELOG.md", "performance.md"}
)
_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<why>[^>]+) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
_COMMANDS = re.compile(
    r"^(pulumi|talend-processing|make|pytest|pip|python|\.venv/bin/talend-processing)\b|^#"
)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    page: Path
    number: int
    kind: str
    text: str
    why: str | None

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}-{self.number}"


def blocks() -> Iterator[Block]:
    for page in PAGES:
        for number, found in enumerate(_BLOCK.finditer(page.read_text()), 1):
            yield Block(page, number, found["kind"], found["text"], found["why"])


ALL = list(blocks())
EACH = pytest.mark.parametrize("block", ALL, ids=str)


@EACH
def test_a_block_is_of_a_kind_that_is_checked(block: Block) -> None:
    assert block.kind in {"python", "bash", "yaml", "json", "mermaid", "text", "toml"}
    if block.kind == "yaml":
        assert yaml.safe_load(block.text)
    if block.kind == "json":
        assert json.loads(block.text)


@EACH
def test_a_shell_block_that_is_not_run_says_why(block: Block) -> None:
    if block.kind == "bash" and block.why is None:
        for line in block.text.strip().splitlines():
            assert _COMMANDS.match(line) or line.startswith("    "), f"nothing runs {line!r}: say why"


def test_pages_are_found() -> None:
    assert len(PAGES) > 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    missing = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    assert missing == []


SESSIONS = {
    page: "\n".join(
        block.text for block in ALL if block.page == page and block.text.lstrip().startswith(">>>")
    )
    for page in PAGES
}
WITH_SESSIONS = [page for page, text in SESSIONS.items() if text]


@pytest.mark.assumes(execution_list_delay=0)
@pytest.mark.parametrize("page", WITH_SESSIONS, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_sessions_of_a_page_print_what_they_show(page: Path) -> None:
    """Run them as one session, in the order of the page."""
    test = doctest.DocTestParser().get_doctest(SESSIONS[page], {}, str(page), None, None)
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0
