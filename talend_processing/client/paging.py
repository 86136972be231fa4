"""Lists that come in pages, while objects come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from talend_processing.client.models.model import Model, Page

PAGE = 100
"""Items to a page: the most that the API gives."""

Item = TypeVar("Item", bound=Model)


def paged(
    fetch: Callable[[int], Page[Item]], identity: Callable[[Item], str], first: Page[Item] | None = None
) -> Iterator[Item]:
    """All items of a list, each once.

    An item that arrives meanwhile pushes others to later pages, where they are recognized. One that leaves
    pulls others to earlier pages: then the total shrinks, and reading goes back by as much.

    Args:
        fetch: Takes the position of the first item, returns the page from there.
        identity: What tells items apart.
        first: The first page, if it is known already.

    """
    seen: set[str] = set()
    offset = 0
    total: int | None = None
    while True:
        page = fetch(offset) if offset or first is None else first
        first = None
        left = 0 if total is None or page.total is None else total - page.total
        total = page.total
        if left > 0:
            offset = max(0, offset - left)
            continue
        items = page.items or []
        for item in items:
            if identity(item) not in seen:
                seen.add(identity(item))
                yield item
        offset += len(items)
        if not items or offset >= _end(page, offset):
            return


def _end(page: Page[Item], offset: int) -> int:
    """The position where the list ends. Without a total, only a page that is not full tells."""
    if page.total is not None:
        return page.total
    full = len(page.items or ()) >= (page.limit or PAGE)
    return offset + 1 if full else offset
