"""Never more requests in a window than allowed, whoever sends them, and none while the API asks to wait."""

from __future__ import annotations

import os
import threading
import time as real_time
from pathlib import Path

import pytest
from fake_api import Time

from talend_processing.client.errors import CancelledError
from talend_processing.client.limiter import OFF, WINDOW, Limiter
from talend_processing.client.moments import FileLog, MemoryLog, MomentLog, shared_log
from talend_processing.client.waiting import PATIENCE, Waiter


def _limiter(limit: int, time: Time, moments: MomentLog | None = None) -> Limiter:
    return Limiter(limit, Waiter(clock=time, sleep=time.sleep), moments)


def test_a_request_beyond_the_limit_waits_until_the_first_is_a_window_old(time: Time) -> None:
    limiter = _limiter(3, time)
    went = []
    for _ in range(7):
        limiter.acquire()
        went.append(time.now - 1000.0)
    assert went == [0, 0, 0, WINDOW, WINDOW, WINDOW, 2 * WINDOW]


def test_processes_share_a_limit_through_a_file(time: Time, tmp_path: Path) -> None:
    path = tmp_path / "cache" / "limit"
    one, other = _limiter(2, time, FileLog(path)), _limiter(2, time, FileLog(path))
    one.acquire()
    other.acquire()
    assert time.waits == []
    one.acquire()
    assert time.waits == [WINDOW]
    assert path.stat().st_mode & 0o077 == 0
    one.close()
    other.close()


def test_a_new_address_sweeps_out_what_nobody_has_called_for_a_day(tmp_path: Path) -> None:
    def called(*addresses: str) -> list[Path]:
        before = set(tmp_path.iterdir())
        for address in addresses:
            shared_log(address, tmp_path).close()
        return sorted(set(tmp_path.iterdir()) - before)

    (old,), (new,) = called("http://127.0.0.1:1"), called("http://127.0.0.1:2")
    os.utime(old, (real_time.time() - 90_000,) * 2)
    assert called("http://127.0.0.1:2") == []
    assert old.exists()
    (newest,) = called("http://127.0.0.1:3")
    assert sorted(tmp_path.iterdir()) == sorted([new, newest])


@pytest.mark.parametrize("limit", [100, OFF])
def test_nobody_goes_while_the_api_asks_to_wait(time: Time, limit: int) -> None:
    limiter = _limiter(limit, time)
    limiter.acquire()
    limiter.hold(10.0)
    limiter.hold(4.0)
    limiter.acquire()
    assert time.waits == [10.0]


@pytest.mark.parametrize("asked", [200.0, 300.0])
def test_the_limit_holds_after_a_long_wait_that_the_api_asked_one_process_for(
    time: Time, tmp_path: Path, asked: float
) -> None:
    limit, waits = 1800, list[float]()
    waiter = Waiter(clock=time, sleep=waits.append)
    one, other = (Limiter(limit, waiter, FileLog(tmp_path / "limit")) for _ in range(2))
    one.acquire()
    one.hold(asked)
    for limiter in (one, other) * limit:
        limiter.acquire()
    assert waits == [asked] * limit + [asked + WINDOW] * limit
    one.close()
    other.close()


def test_no_wait_that_the_api_asks_for_holds_others_longer_than_a_call_is_patient(time: Time) -> None:
    limiter = _limiter(1800, time)
    limiter.hold(86_400.0)
    limiter.acquire()
    assert time.waits == [PATIENCE]


def test_a_log_of_a_clock_that_was_set_back_is_forgotten(time: Time) -> None:
    moments = MemoryLog()
    limiter = _limiter(1, time, moments)
    moments.append(time.now + 1e6)
    limiter.acquire()
    assert time.waits == []


def test_a_log_that_cannot_be_kept_stops_nothing_and_the_limit_holds(time: Time, tmp_path: Path) -> None:
    moments = FileLog(tmp_path / "limit")
    moments.close()
    moments._file = os.open(tmp_path, os.O_RDONLY)  # a folder takes no moments, as a full disk does not
    limiter = _limiter(1, time, moments)
    limiter.acquire()
    limiter.acquire()
    assert time.waits == [WINDOW]
    moments.close()


def test_a_cancelled_run_sends_nothing_more(time: Time) -> None:
    cancelled = threading.Event()
    limiter = Limiter(1, Waiter(cancelled, clock=time, sleep=lambda _: cancelled.set()))
    limiter.acquire()
    with pytest.raises(CancelledError):
        limiter.acquire()
    with pytest.raises(CancelledError):
        limiter.acquire()
