"""Base URL, credentials and limits of a client, from environment variables and from stack config.

Credentials in environment variables take precedence, because destroy and refresh reuse the config in Pulumi's
state, where the token may be an old one. A base URL in the environment never overrides the base URL in the
config: the stack's objects are in the account of the config, so a difference is an error.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from talend_processing.client.errors import SettingsError
from talend_processing.client.regions import api_url_of


@dataclass(frozen=True)
class AccessToken:
    """A personal access token or a service-account token."""

    token: str = field(repr=False)


@dataclass(frozen=True)
class ServiceAccount:
    """A service account. The client fetches tokens for it."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """Settings of a client.

    Example:
        >>> settings = Settings.load({"talend:region": "eu"}, {"TALEND_ACCESS_TOKEN": "made-up"})
        >>> settings.api_url
        'https://api.eu.cloud.talend.com'
        >>> "made-up" in repr(settings)
        False

    """

    api_url: str
    """Base URL without a slash at its end."""
    credentials: AccessToken | ServiceAccount
    requests_per_minute: int = 1800
    """Maximum number of requests in a minute. The API's own limit is 1,800 per IP address."""
    request_timeout: float = 30.0
    """Seconds to wait for a connection, and for each part of a response."""
    max_retries: int = 5
    """Maximum number of retries of a call that is safe to send again."""
    parallel: int = 16
    """Number of resources that Pulumi processes in parallel, to size the pool of connections."""
    list_delay: float = 20.0
    """Seconds that can pass after the start of an execution until the API's lists contain it."""
    history_days: int = 10
    """Longest period, in days, that one request for executions may cover. Older API versions allow 60."""

    @classmethod
    def load(
        cls,
        config: Mapping[str, str],
        environ: Mapping[str, str],
        *,
        address: tuple[str, str] = ("talend:region", "talend:apiUrl"),
    ) -> Settings:
        """Return the settings from stack config and environment variables.

        Args:
            config: Stack config, or other settings under the same `talend:…` keys.
            environ: Environment variables.
            address: The two keys in `config` that contain the region and the URL. Error messages name them.

        Raises:
            SettingsError: A setting is missing, malformed or contradicts another.

        """
        return cls(
            api_url=_base_url(config, environ, address),
            credentials=_credentials(config, environ),
            requests_per_minute=_whole_number(config, "talend:requestsPerMinute", 1800),
            request_timeout=_seconds(config, "talend:requestTimeout", 30.0),
            max_retries=_whole_number(config, "talend:maxRetries", 5, minimum=0),
            parallel=_whole_number(config, "talend:parallel", 16),
            list_delay=_seconds(config, "talend:listDelay", 20.0),
        )


def _credentials(config: Mapping[str, str], environ: Mapping[str, str]) -> AccessToken | ServiceAccount:
    for settings, token_key, id_key, secret_key in (
        (environ, "TALEND_ACCESS_TOKEN", "TALEND_CLIENT_ID", "TALEND_CLIENT_SECRET"),
        (config, "talend:accessToken", "talend:clientId", "talend:clientSecret"),
    ):
        has_id, has_secret = bool(settings.get(id_key)), bool(settings.get(secret_key))
        if settings.get(token_key):
            if has_id or has_secret:
                raise SettingsError(
                    f"Both {token_key} and {id_key if has_id else secret_key} are set: unset one of them"
                )
            return AccessToken(_header_safe(token_key, settings[token_key]))
        if has_id != has_secret:
            present, missing = (id_key, secret_key) if has_id else (secret_key, id_key)
            raise SettingsError(f"{present} is set but {missing} is not: a service account needs both")
        if has_id:
            return ServiceAccount(settings[id_key], settings[secret_key])
    raise SettingsError(
        "No Talend credentials: set TALEND_ACCESS_TOKEN, or TALEND_CLIENT_ID and TALEND_CLIENT_SECRET"
        " (or for a stack `pulumi config set --secret talend:accessToken`)"
    )


def _header_safe(key: str, token: str) -> str:
    if not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            f"{key} contains characters that cannot be in a token, such as a space or a line break"
        )
    return token


def _base_url(config: Mapping[str, str], environ: Mapping[str, str], config_keys: tuple[str, str]) -> str:
    config_url, config_key = _base_url_and_key(config, *config_keys) or ("", "")
    environ_url, variable = _base_url_and_key(environ, "TALEND_REGION", "TALEND_API_URL") or ("", "")
    if config_url and environ_url and config_url != environ_url:
        raise SettingsError(
            f"{config_key} says {config_url}, but {variable} says {environ_url}:"
            f" unset {variable} or change {config_key}"
        )
    if not config_url and not environ_url:
        raise SettingsError(
            "No Talend region: set TALEND_REGION to the account's region, such as eu or us-west"
            " (or for a stack `pulumi config set talend:region eu`)"
        )
    return config_url or environ_url


def _base_url_and_key(settings: Mapping[str, str], region_key: str, url_key: str) -> tuple[str, str] | None:
    """Return the base URL and the key of its setting, or None if there is no such setting."""
    region_url = _url_of_region(region_key, settings[region_key]) if settings.get(region_key) else None
    url = _valid_url(url_key, settings[url_key]) if settings.get(url_key) else None
    if region_url and url and region_url != url:
        raise SettingsError(f"{region_key} says {region_url}, but {url_key} says {url}: unset one of them")
    if url:
        return url, url_key
    return (region_url, region_key) if region_url else None


def _url_of_region(key: str, region: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", region):
        raise SettingsError(
            f"{key} is not a valid region id, which is a short name in lower case, such as eu or us-west"
        )
    return api_url_of(region)


def _valid_url(key: str, url: str) -> str:
    if " " in url or not url.isprintable():
        raise SettingsError(f"{key} contains a space or another character that cannot be in a URL")
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError if the port is not a number from 0 to 65535
    except ValueError as error:
        raise SettingsError(f"{key} is not a valid URL: {error}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"{key} must be an https:// URL")
    if parts.username or parts.password:
        raise SettingsError(f"{key} must not contain credentials")
    if parts.query or parts.fragment:
        raise SettingsError(f"{key} must be a base URL without ? or #")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingsError(f"{key} is an http:// URL of another machine: use https")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Return whether a host is `localhost` or a loopback address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _whole_number(config: Mapping[str, str], key: str, default: int, *, minimum: int = 1) -> int:
    text = config.get(key)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < minimum:
        raise SettingsError(f"{key} must be a whole number, {minimum} or more")
    return int(text)


def _seconds(config: Mapping[str, str], key: str, default: float) -> float:
    text = config.get(key)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text) or float(text) <= 0:
        raise SettingsError(f"{key} must be a number of seconds above 0")
    return float(text)
