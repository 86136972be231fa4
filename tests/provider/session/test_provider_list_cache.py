"""Shared lists include every write of the process, and callers that wait share the error of a failed call."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from talend_processing.client.errors import NotFoundError, TalendError
from talend_processing.provider.session.list_cache import CachedList
from talend_processing.provider.session.session import Session

PLACE = ("remote_engines", ())


class Model:
    def __init__(self, **values: Any) -> None:
        self._values = values

    def wire(self) -> dict[str, Any]:
        return self._values


class CountingLock:
    """A lock that counts the threads that arrive."""

    def __init__(self) -> None:
        self.arrived = threading.Semaphore(0)
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self.arrived.release()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class SlowClient:
    """A client whose list call returns only when the test lets it."""

    def __init__(self, *answers: list[Model] | TalendError) -> None:
        self.answers = list(answers)
        self.asked = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self.remote_engines = self

    def list(self) -> list[Model]:
        self.asked.release()
        self.go.acquire()
        answer = self.answers.pop(0)
        if isinstance(answer, TalendError):
            raise answer
        return answer


def test_a_write_during_a_list_call_stays_in_the_list() -> None:
    slow = SlowClient([Model(id="old", name="before")])
    session = Session(slow, api_url="")  # type: ignore[arg-type]
    with ThreadPoolExecutor(1) as thread:
        listed = thread.submit(session.lists.objects, PLACE)
        slow.asked.acquire()
        session.lists.wrote(PLACE, "old", {"id": "old", "name": "after"})
        session.lists.wrote(PLACE, "new", {"id": "new"})
        session.lists.removed(PLACE, "gone")
        slow.go.release()
        assert listed.result() == {"old": {"id": "old", "name": "after"}, "new": {"id": "new"}}
    assert session.lists.known_ids(PLACE) == {"old", "new", "gone"}


def test_an_id_stays_known_if_a_later_list_lacks_it() -> None:
    slow = SlowClient([Model(id="one"), Model(id="two")], [Model(id="two")])
    slow.go.release(2)
    session = Session(slow, api_url="")  # type: ignore[arg-type]
    session.lists.objects(PLACE)
    assert session.lists.objects(PLACE, fresh=True) == {"two": {"id": "two"}}
    assert session.lists.known_ids(PLACE) == {"one", "two"}


def test_a_list_replaces_writes_from_before_its_call() -> None:
    slow = SlowClient([Model(id="one", name="listed")])
    slow.go.release()
    session = Session(slow, api_url="")  # type: ignore[arg-type]
    session.lists.wrote(PLACE, "one", {"name": "written"})
    session.lists.wrote(PLACE, "lagging", {"name": "not listed yet"})
    assert session.lists.objects(PLACE) == {
        "one": {"id": "one", "name": "listed"},
        "lagging": {"name": "not listed yet"},
    }


def test_waiting_callers_get_the_error_of_a_failed_list_and_the_next_call_sends_it_again() -> None:
    slow = SlowClient(TalendError("the API is away"), [Model(id="one")])
    session = Session(slow, api_url="")  # type: ignore[arg-type]
    lock = session.lists._list(PLACE).call_lock = CountingLock()  # type: ignore[assignment]
    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(session.lists.objects, PLACE) for _ in range(4)]
        slow.asked.acquire()
        for _ in waiting:
            lock.arrived.acquire()
        slow.go.release()
        for each in waiting:
            with pytest.raises(TalendError, match="away"):
                each.result()
    assert slow.asked.acquire(blocking=False) is False, "one call for all"
    slow.go.release()
    assert session.lists.objects(PLACE) == {"one": {"id": "one"}}


def test_the_list_of_a_deleted_parent_is_fetched_at_most_once_per_interval() -> None:
    gone = NotFoundError("no such engine", method="GET", path="/", outcome="refused", status=404)
    slow = SlowClient(gone, gone, [Model(id="one")])
    now = 100.0
    session = Session(slow, api_url="", clock=lambda: now)  # type: ignore[arg-type]
    for _ in range(3):
        slow.go.release()
    for _ in range(2):
        with pytest.raises(NotFoundError):
            session.lists.objects(PLACE)
    assert len(slow.answers) == 2, "one call for both"
    with pytest.raises(NotFoundError):
        session.lists.objects(PLACE, fresh=True)
    now += 60
    assert session.lists.objects(PLACE) == {"one": {"id": "one"}} == session.lists.objects(PLACE)


NAMES = ("etl", " etl", "etl ", "other", "", None)


@pytest.mark.parametrize("seed", range(20))
def test_objects_are_found_by_name_after_any_series_of_calls(seed: int) -> None:
    """The index by name answers as a scan of all objects would."""
    chance, listing = random.Random(seed), CachedList()  # noqa: S311 - a seeded series

    def some() -> dict[str, Any]:
        return {"name": chance.choice(NAMES), "version": chance.random()}

    for _ in range(60):
        object_id = str(chance.randrange(8))
        match chance.choice(("take", "take late", "write", "write", "write", "remove", "forget")):
            case "take":
                listing.replace_listed(
                    {str(number): some() for number in range(chance.randrange(8))}, listing.written()
                )
            case "take late":
                written = listing.written()
                listing.write(object_id, some())
                listing.replace_listed(
                    {str(number): some() for number in range(chance.randrange(8))}, written
                )
            case "write":
                listing.write(object_id, some())
            case "remove":
                listing.remove(object_id)
            case "forget":
                listing.invalidate()
        for name in ("etl", "etl ", "other", "unused"):
            scanned = {
                key: one
                for key, one in listing.objects().items()
                if str(one["name"] or "").strip() == name.strip()
            }
            assert listing.named(name) == scanned
