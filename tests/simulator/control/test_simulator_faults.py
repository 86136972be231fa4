"""Faults: how often each occurs, what it does to the response, and whether the request takes effect."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from waiting import PATIENCE, until

from talend_processing.simulator import KINDS, Simulator
from talend_processing.simulator.control.faults import HELD

ENGINES = "/processing/runtimes/remote-engines"
BODY = {"name": "etl", "environmentId": "5e0000000000000000000001"}


def test_faults_occur_as_often_as_requested(api: httpx.Client, simulator: Simulator) -> None:
    simulator.fault("POST", ENGINES, kind="status", status=503, retry_after=3, count=2, skip=1)
    responses = [api.post(ENGINES, json=BODY) for _ in range(4)]
    assert [one.status_code for one in responses] == [201, 503, 503, 201]
    assert responses[1].headers["retry-after"] == "3"
    assert len(simulator.state()["remoteEngines"]) == 2
    assert [entry["fault"] for entry in simulator.journal()] == [None, "status", "status", None]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"latency"} - HELD))
def test_each_kind_of_fault_has_its_effect(api: httpx.Client, simulator: Simulator, kind: str) -> None:
    simulator.fault(path="/processing/**", kind=kind)
    effect = kind in {"drop-after", "error-after", "truncated", "wrong-schema"}
    try:
        response = api.post(ENGINES, json=BODY)
    except httpx.RemoteProtocolError:
        assert kind in {"drop-before", "drop-after", "truncated"}
    else:
        status = {"status": 500, "error-after": 502, "html": 502, "redirect": 302, "wrong-schema": 201}[kind]
        assert response.status_code == status
        assert response.content != b"" or kind == "redirect"
    assert len(simulator.state()["remoteEngines"]) == effect
    assert api.get(ENGINES).status_code == 200


def test_a_latency_fault_delays_the_response(api: httpx.Client, simulator: Simulator) -> None:
    simulator.fault("GET", kind="latency", latency=0.05)
    began = time.monotonic()
    assert api.get(ENGINES).status_code == 200
    assert time.monotonic() - began >= 0.05


def test_a_request_takes_effect_even_if_its_client_is_gone(api: httpx.Client, simulator: Simulator) -> None:
    simulator.fault("POST", kind="latency", latency=1)
    with pytest.raises(httpx.ReadTimeout):
        api.post(ENGINES, json=BODY, timeout=httpx.Timeout(PATIENCE, read=0.01))
    until(lambda: bool(simulator.state()["remoteEngines"]))
    assert len(simulator.state()["remoteEngines"]) == 1


def test_a_held_request_takes_effect_on_release_even_if_its_client_is_gone(
    api: httpx.Client, simulator: Simulator
) -> None:
    simulator.fault("POST", kind="hold-before")
    with pytest.raises(httpx.ReadTimeout):
        api.post(ENGINES, json=BODY, timeout=httpx.Timeout(PATIENCE, read=0.1))
    until(lambda: bool(simulator.journal()))
    assert simulator.journal()[-1]["status"] is None
    assert simulator.state()["remoteEngines"] == []
    simulator.release()
    until(lambda: bool(simulator.state()["remoteEngines"]))
    assert len(simulator.state()["remoteEngines"]) == 1


@pytest.mark.parametrize("kind", sorted(HELD))
@pytest.mark.parametrize("let_go", ["release", "clear_faults"])
def test_a_held_response_is_sent_on_release(
    api: httpx.Client, simulator: Simulator, kind: str, let_go: str
) -> None:
    simulator.fault("POST", kind=kind)
    with ThreadPoolExecutor(1) as pool:
        response = pool.submit(api.post, ENGINES, json=BODY)
        until(
            lambda: (
                bool(simulator.journal())
                and len(simulator.state()["remoteEngines"]) == (kind == "hold-after")
            )
        )
        assert not response.done()
        getattr(simulator, let_go)()
        assert response.result(PATIENCE).status_code == 201
    assert api.get(ENGINES).status_code == 200
