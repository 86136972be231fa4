"""No window has more requests than allowed, and none is sent while the API asks to wait."""

from __future__ import annotations

import threading

import pytest
from fake_api import Time

from talend_processing.client.errors import CancelledError
from talend_processing.client.http.rate_limiter import WINDOW_SECONDS, RateLimiter
from talend_processing.client.http.waiting import Waiter


def _limiter(limit: int, time: Time) -> RateLimiter:
    return RateLimiter(limit, Waiter(clock=time, sleep=time.sleep))


def test_a_request_beyond_the_limit_waits_until_the_first_is_a_window_old(time: Time) -> None:
    limiter = _limiter(3, time)
    sent = []
    for _ in range(7):
        limiter.acquire()
        sent.append(time.now - 1000.0)
    assert sent == [0, 0, 0, WINDOW_SECONDS, WINDOW_SECONDS, WINDOW_SECONDS, 2 * WINDOW_SECONDS]


def test_threads_that_wait_together_keep_the_limit() -> None:
    """The clock stands still, so that all threads wait at the same time."""
    waits: list[float] = []
    limiter = RateLimiter(2, Waiter(clock=lambda: 1000.0, sleep=waits.append))
    threads = [threading.Thread(target=limiter.acquire) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [WINDOW_SECONDS] * 2 + [2 * WINDOW_SECONDS] * 2


@pytest.mark.parametrize("limit", [100, 1_000_000, 10**30])
def test_no_request_is_sent_while_the_api_asks_to_wait(time: Time, limit: int) -> None:
    limiter = _limiter(limit, time)
    limiter.acquire()
    limiter.block(10.0)
    limiter.block(4.0)
    limiter.acquire()
    assert time.waits == [10.0]


def test_the_limit_holds_after_a_long_wait_that_the_api_asked_for() -> None:
    limit, asked, waits = 1800, 300.0, list[float]()
    limiter = RateLimiter(limit, Waiter(clock=lambda: 1000.0, sleep=waits.append))
    limiter.acquire()
    limiter.block(asked)
    for _ in range(2 * limit):
        limiter.acquire()
    assert waits == [asked] * limit + [asked + WINDOW_SECONDS] * limit


def test_a_cancelled_run_sends_nothing_more(time: Time) -> None:
    cancelled = threading.Event()
    limiter = RateLimiter(1, Waiter(cancelled, clock=time, sleep=lambda _: cancelled.set()))
    limiter.acquire()
    with pytest.raises(CancelledError):
        limiter.acquire()
    with pytest.raises(CancelledError):
        limiter.acquire()
