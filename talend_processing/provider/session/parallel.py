"""Call a function for many items in daemon threads, so that an interrupt does not wait for responses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TypeVar

from talend_processing.provider.session.read_ahead import in_background

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_parallel(work: Callable[[Item], Result], items: Sequence[Item], width: int) -> list[Result]:
    """Call a function with each item in parallel, and return the results in the order of the items.

    At most `width` calls run at the same time. They start in the order of the items. After an error, no
    further call starts. If several calls fail, the error of the first failed item is raised.
    """
    results: list[Future[Result]] = [Future() for _ in items]
    queue: SimpleQueue[tuple[Future[Result], Item]] = SimpleQueue()
    for pair in zip(results, items, strict=True):
        queue.put(pair)
    stopped = threading.Event()

    def call_until_empty() -> None:
        while not stopped.is_set():
            try:
                result, item = queue.get_nowait()
            except Empty:
                return
            try:
                result.set_result(work(item))
            except BaseException as error:  # noqa: BLE001 - raised again by `result.result()`
                stopped.set()
                result.set_exception(error)

    for _ in range(min(width, len(items))):
        in_background(call_until_empty)
    try:
        # All calls before a failed call have started, so each of them gets a result.
        return [result.result() for result in results]
    finally:
        stopped.set()
