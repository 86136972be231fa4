"""Read lists that the API returns in pages, even while objects are added and removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from talend_processing.client.model import ItemT, Page

PAGE_SIZE = 100
"""Items per page: the maximum that the API allows."""


def iterate_pages(
    fetch: Callable[[int], Page[ItemT]],
    identity: Callable[[ItemT], str],
    first_page: Page[ItemT] | None = None,
) -> Iterator[ItemT]:
    """Yield every item of a list once, and fetch each page only when it is needed.

    If an object is added meanwhile, a later page can repeat items. They are skipped. If an object is removed,
    unread items can move to an earlier page. Then the list's total is smaller than before, and the next page
    is read from an offset that is smaller by the difference. Without a total, such items are missed.

    Args:
        fetch: Returns the page that starts at a given offset.
        identity: Returns a value that is unique to an item.
        first_page: The first page, if the caller already has it.

    """
    seen: set[str] = set()
    offset = 0
    total: int | None = None
    while True:
        page = fetch(offset) if offset or first_page is None else first_page
        first_page = None
        removed = 0 if total is None or page.total is None else total - page.total
        total = page.total
        if removed > 0:
            offset = max(0, offset - removed)
            continue
        items = page.items or []
        for item in items:
            if identity(item) not in seen:
                seen.add(identity(item))
                yield item
        offset += len(items)
        if not items or offset >= _end(page, offset):
            return


def _end(page: Page[ItemT], offset: int) -> int:
    """Return the offset at which the list ends. Without a total, assume one more item after a full page."""
    if page.total is not None:
        return page.total
    is_full = len(page.items or ()) >= (page.limit or PAGE_SIZE)
    return offset + 1 if is_full else offset
