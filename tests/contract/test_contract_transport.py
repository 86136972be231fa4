from collections.abc import Callable

import httpx
import pytest

from contract import ContractTransport, ContractViolation

HEADERS = {"Authorization": "Bearer made-up"}
Handler = Callable[[httpx.Request], httpx.Response]


def through(handler: Handler, **flags: bool) -> tuple[httpx.Client, ContractTransport]:
    transport = ContractTransport(httpx.MockTransport(handler), **flags)
    return httpx.Client(transport=transport, base_url="http://127.0.0.1:1", headers=HEADERS), transport


def respond(status: int, **content: object) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, **content)  # type: ignore[arg-type]

    return handler


def test_conforming_requests_pass_and_are_counted() -> None:
    client, transport = through(respond(200, json=[]))
    with client:
        assert client.get("/processing/runtimes/remote-engines", params={"query": "name==a"}).json() == []
        client.get("/processing/runtimes/pipeline-engines")
        client.get("/processing/runtimes/pipeline-engines")
    assert transport.seen == {"listRemoteEngines": 1, "listPipelineEngines": 2}


def test_an_invalid_request_is_never_sent() -> None:
    sent: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    client, _ = through(handler)
    with client, pytest.raises(ContractViolation, match=r"environmentId"):
        client.post("/processing/runtimes/remote-engines", json={"name": "a"})
    assert sent == []


def test_an_invalid_response_is_not_returned() -> None:
    client, _ = through(respond(200, json={"items": []}))
    with client, pytest.raises(ContractViolation, match="response 200"):
        client.get("/processing/runtimes/remote-engines")


def test_flags_disable_the_checks() -> None:
    client, transport = through(respond(418, text="odd"), invalid_requests=True, faulty_responses=True)
    with client:
        assert client.post("/processing/runtimes/remote-engines", json={}).status_code == 418
    assert transport.seen == {}


def test_control_routes_of_the_simulator_are_not_checked() -> None:
    client, transport = through(respond(200, text="anything"))
    with client:
        assert client.get("/_simulator/state").text == "anything"
    assert transport.seen == {}


def test_closing_reaches_the_inner_transport() -> None:
    closed: list[bool] = []

    class Inner(httpx.MockTransport):
        def close(self) -> None:
            closed.append(True)

    httpx.Client(transport=ContractTransport(Inner(respond(200)))).close()
    assert closed == [True]
