"""The next lists are fetched in advance, at most as many as have already been requested."""

from __future__ import annotations

from collections.abc import Callable

from talend_processing.provider.kinds.spec import CollectionKey
from talend_processing.provider.session.read_ahead import MAX_AHEAD, ReadAhead


class Background:
    """Background work that runs when the test calls `catch_up`."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], object]] = []

    def __call__(self, work: Callable[[], object]) -> None:
        self.waiting.append(work)

    def catch_up(self) -> None:
        waiting, self.waiting = self.waiting, []
        for work in waiting:
            work()


def list_key(number: int, collection: str = "profiles") -> CollectionKey:
    return collection, (f"engine-{number}",)


def reading(engines: int) -> tuple[ReadAhead, Background, list[CollectionKey]]:
    fetched: list[CollectionKey] = []
    background = Background()
    ahead = ReadAhead(fetched.append, background)
    for number in range(engines):
        ahead.expect(list_key(number))
    return ahead, background, fetched


def test_parents_alone_fetch_nothing() -> None:
    _, background, _ = reading(5)
    assert not background.waiting


def test_a_requested_list_fetches_the_next_one() -> None:
    ahead, background, fetched = reading(5)
    ahead.record_read(list_key(0))
    background.catch_up()
    assert fetched == [list_key(1)]


def test_no_more_lists_are_fetched_ahead_than_have_been_requested() -> None:
    ahead, background, fetched = reading(100)
    for number in range(100):
        ahead.record_read(list_key(number))
        background.catch_up()
        unused = len(fetched) - len([one for one in fetched if int(one[1][0].split("-")[1]) <= number])
        assert unused <= min(number + 1, MAX_AHEAD)
    assert sorted(fetched) == sorted(list_key(number) for number in range(1, 100))


def test_repeated_requests_for_one_list_count_once() -> None:
    ahead, background, fetched = reading(5)
    for _ in range(9):
        ahead.record_read(list_key(0))
    background.catch_up()
    assert fetched == [list_key(1)]


def test_lists_that_no_parent_announced_start_nothing() -> None:
    ahead, background, _ = reading(5)
    ahead.record_read(("remote_engines", ()))
    assert not background.waiting


def test_lists_of_another_kind_are_left_alone() -> None:
    ahead, background, fetched = reading(2)
    ahead.expect(list_key(0, "cluster_profiles"))
    ahead.record_read(list_key(0, "cluster_profiles"))
    background.catch_up()
    assert fetched == []
