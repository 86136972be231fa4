"""Pictures in place of the pages' Mermaid diagrams: a hook of mkdocs.

GitHub draws Mermaid itself. The site's theme would load 3 MB of Mermaid from another server for each reader,
and show only text if that fails. Therefore `make diagrams` draws each diagram once and stores the picture in
docs/diagrams under the hash of its text.
"""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "diagrams"
_BLOCK = re.compile(r"^```mermaid\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LOG = get_plugin_logger("diagrams")


def picture_of(text: str) -> Path:
    """Return the path of a diagram's picture."""
    return PICTURES / f"{hashlib.sha256(text.encode()).hexdigest()[:12]}.svg"


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - mkdocs gives all by name
    """Replace each diagram by its picture, with the text in a collapsed section."""

    def shown(block: re.Match[str]) -> str:
        picture = picture_of(block["text"])
        if not picture.exists():
            _LOG.warning("%s has a diagram without a picture: run `make diagrams`", page.file.src_uri)
            return block[0]
        # Use HTML, because a diagram may be inside HTML, where Markdown is not parsed.
        there = posixpath.relpath(f"diagrams/{picture.name}", page.url or ".")
        return (
            f'<figure class="diagram"><img alt="Diagram, as text below" src="{there}"></figure>\n\n'
            "<details><summary>The diagram as text</summary>"
            f"<pre>{html.escape(block['text'])}</pre></details>\n"
        )

    return _BLOCK.sub(shown, markdown)


def diagrams() -> dict[Path, str]:
    """Return the diagrams of all pages by the paths of their pictures."""
    pages = [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]
    texts = [
        block["text"] for page in sorted(pages) for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))
    ]
    return {picture_of(text): text for text in texts}
