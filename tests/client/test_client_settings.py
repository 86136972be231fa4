from __future__ import annotations

from pathlib import Path

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import SettingsError
from talend_processing.client.settings import AccessToken, ServiceAccount, Settings

ENVIRON = {"TALEND_ACCESS_TOKEN": "made-up", "TALEND_REGION": "eu"}


def test_region_and_token_are_read_from_the_environment() -> None:
    settings = Settings.load({}, ENVIRON)
    assert settings.api_url == "https://api.eu.cloud.talend.com"
    assert settings.credentials == AccessToken("made-up")
    assert (settings.requests_per_minute, settings.request_timeout) == (1800, 30.0)
    assert (settings.max_retries, settings.parallel) == (5, 16)


def test_credentials_of_the_environment_take_precedence_over_those_of_the_stack() -> None:
    settings = Settings.load({"talend:clientId": "i", "talend:clientSecret": "s"}, ENVIRON)
    assert settings.credentials == AccessToken("made-up")


def test_a_service_account_is_read_from_the_stack() -> None:
    config = {"talend:clientId": "i", "talend:clientSecret": "s3cret", "talend:region": "us-west"}
    settings = Settings.load(config, {})
    assert settings.credentials == ServiceAccount("i", "s3cret")
    assert "s3cret" not in repr(settings)
    assert settings.api_url == "https://api.us-west.cloud.talend.com"


def test_limits_are_read_from_the_stack() -> None:
    config = {
        "talend:requestsPerMinute": "60",
        "talend:requestTimeout": "2.5",
        "talend:maxRetries": "0",
        "talend:parallel": "32",
    }
    settings = Settings.load(config, ENVIRON)
    assert (settings.requests_per_minute, settings.request_timeout) == (60, 2.5)
    assert (settings.max_retries, settings.parallel) == (0, 32)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:80/base/", "http://[::1]:80/base", "http://localhost/base"]
)
def test_plain_http_to_this_machine_is_allowed(url: str) -> None:
    settings = Settings.load({"talend:apiUrl": url}, {"TALEND_ACCESS_TOKEN": "t"})
    assert settings.api_url == url.rstrip("/")


def test_a_region_and_its_own_address_may_both_be_set() -> None:
    config = {"talend:apiUrl": "https://api.eu.cloud.talend.com/"}
    assert Settings.load(config, ENVIRON).api_url == "https://api.eu.cloud.talend.com"


@pytest.mark.parametrize(
    ("config", "environ", "named"),
    [
        ({}, {"TALEND_REGION": "eu"}, "TALEND_ACCESS_TOKEN"),
        ({}, {"TALEND_ACCESS_TOKEN": "t"}, "talend:region"),
        ({}, ENVIRON | {"TALEND_CLIENT_ID": "i"}, "TALEND_CLIENT_ID"),
        ({}, {"TALEND_REGION": "eu", "TALEND_CLIENT_ID": "i"}, "TALEND_CLIENT_SECRET"),
        ({}, {"TALEND_REGION": "eu", "TALEND_CLIENT_SECRET": "s"}, "TALEND_CLIENT_ID is not"),
        ({"talend:region": "us"}, ENVIRON, "TALEND_REGION"),
        ({}, ENVIRON | {"TALEND_API_URL": "https://example.com"}, "TALEND_API_URL"),
        ({}, {"TALEND_ACCESS_TOKEN": "t", "TALEND_REGION": "e.u/"}, "TALEND_REGION"),
        ({}, {"TALEND_ACCESS_TOKEN": "a b", "TALEND_REGION": "eu"}, "TALEND_ACCESS_TOKEN"),
        ({}, {"TALEND_ACCESS_TOKEN": "a\n", "TALEND_REGION": "eu"}, "TALEND_ACCESS_TOKEN"),
        ({"talend:apiUrl": "http://example.com"}, ENVIRON, "talend:apiUrl"),
        ({"talend:apiUrl": "ftp://example.com"}, ENVIRON, "talend:apiUrl"),
        ({"talend:apiUrl": "https://u:p@example.com"}, ENVIRON, "talend:apiUrl"),
        ({"talend:apiUrl": "https://example.com?x=1"}, ENVIRON, "talend:apiUrl"),
        ({"talend:apiUrl": "https://example.com:x"}, ENVIRON, "talend:apiUrl"),
        ({"talend:apiUrl": "https://exam ple.com"}, ENVIRON, "talend:apiUrl"),
        ({"talend:apiUrl": "https://example.com\n"}, ENVIRON, "talend:apiUrl"),
        ({"talend:requestsPerMinute": "0"}, ENVIRON, "talend:requestsPerMinute"),
        ({"talend:requestsPerMinute": "9" * 5000}, ENVIRON, "talend:requestsPerMinute"),
        ({"talend:maxRetries": "\N{MYANMAR DIGIT ONE}"}, ENVIRON, "talend:maxRetries"),
        ({"talend:requestTimeout": "0"}, ENVIRON, "talend:requestTimeout"),
        ({"talend:requestTimeout": "nan"}, ENVIRON, "talend:requestTimeout"),
        ({"talend:maxRetries": "-1"}, ENVIRON, "talend:maxRetries"),
        ({"talend:requestTimeout": "soon"}, ENVIRON, "talend:requestTimeout"),
        ({}, {"TALEND_ACCESS_TOKEN": "", "TALEND_REGION": "eu"}, "TALEND_ACCESS_TOKEN"),
        ({}, {"TALEND_ACCESS_TOKEN": "t", "TALEND_API_URL": "http://api.example.com"}, "https"),
        ({}, {"TALEND_ACCESS_TOKEN": "t", "TALEND_API_URL": ""}, "TALEND_REGION"),
        (
            {"talend:region": "no region"},
            {"TALEND_ACCESS_TOKEN": "t", "TALEND_API_URL": ""},
            "talend:region",
        ),
        (
            {"talend:apiUrl": "http://127.0.0.1:1"},
            {"TALEND_ACCESS_TOKEN": "t", "TALEND_API_URL": "http://127.0.0.1:2"},
            "unset TALEND_API_URL",
        ),
    ],
)
def test_an_error_names_the_setting(config: dict[str, str], environ: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as caught:
        Settings.load(config, environ)
    assert caught.value.outcome == "not_sent"


def test_an_address_that_no_host_can_have_is_refused_before_any_call() -> None:
    settings = Settings.load({"talend:apiUrl": "https://\ufdfa.com"}, {"TALEND_ACCESS_TOKEN": "t"})
    with pytest.raises(SettingsError, match="talend:apiUrl"):
        TalendClient(settings)


def test_an_error_does_not_show_a_secret() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.load({}, {"TALEND_ACCESS_TOKEN": "s3cret s3cret", "TALEND_REGION": "eu"})
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize(
    "proxy",
    [
        "http://bob:hunter22@proxy:port",
        "http://bob:hunter/22@proxy",
        "ftp://bob:hunter22@proxy",
        "bob:hunter22@http://proxy:80",
    ],
)
def test_an_unusable_proxy_is_a_settings_error_without_its_password(
    monkeypatch: pytest.MonkeyPatch, variable: str, proxy: str
) -> None:
    monkeypatch.setenv(variable, proxy)
    with pytest.raises(SettingsError, match=f"Check .*{variable}") as caught:
        TalendClient(Settings.load({}, ENVIRON))
    assert "hunter" not in str(caught.value)


def test_an_unusable_exception_from_the_proxy_is_a_settings_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "internal:abc")
    with pytest.raises(SettingsError, match="an entry of NO_PROXY is invalid"):
        TalendClient(Settings.load({}, ENVIRON))


def test_a_missing_certificate_is_a_settings_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    with pytest.raises(SettingsError, match="Check SSL_CERT_FILE"):
        TalendClient(Settings.load({}, ENVIRON))
