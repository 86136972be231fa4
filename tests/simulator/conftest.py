from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from plain_http import NO_CERTIFICATES

from contract import ContractTransport
from talend_processing.simulator import Clock, Simulator


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator(clock=Clock(lambda: 1_800_000_000.0)) as simulator:
        yield simulator


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.reset()
    return running


def open_client(simulator: Simulator, transport: httpx.BaseTransport) -> httpx.Client:
    return httpx.Client(
        base_url=simulator.url,
        headers={"Authorization": "Bearer made-up"},
        trust_env=False,
        timeout=5,
        transport=transport,
    )


@pytest.fixture
def api(simulator: Simulator) -> Iterator[httpx.Client]:
    with open_client(simulator, httpx.HTTPTransport(verify=NO_CERTIFICATES)) as client:
        yield client


@pytest.fixture
def seen() -> Counter[str]:
    """Return the counter of the operations that a test calls through `strict`."""
    return Counter()


@pytest.fixture
def strict(simulator: Simulator, seen: Counter[str]) -> Iterator[httpx.Client]:
    """Return a client that raises an error for each violation of the contract."""
    transport = ContractTransport(httpx.HTTPTransport(verify=NO_CERTIFICATES))
    transport.seen = seen
    with open_client(simulator, transport) as client:
        yield client
