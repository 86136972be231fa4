"""The session opens its client at the first call, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from talend_processing.client import AccessToken, Settings, TalendClient
from talend_processing.client.errors import SettingsError
from talend_processing.provider.session.session import Session

URL = "https://api.eu.cloud.talend.com"
THREADS = 8


def test_threads_share_the_client_that_the_first_of_them_opens() -> None:
    opened: list[TalendClient] = []
    start = Barrier(THREADS)

    def connect() -> TalendClient:
        opened.append(TalendClient(Settings(URL, AccessToken("made-up"))))
        return opened[-1]

    session = Session(connect, api_url=URL)
    assert opened == []

    def use(_: int) -> TalendClient:
        start.wait()
        return session.client

    with ThreadPoolExecutor(THREADS) as pool:
        used = set(pool.map(use, range(THREADS)))
    assert [*used] == opened
    opened[0].close()


def test_each_call_gets_the_error_of_a_client_that_cannot_be_opened() -> None:
    def connect() -> TalendClient:
        raise SettingsError("the certificates are unusable")

    session = Session(connect, api_url=URL)
    for _ in range(2):
        with pytest.raises(SettingsError, match="the certificates are unusable"):
            session.collection("remote_engines")
