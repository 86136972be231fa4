"""Regions: Talend's ids and Qlik's, hosts that do not exist, and tokens of another region."""

from __future__ import annotations

import errno
import socket

import httpx
import pytest
from fake_api import Time

from talend_processing.client.api.client import TalendClient
from talend_processing.client.api.promotions import PromotionRequest
from talend_processing.client.errors import (
    AuthenticationError,
    ConnectionFailedError,
    UnknownHostError,
)
from talend_processing.client.regions import (
    KNOWN_REGIONS,
    api_url_of,
    qlik_id_note,
    region_of,
    unknown_region_warning,
)
from talend_processing.client.settings import AccessToken, ServiceAccount, Settings

QLIK_IDS = [("jp", "Tokyo", "ap"), ("de", "Frankfurt", "eu")]
SHARED_IDS = [("eu", "Dublin", "ie"), ("ap", "Sydney", "au")]


def opened(
    url: str, time: Time, answer: httpx.Response | None = None, account: ServiceAccount | None = None
) -> TalendClient:
    return TalendClient(
        Settings(url, account or AccessToken("made-up-token")),
        transport=httpx.MockTransport(lambda _: answer) if answer else None,
        clock=time,
        sleep=time.sleep,
        randomness=lambda: 1.0,
    )


def fail_host_lookups(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "no address")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    for proxy in ("HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)


@pytest.mark.parametrize("region", KNOWN_REGIONS)
def test_a_known_region_causes_no_warning(region: str) -> None:
    assert unknown_region_warning(api_url_of(region)) is None
    assert region_of(api_url_of(region)) == region


@pytest.mark.parametrize(("qlik_id", "city", "meant"), QLIK_IDS)
def test_a_qlik_id_causes_a_warning_that_names_talends_id(qlik_id: str, city: str, meant: str) -> None:
    warning = unknown_region_warning(api_url_of(qlik_id))
    assert warning is not None
    assert f'Region "{qlik_id}" is unknown' in warning
    assert "eu, us, ap, au, us-west" in warning
    assert warning.endswith(f'Qlik\'s id for {city}, which Talend calls "{meant}"')


def test_any_other_unknown_region_causes_a_warning_without_a_guess() -> None:
    warning = unknown_region_warning(api_url_of("moon"))
    assert warning is not None
    assert "Qlik" not in warning


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8765", "https://talend.example.com/api", "https://api.cloud.talend.com"]
)
def test_an_address_that_belongs_to_no_region_causes_no_warning(url: str) -> None:
    assert (region_of(url), unknown_region_warning(url), qlik_id_note(url)) == (None, None, None)


@pytest.mark.parametrize(
    ("region", "named"), [("jp", 'which Talend calls "ap"'), ("eu", 'region "eu"'), ("moon", "us-west")]
)
def test_a_region_without_a_host_fails_at_once(
    time: Time, monkeypatch: pytest.MonkeyPatch, region: str, named: str
) -> None:
    fail_host_lookups(socket.EAI_NONAME, monkeypatch)
    with opened(api_url_of(region), time) as client, pytest.raises(UnknownHostError) as failed:
        client.remote_engines.list()
    assert time.waits == []
    text = str(failed.value)
    assert f"no host has the name api.{region}.cloud.talend.com" in text
    assert named in text
    assert "TALEND_REGION" in text
    assert "\n" not in text


def test_a_start_at_a_host_that_does_not_exist_was_not_sent(
    time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_host_lookups(socket.EAI_NONAME, monkeypatch)
    with opened("https://typo.example.com", time) as client, pytest.raises(UnknownHostError) as failed:
        client.promotions.start(PromotionRequest(executable="1"))
    assert failed.value.outcome == "not_sent"
    assert "TALEND_API_URL" in str(failed.value)


@pytest.mark.parametrize("code", [socket.EAI_AGAIN, errno.ENETUNREACH])
def test_a_fault_of_the_name_server_is_retried(
    time: Time, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    fail_host_lookups(code, monkeypatch)
    with opened(api_url_of("eu"), time) as client, pytest.raises(ConnectionFailedError) as failed:
        client.remote_engines.list()
    assert not isinstance(failed.value, UnknownHostError)
    assert len(time.waits) == 5


@pytest.mark.parametrize(("region", "city", "talend_id"), SHARED_IDS)
@pytest.mark.parametrize("account", [None, ServiceAccount("robot", "hidden-secret")])
def test_the_error_of_a_refused_token_names_the_region_that_has_this_id_at_qlik(
    time: Time, region: str, city: str, talend_id: str, account: ServiceAccount | None
) -> None:
    refused = httpx.Response(401, json={"status": 401, "message": "Unauthorized"})
    with (
        opened(api_url_of(region), time, refused, account) as client,
        pytest.raises(AuthenticationError) as failed,
    ):
        client.remote_engines.list()
    assert f'Qlik\'s id for {city}, which Talend calls "{talend_id}"' in str(failed.value)


def test_the_error_of_a_refused_token_omits_qlik_if_the_region_id_is_unambiguous(time: Time) -> None:
    refused = httpx.Response(401, json={"status": 401, "message": "Unauthorized"})
    with opened(api_url_of("us"), time, refused) as client, pytest.raises(AuthenticationError) as failed:
        client.remote_engines.list()
    assert "Qlik" not in str(failed.value)
