"""What a token that cannot be had means for the call that it was for."""

from __future__ import annotations

import httpx
import pytest
from fake_api import Api, Make, Time

from talend_processing.client.credentials import AccountTokens
from talend_processing.client.errors import AuthenticationError, CallError
from talend_processing.client.models.requests import PromotionRequest
from talend_processing.client.models.token import Token
from talend_processing.client.settings import ServiceAccount

ACCOUNT = ServiceAccount("robot", "hidden-secret")
TOKEN = httpx.Response(200, json={"access_token": "token-1", "expires_in": 1800})
REFUSED = httpx.Response(401, json={"status": 401, "message": "no"})
LOST = [httpx.ReadTimeout("late"), httpx.Response(500), httpx.Response(200, text="<html>"), REFUSED]


@pytest.mark.parametrize("lost", LOST, ids=["timeout", "server-error", "web-page", "refused"])
def test_a_call_without_a_token_was_not_sent(make: Make, api: Api, lost: httpx.Response | Exception) -> None:
    """A promotion that never started must not be taken for one that may have."""
    api.will(lost)
    with pytest.raises(CallError) as failed:
        make(ACCOUNT, max_retries=0).promotions.start(PromotionRequest(executable="1"))
    assert failed.value.outcome == "not_sent"
    assert [request.url.path for request in api.requests] == ["/security/oauth/token"]


def test_a_refused_call_whose_new_token_is_lost_had_no_effect(make: Make, api: Api) -> None:
    api.will(TOKEN, REFUSED, httpx.ReadTimeout("late"))
    with pytest.raises(CallError) as failed:
        make(ACCOUNT, max_retries=0).promotions.start(PromotionRequest(executable="1"))
    assert failed.value.outcome == "not_sent"


def test_a_new_token_is_tried_once(make: Make, api: Api) -> None:
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


def test_threads_whose_token_was_refused_fetch_one_new_token(time: Time) -> None:
    numbers = iter(range(1, 9))
    tokens = AccountTokens(
        ACCOUNT, lambda: Token(access_token=f"token-{next(numbers)}", expires_in=1800), time
    )
    assert tokens.token() == "token-1"
    assert tokens.renew("token-1")
    assert tokens.renew("token-1"), "another thread has renewed it already"
    assert tokens.token() == "token-2"
    time.now += 1800 - 61
    assert tokens.token() == "token-2"
    time.now += 2
    assert tokens.token() == "token-3", "renewed before it ends"
