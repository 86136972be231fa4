from __future__ import annotations

import threading

import httpx
import pytest
from fake_api import TOKEN, Api, Make, Time

from contract.account import STEPS
from talend_processing.client.answers import Attempt
from talend_processing.client.api import TalendClient
from talend_processing.client.errors import (
    ApiError,
    CancelledError,
    ConflictError,
    ConnectionFailedError,
    NotFoundError,
    PermissionDeniedError,
    RequestTimeoutError,
    ServerError,
    TalendError,
    UnexpectedResponseError,
)
from talend_processing.client.operations.token import FETCH_TOKEN
from talend_processing.client.transport import Answer
from talend_processing.client.waiting import Waiter

BODY = {"name": "etl", "environmentId": "v"}
ENGINE = {"id": "e1", "name": "etl", "status": "PAIRED"}


def refused(status: int, **said: object) -> httpx.Response:
    return httpx.Response(status, json={"status": status, "message": "no", **said})


def test_a_request_says_who_asks_and_which_version(client: TalendClient, api: Api) -> None:
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


def test_a_refusal_says_what_failed_what_the_api_said_and_what_to_do(client: TalendClient, api: Api) -> None:
    api.will(refused(403, message="Forbidden", code="TIPASS-1", requestId="16fe", details="no role"))
    with pytest.raises(PermissionDeniedError) as caught:
        client.remote_engines.create(body=BODY)
    error = caught.value
    assert str(error) == (
        'Creating remote engine "etl": the API answered 403 TIPASS-1: "Forbidden" (no role; request 16fe).'
        " The token needs TMC_CLUSTER_MANAGEMENT"
    )
    assert (error.method, error.path) == ("POST", "/processing/runtimes/remote-engines")
    assert (error.status, error.code, error.message) == (403, "TIPASS-1", "Forbidden")
    assert (error.details, error.request_id, error.outcome) == ("no role", "16fe", "refused")


@pytest.mark.parametrize(
    ("answer", "quoted"),
    [
        (httpx.Response(409, text="Run Profile is in use"), '"Run Profile is in use"'),
        (httpx.Response(409, json="in use"), '"in use"'),
        (httpx.Response(409, json={"error": "Conflict", "path": "/x"}), '"Conflict"'),
        (httpx.Response(409, json=[]), '"Conflict"'),
        (httpx.Response(409), '"Conflict"'),
        (httpx.Response(409, text="<html>nginx</html>"), '"Conflict"'),
        (httpx.Response(409, text="[" * 100_000), f'"{"[" * 300}…"'),
    ],
)
def test_error_bodies_of_any_shape_are_quoted(
    client: TalendClient, api: Api, answer: httpx.Response, quoted: str
) -> None:
    api.will(answer)
    with pytest.raises(ConflictError) as caught:
        client.remote_engine_run_profiles.delete("e1", "p1")
    assert f"the API answered 409: {quoted}. " in str(caught.value)


def test_details_that_repeat_the_message_are_said_once(client: TalendClient, api: Api) -> None:
    api.will(refused(400, message="name: must not be blank", details="must not be blank"))
    with pytest.raises(ApiError) as caught:
        client.remote_engines.list()
    assert str(caught.value).count("must not be blank") == 1
    assert caught.value.details == "must not be blank"


@pytest.mark.parametrize("status", [400, 403, 409])
def test_an_account_without_engine_tokens_is_told_what_to_do(
    client: TalendClient, api: Api, status: int
) -> None:
    api.will(refused(status, message="Not enough Engine Tokens"))
    with pytest.raises(ApiError, match=r"have engine tokens added to the account$"):
        client.pipeline_engines.create(body={"name": "etl", "environmentId": "v"})


def test_secrets_that_the_server_echoes_are_hidden(client: TalendClient, api: Api) -> None:
    api.will(
        refused(400, message=f"bad header Bearer {TOKEN}", details="token dapi-0123 of parameters p4ssw0rd")
    )
    given = next(step.body for step in STEPS if step.operation == "createDatabricksRunProfile")
    assert isinstance(given, dict)
    assert isinstance(given["databricks"], dict)
    body = {
        **given,
        "databricks": {**given["databricks"], "token": "dapi-0123"},
        "parameters": {"x": "p4ssw0rd"},
    }
    with pytest.raises(ApiError) as caught:
        client.databricks_run_profiles.create("e1", body=body)
    error = caught.value
    for secret in (TOKEN, "dapi-0123", "p4ssw0rd"):
        assert secret not in f"{error} {error.message} {error.details}"
    assert "[hidden]" in str(error)


def test_long_and_multiline_messages_become_short_and_one_line(client: TalendClient, api: Api) -> None:
    api.will(refused(400, message="line\nline " + "x" * 5000))
    with pytest.raises(ApiError) as caught:
        client.remote_engines.get("e1")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (httpx.Response(200, json={"id": "e1"}), "name: Field required"),
        (
            httpx.Response(200, json={"id": "e1", "name": "e", "workspace": {"id": 7}}),
            "workspace.id: Input should be a valid string",
        ),
        (httpx.Response(200, content=b'{"id": "e1", '), "with a body that is no JSON"),
        (httpx.Response(200), "with an empty body"),
        (httpx.Response(200, html="<html>log in</html>"), "with a web page instead of JSON"),
    ],
)
def test_an_answer_of_another_shape_names_the_place(
    client: TalendClient, api: Api, answer: httpx.Response, says: str
) -> None:
    api.will(answer)
    with pytest.raises(UnexpectedResponseError) as caught:
        client.remote_engines.get("e1")
    assert says in str(caught.value)
    assert caught.value.outcome == "unknown"


def test_a_fault_within_a_list_is_named_by_its_position(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(200, json=[ENGINE, {"id": "e2"}]))
    with pytest.raises(UnexpectedResponseError, match=r"\[1\]\.name: Field required"):
        client.remote_engines.list()


def test_a_redirect_is_not_followed_and_shown_without_credentials(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(302, headers={"location": "https://u:p@sso.example.com:8443/login?code=1"}))
    with pytest.raises(UnexpectedResponseError) as caught:
        client.remote_engines.create(body=BODY)
    assert "points to https://sso.example.com:8443/login, which is not followed" in str(caught.value)
    assert caught.value.outcome == "refused"
    assert len(api.requests) == 1


@pytest.mark.parametrize("bad", ["", ".", "..", "a/b", "a\\b", "a\nb"])
def test_an_id_that_cannot_stand_in_a_path_is_refused_before_the_call(
    client: TalendClient, api: Api, bad: str
) -> None:
    with pytest.raises(TalendError, match="Give the id that the API shows") as caught:
        client.remote_engines.get(bad)
    assert caught.value.outcome == "not_sent"
    assert api.requests == []


def test_other_ids_are_quoted(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(200, json=ENGINE))
    client.remote_engines.get("a b?c#d%")
    assert api.requests[0].url.raw_path == b"/processing/runtimes/remote-engines/a%20b%3Fc%23d%25"


def test_a_read_is_repeated_until_the_server_recovers(client: TalendClient, api: Api, time: Time) -> None:
    api.will(
        httpx.Response(503),
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("refused"),
        httpx.Response(200, json=[]),
    )
    assert client.remote_engines.list() == []
    assert time.waits == [0.5, 1.0, 2.0]


def test_a_request_that_the_server_gave_up_waiting_for_is_sent_again(client: TalendClient, api: Api) -> None:
    """As a balancer answers on a connection that was idle for too long."""
    api.will(httpx.Response(408), httpx.Response(204))
    client.remote_engines.delete("e1")
    assert len(api.requests) == 2


def test_retries_end_and_say_so(make: Make, api: Api) -> None:
    api.will(httpx.Response(503))
    with pytest.raises(ServerError, match="Gave up after 3 tries in 2 s"):
        make(max_retries=2).remote_engines.list()
    assert len(api.requests) == 3


@pytest.mark.parametrize(
    "failure", [httpx.Response(503), httpx.ReadTimeout("slow"), httpx.ReadError("reset"), httpx.Response(408)]
)
def test_a_create_that_may_have_reached_the_api_is_sent_once(
    client: TalendClient, api: Api, failure: httpx.Response | Exception
) -> None:
    api.will(failure)
    with pytest.raises(TalendError) as caught:
        client.remote_engines.create(body=BODY)
    assert caught.value.outcome == "unknown"
    assert len(api.requests) == 1
    assert "Correct what the message names" not in str(caught.value)


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), refused(429)]
)
def test_a_create_that_never_took_effect_is_repeated(
    client: TalendClient, api: Api, failure: httpx.Response | Exception
) -> None:
    api.will(failure, httpx.Response(201, json=ENGINE))
    assert client.remote_engines.create(body=BODY).id == "e1"
    assert len(api.requests) == 2


def test_unreachable_is_told_from_broken(make: Make, api: Api) -> None:
    client = make(max_retries=0)
    api.will(httpx.ConnectError("[Errno 111] Connection refused"))
    with pytest.raises(ConnectionFailedError, match=r"cannot be reached \(\[Errno 111\]") as caught:
        client.remote_engines.create(body=BODY)
    assert caught.value.outcome == "not_sent"
    api.will(httpx.RemoteProtocolError("Server disconnected"))
    with pytest.raises(ConnectionFailedError, match="broke before the answer came") as caught:
        client.remote_engines.create(body=BODY)
    assert caught.value.outcome == "unknown"
    api.will(httpx.ReadTimeout(""))
    with pytest.raises(RequestTimeoutError, match="no answer within 30 s") as timed_out:
        client.remote_engines.create(body=BODY)
    assert timed_out.value.outcome == "unknown"


def test_a_refusal_after_an_unknown_outcome_stays_unknown(client: TalendClient, api: Api) -> None:
    api.will(httpx.ReadTimeout("slow"), refused(404))
    with pytest.raises(NotFoundError) as caught:
        client.remote_engines.delete("e1")
    assert caught.value.outcome == "unknown"
    assert len(api.requests) == 2


def test_a_date_to_wait_for_is_one_of_the_api_s_clock(client: TalendClient, api: Api, time: Time) -> None:
    """However wrong this machine's clock is: it shows another year."""
    headers = {"retry-after": "Fri, 01 Jan 2100 00:00:07 GMT", "date": "Fri, 01 Jan 2100 00:00:00 GMT"}
    api.will(httpx.Response(429, headers=headers), httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [7.5]


@pytest.mark.parametrize("retry_after", ["7", "Tue, 14 Nov 2023 22:30:07 GMT"])
def test_the_api_says_how_long_to_wait(client: TalendClient, api: Api, time: Time, retry_after: str) -> None:
    assert 1_700_000_000.0 + time.now == 1_700_001_000.0  # 22:30:00 of that day
    api.will(httpx.Response(429, headers={"retry-after": retry_after}), httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [7.5]


@pytest.mark.parametrize("date", ["junk", "Mon, 20 Nov 99999999999999999999 10:00:00 GMT", ""])
def test_a_date_to_wait_for_holds_though_the_answer_s_own_is_unusable(
    client: TalendClient, api: Api, time: Time, date: str
) -> None:
    """Then this machine's clock is the only one there is."""
    headers = {"retry-after": "Tue, 14 Nov 2023 22:30:07 GMT", "date": date}
    api.will(httpx.Response(429, headers=headers), httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [7.5]


@pytest.mark.parametrize("retry_after", ["soon", "-7", "Tue, 14 Nov 99999999999999999999 22:30:07 GMT"])
def test_a_wait_that_cannot_be_read_is_not_asked_for(
    client: TalendClient, api: Api, time: Time, retry_after: str
) -> None:
    api.will(httpx.Response(429, headers={"retry-after": retry_after}), httpx.Response(200, json=[]))
    client.remote_engines.list()
    assert time.waits == [0.5]


def test_a_wait_longer_than_allowed_is_not_begun(client: TalendClient, api: Api, time: Time) -> None:
    api.will(httpx.Response(429, headers={"retry-after": "3600"}))
    with pytest.raises(ApiError):
        client.remote_engines.list()
    assert time.waits == []


def test_an_interrupt_before_a_call_sends_nothing(
    client: TalendClient, api: Api, cancelled: threading.Event
) -> None:
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
def test_an_interrupt_between_tries_says_what_is_known(
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


def test_a_real_wait_ends_at_once_when_cancelled() -> None:
    cancelled = threading.Event()
    threading.Timer(0.01, cancelled.set).start()
    with pytest.raises(CancelledError):
        Waiter(cancelled).wait(60)


@pytest.mark.parametrize("date", ["junk", "Mon, 20 Nov 99999999999999999999 10:00:00 GMT", ""])
def test_an_answer_with_an_impossible_date_is_an_answer(client: TalendClient, api: Api, date: str) -> None:
    api.will(httpx.Response(200, json=[], headers={"date": date}))
    assert list(client.remote_engines.list()) == []
    assert client.server_ahead == 0.0


def test_what_a_call_sends_and_gets_is_in_no_repr() -> None:
    answer = Answer(200, {}, b'{"preAuthorizedKey": "made-up-key"}')
    attempt = Attempt(FETCH_TOKEN, "/", "", body={"token": "made-up-key"}, secrets=("made-up-key",))
    assert "made-up-key" not in repr((answer, attempt))
