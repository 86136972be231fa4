from __future__ import annotations

import threading
from collections.abc import Iterator

import httpx
import pytest
from fake_api import TOKEN, Api, Make, Time

from contract import ContractTransport
from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, ServiceAccount, Settings

_PERSON = AccessToken(TOKEN)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def cancelled() -> threading.Event:
    return threading.Event()


@pytest.fixture
def make(request: pytest.FixtureRequest, api: Api, time: Time, cancelled: threading.Event) -> Iterator[Make]:
    """Open clients whose requests the contract checks. Each test sets the responses, often wrong ones."""
    clients: list[TalendClient] = []
    wrong = request.node.get_closest_marker("wrong_requests") is not None

    def open_client(credentials: AccessToken | ServiceAccount = _PERSON, **settings: float) -> TalendClient:
        client = TalendClient(
            Settings("https://api.eu.cloud.talend.com", credentials, **settings),  # type: ignore[arg-type]
            cancelled=cancelled,
            transport=ContractTransport(
                httpx.MockTransport(api), invalid_requests=wrong, faulty_responses=True
            ),
            clock=time,
            wall_clock=lambda: 1_700_000_000.0 + time.now,
            sleep=time.sleep,
            randomness=lambda: 1.0,
        )
        clients.append(client)
        return client

    yield open_client
    for client in clients:
        client.close()


@pytest.fixture
def client(make: Make) -> TalendClient:
    return make()
