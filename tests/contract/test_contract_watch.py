"""Violations of the contract are detected for all clients, and deliberate ones can be allowed."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from contract.watch import FAULTS_WITH_RESPONSES, OWN_CLIENT, Watch
from talend_processing.simulator import DEFAULT_SEED, KINDS, Simulator
from talend_processing.simulator.http.responses import Response
from talend_processing.simulator.http.service import Exchange, Service

ENGINES = "/processing/runtimes/remote-engines"
ENGINE = {"name": "etl", "environmentId": DEFAULT_SEED["environments"][0]["id"]}
WRONG = {"name": "etl"}


@pytest.fixture
def simulator(contract_watch: Watch) -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


def client(simulator: Simulator, name: str) -> httpx.Client:
    headers = {"Authorization": "Bearer made-up", "User-Agent": name}
    return httpx.Client(base_url=simulator.url, headers=headers, trust_env=False)


@pytest.fixture
def ours(simulator: Simulator) -> Iterator[httpx.Client]:
    with client(simulator, f"{OWN_CLIENT}1.0") as opened:
        yield opened


@pytest.fixture
def others(simulator: Simulator) -> Iterator[httpx.Client]:
    with client(simulator, "a test") as opened:
        yield opened


def spoil(monkeypatch: pytest.MonkeyPatch, status: int, content: bytes) -> None:
    """Replace all responses of the simulator's operations."""

    def handle(service: Service, exchange: Exchange, entry: object) -> Response:
        return Response(status, content, "application/json")

    monkeypatch.setattr(Service, "_handle", handle)


def test_an_invalid_request_of_our_client_is_a_violation_even_if_rejected(
    ours: httpx.Client, contract_watch: Watch
) -> None:
    assert ours.post(ENGINES, json=WRONG).status_code == 400
    (violation,) = contract_watch.violations()
    assert "POST /processing/runtimes/remote-engines: request, body $: 'environmentId'" in violation
    assert ours.get("/processing/nowhere").status_code == 404
    assert len(contract_watch.violations()) > 0


def test_parameters_and_bodies_are_checked_although_the_other_part_was_valid_before(
    ours: httpx.Client, contract_watch: Watch
) -> None:
    assert ours.post(ENGINES, json=ENGINE).status_code == 201
    assert contract_watch.violations() == []
    assert ours.post(ENGINES, json=WRONG).status_code == 400
    assert "body $: 'environmentId'" in contract_watch.violations()[0]
    ours.post(ENGINES, json=ENGINE, params={"colour": "blue"})
    assert "query colour: unknown parameter" in contract_watch.violations()[0]


def test_invalid_requests_can_be_allowed_for_our_client(ours: httpx.Client, contract_watch: Watch) -> None:
    ours.post(ENGINES, json=WRONG)
    assert contract_watch.violations(wrong_requests=True) == []


def test_other_clients_may_send_invalid_requests_if_they_are_rejected(
    others: httpx.Client, contract_watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    others.post(ENGINES, json=WRONG)
    others.get("/processing/nowhere")
    assert contract_watch.violations() == []
    spoil(monkeypatch, 204, b"")
    others.post(ENGINES, json=WRONG)
    others.get("/processing/nowhere")
    found = contract_watch.violations()
    assert any(", but answered 204" in one for one in found)
    assert any("the API has no such operation, answered 204" in one for one in found)


@pytest.mark.assumes(duplicate_engine_names="allow")
def test_an_invalid_response_is_detected_after_valid_ones(
    others: httpx.Client, contract_watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        assert others.post(ENGINES, json=ENGINE).is_success
        assert others.get(ENGINES).is_success
    assert contract_watch.violations() == []
    spoil(monkeypatch, 200, b'[{"id": "5d2f1d9018e83f4406199233"}]')
    others.get(ENGINES)
    (violation,) = contract_watch.violations()
    assert "response 200, body $[0]" in violation
    assert contract_watch.violations() == [], "it is reported once"


def test_a_switch_may_contradict_the_reference_for_its_own_operations_only(
    others: httpx.Client, simulator: Simulator, contract_watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulator.switch("cloud_jvm_rollback", "405")
    assert others.get("/processing/engines/cloud/jvm/rollback").status_code == 405
    assert contract_watch.violations() == []
    spoil(monkeypatch, 405, b'{"odd": true}')
    others.get(ENGINES)
    others.get("/processing/engines/cloud/jvm/rollback")
    (violation,) = contract_watch.violations()
    assert f"GET {ENGINES}: response 405" in violation


@pytest.mark.parametrize("kind", sorted(FAULTS_WITH_RESPONSES))
def test_the_response_of_a_fault_is_not_checked(
    others: httpx.Client, simulator: Simulator, contract_watch: Watch, kind: str
) -> None:
    simulator.fault(kind=kind, status=418, body={"odd": True})
    others.get(ENGINES)
    assert contract_watch.violations() == []
    assert others.get(ENGINES).is_success


def test_responses_are_checked_despite_other_faults(
    others: httpx.Client, simulator: Simulator, contract_watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch, 200, b'{"odd": true, "and": "long enough to be cut"}')
    simulator.fault(kind="latency", latency=0.001)
    others.get(ENGINES)
    simulator.fault(kind="truncated")
    with pytest.raises(httpx.RemoteProtocolError):
        others.get(ENGINES)
    assert len(contract_watch.violations()) == 2
    assert set(KINDS) >= FAULTS_WITH_RESPONSES
