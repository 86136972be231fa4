"""Requests, retries, and what a failed or interrupted call says about its effect."""

from __future__ import annotations

import threading

import httpx
import pytest
from fake_api import BODY, ENGINE, TOKEN, Api, Make, Time, refused

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import (
    ApiError,
    CancelledError,
    NotFoundError,
    ServerError,
    TalendError,
)
from talend_processing.client.http.waiting import Waiter


def test_a_request_names_the_token_the_version_and_the_client(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(200, json=[ENGINE]))
    (engine,) = client.remote_engines.list()
    assert engine.name == "etl"
    (request,) = api.requests
    assert str(request.url) == "https://api.eu.cloud.talend.com/processing/runtimes/remote-engines"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["talend-version"] == "2021-03"
    assert request.headers["accept"] == "application/json"
    assert request.headers["user-agent"].startswith("talend-processing/")
    assert "content-type" not in request.headers


@pytest.mark.parametrize("bad", ["", ".", "..", "a/b", "a\\b", "a\nb"])
def test_an_id_that_cannot_be_part_of_a_path_is_refused_before_the_call(
    client: TalendClient, api: Api, bad: str
) -> None:
    with pytest.raises(TalendError, match="Give an id from the API") as caught:
        client.remote_engines.get(bad)
    assert caught.value.outcome == "not_sent"
    assert api.requests == []


def test_any_other_id_is_percent_encoded(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(200, json=ENGINE))
    client.remote_engines.get("a b?c#d%")
    assert api.requests[0].url.raw_path == b"/processing/runtimes/remote-engines/a%20b%3Fc%23d%25"


def test_a_read_is_retried_until_the_server_recovers(client: TalendClient, api: Api, time: Time) -> None:
    api.will(
        httpx.Response(503),
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("refused"),
        httpx.Response(200, json=[]),
    )
    assert client.remote_engines.list() == []
    assert time.waits == [0.5, 1.0, 2.0]


def test_a_delete_is_retried_after_the_server_timed_out(client: TalendClient, api: Api) -> None:
    """A load balancer answers 408 on a connection that was idle for too long."""
    api.will(httpx.Response(408), httpx.Response(204))
    client.remote_engines.delete("e1")
    assert len(api.requests) == 2


def test_the_error_counts_the_attempts_when_retries_are_used_up(make: Make, api: Api) -> None:
    api.will(httpx.Response(503))
    with pytest.raises(ServerError, match="Gave up after 3 attempts in 2 s"):
        make(max_retries=2).remote_engines.list()
    assert len(api.requests) == 3


@pytest.mark.parametrize(
    "failure", [httpx.Response(503), httpx.ReadTimeout("slow"), httpx.ReadError("reset"), httpx.Response(408)]
)
def test_a_create_that_may_have_reached_the_api_is_not_retried(
    client: TalendClient, api: Api, failure: httpx.Response | Exception
) -> None:
    api.will(failure)
    with pytest.raises(TalendError) as caught:
        client.remote_engines.create(body=BODY)
    assert caught.value.outcome == "unknown"
    assert len(api.requests) == 1
    assert "Correct the fault" not in str(caught.value)


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), refused(429)]
)
def test_a_create_that_certainly_had_no_effect_is_retried(
    client: TalendClient, api: Api, failure: httpx.Response | Exception
) -> None:
    api.will(failure, httpx.Response(201, json=ENGINE))
    assert client.remote_engines.create(body=BODY).id == "e1"
    assert len(api.requests) == 2


def test_a_refusal_after_an_unknown_outcome_stays_unknown(client: TalendClient, api: Api) -> None:
    api.will(httpx.ReadTimeout("slow"), refused(404))
    with pytest.raises(NotFoundError) as caught:
        client.remote_engines.delete("e1")
    assert caught.value.outcome == "unknown"
    assert len(api.requests) == 2


def test_a_retry_date_counts_from_the_time_of_the_response(
    client: TalendClient, api: Api, time: Time
) -> None:
    """This machine's clock is wrong: it shows another year."""
    headers = {"retry-after": "Fri, 01 Jan 2100 00:00:07 GMT", "date": "Fri, 01 Jan 2100 00:00:00 GMT"}
    api.will(httpx.Response(429, headers=headers), httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [7.5]


@pytest.mark.parametrize("retry_after", ["7", "Tue, 14 Nov 2023 22:30:07 GMT"])
def test_retry_after_sets_the_length_of_the_pause(
    client: TalendClient, api: Api, time: Time, retry_after: str
) -> None:
    assert 1_700_000_000.0 + time.now == 1_700_001_000.0  # 22:30:00 of that day
    api.will(httpx.Response(429, headers={"retry-after": retry_after}), httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [7.5]


@pytest.mark.parametrize("date", ["junk", "Mon, 20 Nov 99999999999999999999 10:00:00 GMT", ""])
def test_a_retry_date_counts_from_now_if_the_response_has_no_valid_date(
    client: TalendClient, api: Api, time: Time, date: str
) -> None:
    headers = {"retry-after": "Tue, 14 Nov 2023 22:30:07 GMT", "date": date}
    api.will(httpx.Response(429, headers=headers), httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [7.5]


@pytest.mark.parametrize("retry_after", ["soon", "-7", "Tue, 14 Nov 99999999999999999999 22:30:07 GMT"])
def test_an_invalid_retry_after_is_ignored(
    client: TalendClient, api: Api, time: Time, retry_after: str
) -> None:
    api.will(httpx.Response(503, headers={"retry-after": retry_after}), httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [0.5]


def test_without_retry_after_the_pauses_after_a_429_cover_the_minute_that_the_api_counts(
    client: TalendClient, api: Api, time: Time
) -> None:
    api.will(*[refused(429)] * 3, httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [10.5, 21.0, 32.0]


def test_a_429_delays_the_other_calls_too(client: TalendClient, api: Api, time: Time) -> None:
    api.will(refused(429), httpx.Response(200, json=[]))
    time.at_next_wait = client.clusters.list
    client.remote_engines.list()
    assert [request.url.path.rpartition("/")[2] for request in api.requests] == [
        "remote-engines",
        "remote-engine-clusters",
        "remote-engines",
    ]
    assert time.waits == [10.0, 10.5]


def test_a_pause_that_would_be_too_long_is_not_started(client: TalendClient, api: Api, time: Time) -> None:
    api.will(httpx.Response(429, headers={"retry-after": "3600"}))
    with pytest.raises(ApiError):
        client.remote_engines.list()
    assert time.waits == []


def test_a_cancelled_run_sends_nothing(client: TalendClient, api: Api, cancelled: threading.Event) -> None:
    cancelled.set()
    with pytest.raises(CancelledError) as caught:
        client.remote_engines.list()
    assert caught.value.outcome == "not_sent"
    assert api.requests == []
    with pytest.raises(CancelledError):
        client.wait(1)


@pytest.mark.parametrize(
    ("failure", "outcome"), [(httpx.ReadError("reset"), "unknown"), (refused(429), "not_sent")]
)
def test_an_interrupt_between_attempts_says_whether_the_call_took_effect(
    client: TalendClient,
    api: Api,
    cancelled: threading.Event,
    failure: httpx.Response | Exception,
    outcome: str,
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        cancelled.set()
        if isinstance(failure, Exception):
            raise failure
        return failure

    api.will(fail)
    with pytest.raises(CancelledError, match="Deleting remote engine e1: interrupted") as caught:
        client.remote_engines.delete("e1")
    assert caught.value.outcome == outcome
    assert len(api.requests) == 1


def test_a_cancellation_ends_a_real_wait() -> None:
    """Without it, the wait would take years."""
    cancelled = threading.Event()
    threading.Timer(0.01, cancelled.set).start()
    with pytest.raises(CancelledError):
        Waiter(cancelled).wait(threading.TIMEOUT_MAX)
