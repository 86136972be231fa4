"""A response becomes a model, or an error that names cause and remedy and hides secrets."""

from __future__ import annotations

import httpx
import pytest
from fake_api import BODY, ENGINE, TOKEN, Api, Make, refused

from contract.account import STEPS
from talend_processing.client.api.client import TalendClient
from talend_processing.client.api.remote_engines import Engine
from talend_processing.client.errors import (
    ApiError,
    ConflictError,
    ConnectionFailedError,
    PermissionDeniedError,
    RequestTimeoutError,
    UnexpectedResponseError,
)
from talend_processing.client.http import responses
from talend_processing.client.http.credentials import FETCH_TOKEN
from talend_processing.client.http.transport import Response
from talend_processing.client.operation import Call


def test_an_error_says_what_failed_what_the_api_said_and_what_to_do(client: TalendClient, api: Api) -> None:
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


def test_details_that_repeat_the_message_are_quoted_once(client: TalendClient, api: Api) -> None:
    api.will(refused(400, message="name: must not be blank", details="must not be blank"))
    with pytest.raises(ApiError) as caught:
        client.remote_engines.list()
    assert str(caught.value).count("must not be blank") == 1
    assert caught.value.details == "must not be blank"


@pytest.mark.parametrize("status", [400, 403, 409])
def test_the_error_about_missing_engine_tokens_says_what_to_do(
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
    assert "[secret]" in str(error)


def test_a_long_message_of_many_lines_is_shortened_to_one_line(client: TalendClient, api: Api) -> None:
    api.will(refused(400, message="line\nline " + "x" * 5000))
    with pytest.raises(ApiError) as caught:
        client.remote_engines.get("e1")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_search_of_run_profiles_without_items_is_not_an_empty_list(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(200, json={"total": 1}))
    with pytest.raises(UnexpectedResponseError, match="items is required"):
        list(client.run_profiles.search(name="heap"))


@pytest.mark.parametrize("page", [{}, {"total": 1}, {"items": None, "limit": 100}])
def test_a_page_of_executions_without_items_is_not_an_empty_list(
    client: TalendClient, api: Api, page: dict[str, object]
) -> None:
    api.will(httpx.Response(200, json=page))
    with pytest.raises(UnexpectedResponseError, match="items is required unless total is 0"):
        list(client.task_executions.list())


def test_a_page_that_says_that_the_list_is_empty_needs_no_items(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(200, json={"total": 0}))
    assert list(client.task_executions.list()) == []


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (httpx.Response(200, json={"id": "e1"}), "name: Field required"),
        (
            httpx.Response(200, json={"id": "e1", "name": "e", "workspace": {"id": 7}}),
            "workspace.id: Input should be a valid string",
        ),
        (httpx.Response(200, content=b'{"id": "e1", '), "with a body that is not JSON"),
        (httpx.Response(200), "with an empty body"),
        (httpx.Response(200, html="<html>log in</html>"), "with a web page instead of JSON"),
    ],
)
def test_an_unexpected_response_names_the_member_that_is_wrong(
    client: TalendClient, api: Api, answer: httpx.Response, says: str
) -> None:
    api.will(answer)
    with pytest.raises(UnexpectedResponseError) as caught:
        client.remote_engines.get("e1")
    assert says in str(caught.value)
    assert caught.value.outcome == "unknown"


def test_a_fault_in_a_list_is_named_by_its_position(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(200, json=[ENGINE, {"id": "e2"}]))
    with pytest.raises(UnexpectedResponseError, match=r"\[1\]\.name: Field required"):
        client.remote_engines.list()


def test_a_redirect_is_not_followed_and_shown_without_credentials(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(302, headers={"location": "https://u:p@sso.example.com:8443/login?code=1"}))
    with pytest.raises(UnexpectedResponseError) as caught:
        client.remote_engines.create(body=BODY)
    assert "redirects to https://sso.example.com:8443/login, which the client does not follow" in str(
        caught.value
    )
    assert "talend:apiUrl" in str(caught.value)
    assert caught.value.outcome == "refused"
    assert len(api.requests) == 1


def test_the_error_distinguishes_an_unreachable_api_from_a_broken_connection(make: Make, api: Api) -> None:
    client = make(max_retries=0)
    api.will(httpx.ConnectError("[Errno 111] Connection refused"))
    with pytest.raises(ConnectionFailedError, match=r"cannot be reached \(\[Errno 111\]") as caught:
        client.remote_engines.create(body=BODY)
    assert caught.value.outcome == "not_sent"
    api.will(httpx.RemoteProtocolError("Server disconnected"))
    with pytest.raises(ConnectionFailedError, match="broke before the response came") as caught:
        client.remote_engines.create(body=BODY)
    assert caught.value.outcome == "unknown"
    api.will(httpx.ReadTimeout(""))
    with pytest.raises(RequestTimeoutError, match="no answer within 30 s") as timed_out:
        client.remote_engines.create(body=BODY)
    assert timed_out.value.outcome == "unknown"


@pytest.mark.parametrize("date", ["junk", "Mon, 20 Nov 99999999999999999999 10:00:00 GMT", ""])
def test_an_invalid_date_header_is_ignored(client: TalendClient, api: Api, date: str) -> None:
    api.will(httpx.Response(200, json=[], headers={"date": date}))
    assert list(client.remote_engines.list()) == []
    assert client.server_ahead == 0.0


def test_no_repr_shows_what_a_call_sends_or_receives() -> None:
    response = Response(200, {}, b'{"preAuthorizedKey": "made-up-key"}')
    call = Call(operation=FETCH_TOKEN, body={"token": "made-up-key"}, authorization="made-up-key")
    assert "made-up-key" not in repr((response, call))


def test_the_adapter_that_threads_share_is_complete() -> None:
    assert responses._adapter(Engine).pydantic_complete
