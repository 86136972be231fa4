"""Tokens of service accounts: how they are fetched, shared by threads and renewed."""

from __future__ import annotations

import threading
from collections import Counter
from itertools import cycle

import httpx
import pytest
from fake_api import Api, Make, Time
from waiting import PATIENCE

from talend_processing.client.api.promotions import PromotionRequest
from talend_processing.client.errors import AuthenticationError, CallError, ServerError
from talend_processing.client.http.credentials import AccountTokens, Token
from talend_processing.client.settings import ServiceAccount

ACCOUNT = ServiceAccount("robot", "hidden-secret")
TOKEN = httpx.Response(200, json={"access_token": "token-1", "expires_in": 1800})
REFUSED = httpx.Response(401, json={"status": 401, "message": "no"})
LOST = [httpx.ReadTimeout("late"), httpx.Response(500), httpx.Response(200, text="<html>"), REFUSED]


@pytest.mark.parametrize("lost", LOST, ids=["timeout", "server-error", "web-page", "refused"])
def test_a_call_without_a_token_was_not_sent(make: Make, api: Api, lost: httpx.Response | Exception) -> None:
    """Otherwise a promotion that certainly did not start would have to be looked up."""
    api.will(lost)
    with pytest.raises(CallError) as failed:
        make(ACCOUNT, max_retries=0).promotions.start(PromotionRequest(executable="1"))
    assert failed.value.outcome == "not_sent"
    assert [request.url.path for request in api.requests] == ["/security/oauth/token"]


def test_a_refused_call_had_no_effect_if_no_new_token_can_be_fetched(make: Make, api: Api) -> None:
    api.will(TOKEN, REFUSED, httpx.ReadTimeout("late"))
    with pytest.raises(CallError) as failed:
        make(ACCOUNT, max_retries=0).promotions.start(PromotionRequest(executable="1"))
    assert failed.value.outcome == "not_sent"


def test_a_call_may_have_taken_effect_before_its_token_was_refused(make: Make, api: Api) -> None:
    api.will(TOKEN, httpx.ReadTimeout("late"), REFUSED, REFUSED)
    with pytest.raises(AuthenticationError) as failed:
        make(ACCOUNT).remote_engines.delete("1")
    assert failed.value.outcome == "unknown"


def test_a_refused_token_is_renewed_once(make: Make, api: Api) -> None:
    numbers = iter(range(1, 9))

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(401, json={"status": 401, "message": "no"})
        return httpx.Response(200, json={"access_token": f"token-{next(numbers)}", "expires_in": 1800})

    api.will(answer)
    with pytest.raises(AuthenticationError):
        make(ACCOUNT).remote_engines.get("1")
    sent = [request.headers["authorization"] for request in api.requests if request.method == "GET"]
    assert sent == ["Bearer token-1", "Bearer token-2"]


def test_an_api_that_accepts_only_forms_is_asked_in_json_once(make: Make, api: Api) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return REFUSED
        asked.append(request.headers["content-type"].rpartition("/")[2])
        return TOKEN if asked[-1].endswith("form-urlencoded") else httpx.Response(415)

    api.will(answer)
    with pytest.raises(AuthenticationError):
        make(ACCOUNT).remote_engines.get("1")
    assert asked == ["json", "x-www-form-urlencoded", "x-www-form-urlencoded"]


def test_two_calls_whose_token_was_refused_fetch_one_new_token(time: Time) -> None:
    numbers = iter(range(1, 9))
    tokens = AccountTokens(
        ACCOUNT, lambda: Token(access_token=f"token-{next(numbers)}", expires_in=1800), time, lambda: 0.0
    )
    assert tokens.token() == "token-1"
    assert tokens.renew("token-1") == "token-2"
    assert tokens.renew("token-1") == "token-2", "the first call has renewed it already"
    assert tokens.token() == "token-2"
    time.now += 1800 - 61
    assert tokens.token() == "token-2"
    time.now += 2
    assert tokens.token() == "token-3", "it is renewed before it expires"


def test_threads_that_wait_for_a_token_share_its_failure(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise each of them would repeat all attempts of the first one."""
    threads, arrived, fetched = 16, threading.Semaphore(0), []

    class Lock:
        def __init__(self) -> None:
            self._lock = threading.Lock()

        def __enter__(self) -> None:
            arrived.release()
            self._lock.acquire()

        def __exit__(self, *_: object) -> None:
            self._lock.release()

    def fetch() -> Token:
        fetched.append(1)
        for _ in range(threads):
            assert arrived.acquire(timeout=PATIENCE)
        raise ServerError("down", method="POST", path="/", outcome="unknown", status=503)

    tokens = AccountTokens(ACCOUNT, fetch, time)
    monkeypatch.setattr(tokens, "_lock", Lock())
    failed: list[CallError] = []

    def call() -> None:
        try:
            tokens.token()
        except CallError as error:
            failed.append(error)

    running = [threading.Thread(target=call) for _ in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert [error.outcome for error in failed] == ["not_sent"] * threads
    assert len({id(error) for error in failed}) == threads, "each call has an error of its own"
    assert len(fetched) == 1


def test_a_token_that_cannot_be_renewed_is_used_until_it_expires(time: Time) -> None:
    answers: list[Token | CallError] = [Token(access_token="token-1", expires_in=1800)]
    fetched: list[float] = []

    def fetch() -> Token:
        fetched.append(time.now)
        if answers:
            return answers.pop()  # type: ignore[return-value]
        raise ServerError("down", method="POST", path="/", outcome="unknown", status=503)

    tokens = AccountTokens(ACCOUNT, fetch, time, lambda: 0.0)
    began = time.now
    while time.now < began + 1799:
        assert tokens.token() == "token-1"
        time.now += 1
    assert [at - began for at in fetched] == [0, 1740, 1770]
    time.now += 1
    with pytest.raises(ServerError):
        tokens.token()


def test_processes_that_began_together_do_not_renew_together(time: Time) -> None:
    began, renewals = time.now, Counter[int]()
    drawn = cycle(number / 60 for number in range(60))

    def fetch() -> Token:
        renewals[int(time.now - began) // 10] += 1
        return Token(access_token="token", expires_in=1800)

    processes = [AccountTokens(ACCOUNT, fetch, time, lambda: next(drawn)) for _ in range(60)]
    for _ in range(1800):
        for tokens in processes:
            tokens.token()
        time.now += 1
    assert renewals.pop(0) == 60, "each process fetches one when it begins"
    assert sum(renewals.values()) == 60
    assert max(renewals.values()) <= 6, "the renewals are spread over at least 100 seconds"
