from __future__ import annotations

from collections.abc import Iterator

import pytest

from talend_processing.client.api.executables import Executable
from talend_processing.client.model import Page
from talend_processing.client.paging import iterate_pages


class Server:
    """A list that can change between two pages."""

    def __init__(self, count: int, *, with_total: bool = True, size: int = 2) -> None:
        self.items = [f"t{number}" for number in range(count)]
        self.with_total = with_total
        self.size = size
        self.offsets: list[int] = []

    def __call__(self, offset: int) -> Page[Executable]:
        self.offsets.append(offset)
        return Page[Executable](
            items=[Executable(executable=name) for name in self.items[offset : offset + self.size]],
            limit=self.size,
            offset=offset,
            total=len(self.items) if self.with_total else None,
        )


def read(server: Server) -> Iterator[str]:
    return (found.executable for found in iterate_pages(server, lambda found: found.executable))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("with_total", [True, False])
def test_every_item_is_listed_once(count: int, with_total: bool) -> None:  # noqa: FBT001
    server = Server(count, with_total=with_total)
    assert list(read(server)) == server.items


def test_a_total_saves_the_call_for_an_empty_page() -> None:
    server = Server(4)
    assert len(list(read(server))) == 4
    assert server.offsets == [0, 2]


def test_a_page_is_fetched_only_when_it_is_needed() -> None:
    server = Server(4)
    next(read(server))
    assert server.offsets == [0]


def test_an_item_added_between_two_pages_repeats_no_other() -> None:
    server = Server(5)
    reading = read(server)
    found = [next(reading), next(reading)]
    server.items.insert(0, "new")
    found += reading
    assert found == ["t0", "t1", "t2", "t3", "t4"]


@pytest.mark.parametrize("gone", [1, 2])
def test_items_removed_between_two_pages_hide_no_others(gone: int) -> None:
    server = Server(7)
    reading = read(server)
    found = [next(reading), next(reading)]
    del server.items[:gone]
    found += reading
    assert found == [f"t{number}" for number in range(7)]


def test_items_removed_before_the_last_page_hide_no_others() -> None:
    server = Server(4)
    reading = read(server)
    found = [next(reading), next(reading)]
    del server.items[:2]
    assert [*found, *reading] == ["t0", "t1", "t2", "t3"]


def test_a_page_smaller_than_requested_is_not_the_end() -> None:
    server = Server(5, size=1)
    assert list(read(server)) == server.items
