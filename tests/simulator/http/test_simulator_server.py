from __future__ import annotations

import asyncio
import gc
import socket
import threading
import warnings

import httpx
import pytest

from talend_processing.simulator import Simulator

BEARER = {"Authorization": "Bearer made-up"}
ENGINES = "/processing/runtimes/remote-engines"


def test_a_simulator_can_be_stopped_immediately_after_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    broken: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", broken.append)
    before = threading.active_count()
    for _ in range(50):
        simulator = Simulator().start()
        simulator.stop()
    assert broken == []
    assert threading.active_count() == before


def test_a_stop_closes_the_connections_that_are_just_being_accepted() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(20):
            simulator = Simulator().start()
            port = int(simulator.url.rpartition(":")[2])
            clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
            simulator.stop()
            for client in clients:
                client.close()
        gc.collect()
    assert [str(one.message) for one in caught] == []


def test_a_simulator_serves_after_its_start_and_can_be_stopped_twice() -> None:
    simulator = Simulator().start()
    assert httpx.get(simulator.url + ENGINES, headers=BEARER, trust_env=False).status_code == 200
    simulator.stop()
    simulator.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(simulator.url + ENGINES, headers=BEARER, trust_env=False)


def test_a_simulator_starts_beside_a_running_event_loop() -> None:
    async def inside() -> int:
        with Simulator() as simulator:
            async with httpx.AsyncClient(trust_env=False) as client:
                return (await client.get(simulator.url + ENGINES, headers=BEARER)).status_code

    assert asyncio.run(inside()) == 200


def test_a_port_in_use_raises_an_os_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        Simulator(port=taken.getsockname()[1]).start()
