"""The site builds without a warning, is complete, and loads nothing from other servers."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tools.docs_site import site_pages
from tools.docs_site.site_diagrams import PICTURES, diagrams

pytestmark = pytest.mark.slow


ROOT = Path(__file__).parents[2]


class Found(HTMLParser):
    """The links, loaded files and ids of one page of the site."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif given.get("rel") not in {"canonical", "next", "prev"}:
            self.loaded += [given[name] for name in ("src", "href") if name in given]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Found]:
    return {page: Found(page.read_text()) for page in site.rglob("index.html")}


def test_every_page_is_in_the_site(site: Path) -> None:
    written = [page.relative_to(ROOT / "docs") for page in (ROOT / "docs").rglob("*.md")]
    folders = [site / page.with_suffix("") for page in written if page.name != "index.md"]
    assert len(folders) > 20
    assert [str(folder) for folder in folders if not (folder / "index.html").exists()] == []


def test_every_link_and_anchor_leads_somewhere(site: Path, pages: dict[Path, Found]) -> None:
    broken = []
    for page, found in pages.items():
        for link in [*found.links, *found.loaded]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            target = target / "index.html" if target.is_dir() else target
            there = target.exists() and (target.suffix != ".html" or target in pages)
            if not there or (parts.fragment and unquote(parts.fragment) not in pages[target].ids):
                broken.append(f"{page.relative_to(site)}: {link}")
    assert broken == []


def test_each_diagram_is_shown_as_a_picture(pages: dict[Path, Found], site: Path) -> None:
    shown = {Path(link).name for found in pages.values() for link in found.loaded if "diagrams/" in link}
    assert shown == {picture.name for picture in diagrams()}
    review = (site / "review-comment" / "index.html").read_text()
    assert review.count('<img alt="Diagram, as text below"') == 2


def test_nothing_is_loaded_from_another_server(site: Path, pages: dict[Path, Found]) -> None:
    loaded = {link for found in pages.values() for link in found.loaded}
    assert loaded
    assert [link for link in loaded if urlsplit(link).netloc] == []
    assert [page for page in pages if 'class="mermaid"' in page.read_text()] == [], (
        "the theme would fetch Mermaid"
    )


def test_each_diagram_has_its_picture_and_each_picture_its_diagram() -> None:
    assert set(PICTURES.glob("*.svg")) == set(diagrams()), "run `make diagrams`"


def test_a_link_out_of_the_docs_leads_to_a_page_of_the_site() -> None:
    text = "[a](../../README.md) [b](../../Makefile) [c](drift.md#x)\n```\n[d](../../README.md)\n```\n"
    assert site_pages.linked(text, "how-to/run.md") == (
        "[a](../index.md) [b](../files/Makefile.md) [c](drift.md#x)\n```\n[d](../../README.md)\n```\n"
    )


def test_a_pattern_matches_pages_that_no_entry_names() -> None:
    nav = [{"How": ["how/b.md", "how/*.md"]}, "*.md"]
    pages = ["how/a.md", "how/b.md", "top.md"]
    assert site_pages.laid_out(nav, pages) == [{"How": ["how/b.md", "how/a.md"]}, "top.md"]
