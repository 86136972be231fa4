"""The repository's pages as a site: a hook of mkdocs.

The pages are written for a reader of the repository, where a link may lead to README.md, to a folder or to a
program. The site contains these too: README.md, CONTRIBUTING.md and CHANGELOG.md, and a page for each other
file or folder that a page links to. The texts come from the pages themselves, so nothing is duplicated.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
DOCS = "docs"
FILES = "files"
"""Folder of the site for files of the repository that pages link to."""

ROOT_PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)`*~*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?P<before>\]\()(?!\w+:|#)(?P<path>[^)#\s]+)(?P<after>#[^)\s]*)?\)")
_NOT_RUN = re.compile(r"^<!-- not run: [^>]+ -->\n", re.MULTILINE)
_LANGUAGES = {
    ".py": "python",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".sh": "bash",
    ".json": "json",
    ".toml": "toml",
}


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the repository's own pages and the files that pages link to, and build the navigation."""
    for origin, page in ROOT_PAGES.items():
        text = (ROOT / origin).read_text(encoding="utf-8")
        # Hide the navigation on the first page, so that its programs have more space.
        head = "---\nhide: [navigation]\n---\n\n" if page == "index.md" else ""
        files.append(File.generated(config, page, content=head + text))
    waiting = [origin_of(file.src_uri) for file in files.documentation_pages()]
    while waiting:
        origin = waiting.pop()
        for target in targets(origin):
            page = page_of(target)
            if (
                (ROOT / target).exists()
                and page.startswith(f"{FILES}/")
                and not files.get_file_from_path(page)
            ):
                text, hidden = shown(target), InclusionLevel.NOT_IN_NAV
                files.append(File.generated(config, page, content=text, inclusion=hidden))
                waiting.append(target)
    listed = [file.src_uri for file in files.documentation_pages() if not file.src_uri.startswith(FILES)]
    config.nav = laid_out(config.nav or [], sorted(listed))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - mkdocs gives all by name
    """Rewrite links to point to pages of the site."""
    return linked(_NOT_RUN.sub("", markdown), page.file.src_uri)


def laid_out(nav: list[Any], pages: list[str]) -> list[Any]:
    """Return the navigation, with each pattern replaced by the pages that no entry names."""
    named = {entry for entry in _entries(nav) if "*" not in entry}

    def lay(entry: Any) -> list[Any]:
        if isinstance(entry, dict):
            return [{title: _laid_value(value, lay) for title, value in entry.items()}]
        if "*" not in entry:
            return [entry]
        depth = None if "**" in entry else entry.count("/")
        fitting = [page for page in pages if fnmatch(page, entry.replace("**/", ""))]
        fitting = [page for page in fitting if page not in named and depth in {None, page.count("/")}]
        named.update(fitting)
        return list(fitting)

    return [laid for entry in nav for laid in lay(entry)]


def _laid_value(value: Any, lay: Any) -> Any:
    return [laid for entry in value for laid in lay(entry)] if isinstance(value, list) else value


def _entries(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, (list, dict)):
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from _entries(entry)


def origin_of(page: str) -> str:
    """Return the repository path of a page of the site."""
    for origin, name in ROOT_PAGES.items():
        if page == name:
            return origin
    if page.startswith(f"{FILES}/"):
        return page.removeprefix(f"{FILES}/").removesuffix(".md")
    return f"{DOCS}/{page}"


def page_of(origin: str) -> str:
    """Return the page or file of the site for a path of the repository."""
    if origin in ROOT_PAGES:
        return ROOT_PAGES[origin]
    if origin.startswith(f"{DOCS}/") and not origin.endswith(".py"):
        return origin.removeprefix(f"{DOCS}/")
    return f"{FILES}/{origin}.md"


def targets(origin: str) -> Iterator[str]:
    """Yield the targets of a page's links as paths in the repository."""
    path = ROOT / origin
    if path.is_dir():
        yield from contents(origin)
    elif path.suffix == ".md":
        for link in _LINK.finditer(_FENCE.sub("", path.read_text(encoding="utf-8"))):
            yield _resolved(origin, link["path"])


def linked(markdown: str, page: str) -> str:
    """Return the page's text, with links to files of the repository rewritten to pages of the site."""
    origin = origin_of(page)

    def rewritten(link: re.Match[str]) -> str:
        target = _resolved(origin, link["path"])
        if not (ROOT / target).exists():
            return link[0]  # mkdocs reports it
        there = posixpath.relpath(page_of(target), posixpath.dirname(page) or ".")
        return f"{link['before']}{there}{link['after'] or ''})"

    parts: list[str] = []
    end = 0
    for fence in _FENCE.finditer(markdown):
        parts += [_LINK.sub(rewritten, markdown[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, _LINK.sub(rewritten, markdown[end:])])


def _resolved(origin: str, link: str) -> str:
    folder = origin if (ROOT / origin).is_dir() else posixpath.dirname(origin)
    return posixpath.normpath(posixpath.join(folder, link))


def contents(folder: str) -> list[str]:
    """Return the files and folders in a folder."""
    found = []
    for where, folders, names in os.walk(ROOT / folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        found += [(Path(where) / name).relative_to(ROOT).as_posix() for name in sorted(names)]
    return [path for path in found if not path.endswith(".pyc")]


def shown(origin: str) -> str:
    """Return the page of a file or a folder of the repository."""
    path = ROOT / origin
    head = f"---\nsearch: {{exclude: true}}\ntitle: {origin}\n---\n\n"
    if path.is_dir():
        lines = [
            f"- [`{posixpath.relpath(name, origin)}`]({posixpath.relpath(name, origin)})"
            for name in contents(origin)
        ]
        return f"{head}# `{origin}/`\n\n" + "\n".join(lines) + "\n"
    if path.suffix == ".md":
        return head + path.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{head}# `{origin}`\n\n{fence}{_LANGUAGES.get(path.suffix, 'text')}\n{text.rstrip()}\n{fence}\n"
