from collections.abc import Callable

import httpx
import pytest

from contract import ContractTransport, ContractViolation

HEADERS = {"Authorization": "Bearer made-up"}
Handler = Callable[[httpx.Request], httpx.Response]


def through(handler: Handler, **flags: bool) -> tuple[httpx.Client, ContractTransport]:
    transport = ContractTransport(httpx.MockTransport(handler), **flags)
    return httpx.Client(transport=transport, base_url="http://127.0.0.1:1", headers=HEADERS), transport


def answer(status: int, **content: object) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, **content)  # type: ignore[arg-type]

    return handler


def test_what_keeps_to_the_contract_passes_and_is_counted() -> None:
    client, transport = through(answer(200, json=[]))
    with client:
        assert client.get("/processing/runtimes/remote-engines", params={"query": "name==a"}).json() == []
        client.get("/processing/runtimes/pipeline-engines")
        client.get("/processing/runtimes/pipeline-engines")
    assert transport.seen == {"listRemoteEngines": 1, "listPipelineEngines": 2}


def test_a_wrong_request_is_never_sent() -> None:
    sent: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    client, _ = through(handler)
    with client, pytest.raises(ContractViolation, match=r"environmentId"):
        client.post("/processing/runtimes/remote-engines", json={"name": "a"})
    assert sent == []


def test_a_wrong_answer_is_not_handed_on() -> None:
    client, _ = through(answer(200, json={"items": []}))
    with client, pytest.raises(ContractViolation, match="answer 200"):
        client.get("/processing/runtimes/remote-engines")


def test_wrong_on_purpose_is_told_by_flags() -> None:
    client, transport = through(answer(418, text="odd"), invalid_requests=True, faulty_answers=True)
    with client:
        assert client.post("/processing/runtimes/remote-engines", json={}).status_code == 418
    assert transport.seen == {}


def test_the_control_routes_of_the_simulator_are_no_part_of_the_api() -> None:
    client, transport = through(answer(200, text="anything"))
    with client:
        assert client.get("/_simulator/state").text == "anything"
    assert transport.seen == {}


def test_closing_reaches_the_inner_transport() -> None:
    closed: list[bool] = []

    class Inner(httpx.MockTransport):
        def close(self) -> None:
            closed.append(True)

    httpx.Client(transport=ContractTransport(Inner(answer(200)))).close()
    assert closed == [True]
