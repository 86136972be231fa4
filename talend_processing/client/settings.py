"""Address, credentials and limits of a client, from environment variables and from stack config.

Credentials in environment variables take precedence, because destroy and refresh reuse the config in Pulumi's
state, and its token may have been replaced since. If environment and config contain different addresses, that
is an error, because one of the two belongs to another account.
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
            address: Keys of the region and the URL in `config`. Error messages name them.

        Raises:
            SettingsError: A setting is missing, malformed or contradicts another.

        """
        return cls(
            api_url=_address(config, environ, address),
            credentials=_credentials(config, environ),
            requests_per_minute=_whole(config, "talend:requestsPerMinute", 1800),
            request_timeout=_seconds(config, "talend:requestTimeout", 30.0),
            max_retries=_whole(config, "talend:maxRetries", 5, least=0),
            parallel=_whole(config, "talend:parallel", 16),
            list_delay=_seconds(config, "talend:listDelay", 20.0),
        )


def _credentials(config: Mapping[str, str], environ: Mapping[str, str]) -> AccessToken | ServiceAccount:
    for values, token, account, secret in (
        (environ, "TALEND_ACCESS_TOKEN", "TALEND_CLIENT_ID", "TALEND_CLIENT_SECRET"),
        (config, "talend:accessToken", "talend:clientId", "talend:clientSecret"),
    ):
        has_account, has_secret = bool(values.get(account)), bool(values.get(secret))
        if values.get(token):
            if has_account or has_secret:
                raise SettingsError(
                    f"Both {token} and {account if has_account else secret} are set: unset one of them"
                )
            return AccessToken(_header_safe(token, values[token]))
        if has_account != has_secret:
            given, missing = (account, secret) if has_account else (secret, account)
            raise SettingsError(f"{given} is set but {missing} is not: a service account needs both")
        if has_account:
            return ServiceAccount(values[account], values[secret])
    raise SettingsError(
        "No Talend credentials: set TALEND_ACCESS_TOKEN, or TALEND_CLIENT_ID and TALEND_CLIENT_SECRET"
        " (or for a stack `pulumi config set --secret talend:accessToken`)"
    )


def _header_safe(name: str, token: str) -> str:
    if not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            f"{name} contains characters that cannot be in a token, such as a space or a line break"
        )
    return token


def _address(config: Mapping[str, str], environ: Mapping[str, str], names: tuple[str, str]) -> str:
    config_address = _one_address(config, *names)
    env_address = _one_address(environ, "TALEND_REGION", "TALEND_API_URL")
    if config_address and env_address and config_address[0] != env_address[0]:
        raise SettingsError(
            f"{config_address[1]} says {config_address[0]}, but {env_address[1]} says {env_address[0]}:"
            f" unset {env_address[1]} or change {config_address[1]}"
        )
    found = config_address or env_address
    if found is None:
        raise SettingsError(
            "No Talend region: set TALEND_REGION to the account's region, such as eu or us-west"
            " (or for a stack `pulumi config set talend:region eu`)"
        )
    return found[0]


def _one_address(values: Mapping[str, str], region: str, url: str) -> tuple[str, str] | None:
    """Return the address and the name of the setting that contains it, or None if no setting does."""
    by_region = _region(region, values[region]) if values.get(region) else None
    by_url = _url(url, values[url]) if values.get(url) else None
    if by_region and by_url and by_region != by_url:
        raise SettingsError(f"{region} says {by_region}, but {url} says {by_url}: unset one of them")
    if by_url:
        return by_url, url
    return (by_region, region) if by_region else None


def _region(name: str, region: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", region):
        raise SettingsError(
            f"{name} is not a valid region id, which is a short name in lower case, such as eu or us-west"
        )
    return api_url_of(region)


def _url(name: str, url: str) -> str:
    if " " in url or not url.isprintable():
        raise SettingsError(f"{name} contains a space or another character that cannot be in a URL")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SettingsError(f"{name} is not a valid URL: {error}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"{name} must be an https:// address")
    if parts.username or parts.password:
        raise SettingsError(f"{name} must not contain credentials")
    if parts.query or parts.fragment:
        raise SettingsError(f"{name} must be a base URL without ? or #")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingsError(f"{name} is http to another machine: use https (http is for loopback only)")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Return whether a host is `localhost` or a loopback address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _whole(config: Mapping[str, str], key: str, default: int, *, least: int = 1) -> int:
    text = config.get(key)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < least:
        raise SettingsError(f"{key} must be a whole number, {least} or more")
    return int(text)


def _seconds(config: Mapping[str, str], key: str, default: float) -> float:
    text = config.get(key)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text) or float(text) <= 0:
        raise SettingsError(f"{key} must be a number of seconds above 0")
    return float(text)
