"""Many pieces of work at once, in threads that keep no process alive: an interrupt waits for no answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TypeVar

from talend_processing.provider.session.read_ahead import in_background

Item = TypeVar("Item")
Result = TypeVar("Result")


def at_once(work: Callable[[Item], Result], items: Sequence[Item], width: int) -> list[Result]:
    """What a function makes of each item, in their order; after the first that fails no other is begun.

    Args:
        work: The function. What it raises is raised here.
        items: What it is called with, the first ones first.
        width: The most that are worked on at once.

    """
    results: list[Future[Result]] = [Future() for _ in items]
    waiting: SimpleQueue[tuple[Future[Result], Item]] = SimpleQueue()
    for pair in zip(results, items, strict=True):
        waiting.put(pair)
    ended = threading.Event()

    def run() -> None:
        while not ended.is_set():
            try:
                result, item = waiting.get_nowait()
            except Empty:
                return
            try:
                result.set_result(work(item))
            except BaseException as error:  # noqa: BLE001 - it is raised where the results are read
                ended.set()
                result.set_exception(error)

    for _ in range(min(width, len(items))):
        in_background(run)
    try:
        # All before one that fails have been begun, so none is waited for in vain.
        return [result.result() for result in results]
    finally:
        ended.set()
