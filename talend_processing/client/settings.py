"""Where the API is, who asks, and how hard: from the environment and from stack config.

Credentials come from the environment first, since destroy and refresh reuse the config stored in state,
where a rotated token would fail. The address comes from stack config first, and a stray variable that
contradicts it is an error, so that it cannot point a stack at another account.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from talend_processing.client.errors import SettingsError


@dataclass(frozen=True)
class AccessToken:
    """A personal access token or a service-account token."""

    token: str = field(repr=False)


@dataclass(frozen=True)
class ServiceAccount:
    """A service account, which fetches its tokens itself."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """All that a client needs to know.

    Example:
        >>> settings = Settings.load({"talend:region": "eu"}, {"TALEND_ACCESS_TOKEN": "made-up"})
        >>> settings.api_url
        'https://api.eu.cloud.talend.com'
        >>> "made-up" in repr(settings)
        False

    """

    api_url: str
    """The base URL, without a slash at its end."""
    credentials: AccessToken | ServiceAccount
    requests_per_minute: int = 1800
    """The API's own limit per address is 1,800."""
    request_timeout: float = 30.0
    """Seconds to wait for an answer."""
    max_retries: int = 5
    """How often a call that is safe to repeat is repeated."""
    parallel: int = 16
    """How many resources Pulumi is told to work on at once, and so how many connections there are."""
    list_delay: float = 20.0
    """Seconds after which the API's lists show every execution that has started."""
    history_days: int = 10
    """The longest period of executions that one list may cover; older versions of the API allow 60 days."""

    @classmethod
    def load(
        cls,
        config: Mapping[str, str],
        environ: Mapping[str, str],
        *,
        address: tuple[str, str] = ("talend:region", "talend:apiUrl"),
    ) -> Settings:
        """Read stack config (`talend:…` keys) and the environment.

        Args:
            config: The stack's config, or what stands in its place.
            environ: The environment.
            address: What `config` calls the region and the API's address, for messages too.

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
                    f"Both {token} and {account if has_account else secret} are set: set one or the other"
                )
            return AccessToken(_header_safe(token, values[token]))
        if has_account != has_secret:
            given, lacking = (account, secret) if has_account else (secret, account)
            raise SettingsError(f"{given} is set but {lacking} is not: a service account needs both")
        if has_account:
            return ServiceAccount(values[account], values[secret])
    raise SettingsError(
        "No Talend credentials: set TALEND_ACCESS_TOKEN, or TALEND_CLIENT_ID and TALEND_CLIENT_SECRET"
        " (or for a stack `pulumi config set --secret talend:accessToken`)"
    )


def _header_safe(name: str, token: str) -> str:
    if not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(f"{name} holds characters that no token has, such as a space or a line break")
    return token


def _address(config: Mapping[str, str], environ: Mapping[str, str], names: tuple[str, str]) -> str:
    stack = _one_address(config, *names)
    shell = _one_address(environ, "TALEND_REGION", "TALEND_API_URL")
    if stack and shell and stack[0] != shell[0]:
        raise SettingsError(
            f"{stack[1]} says {stack[0]}, but {shell[1]} says {shell[0]}:"
            f" unset {shell[1]} or change {stack[1]}"
        )
    found = stack or shell
    if found is None:
        raise SettingsError(
            "No Talend region: set TALEND_REGION to eu, us, ap, au or us-west"
            " (or for a stack `pulumi config set talend:region eu`)"
        )
    return found[0]


def _one_address(values: Mapping[str, str], region: str, url: str) -> tuple[str, str] | None:
    """The address and the name of the setting that gives it."""
    by_region = _region(region, values[region]) if values.get(region) else None
    by_url = _url(url, values[url]) if values.get(url) else None
    if by_region and by_url and by_region != by_url:
        raise SettingsError(f"{region} says {by_region}, but {url} says {by_url}: set one of them")
    if by_url:
        return by_url, url
    return (by_region, region) if by_region else None


def _region(name: str, region: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", region):
        raise SettingsError(
            f"{name} is no region id: it is a short name in lower case, such as eu, us, ap, au or us-west"
        )
    return f"https://api.{region}.cloud.talend.com"


def _url(name: str, url: str) -> str:
    if " " in url or not url.isprintable():
        raise SettingsError(f"{name} holds a space or another character that no address has")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SettingsError(f"{name} is no URL: {error}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"{name} must be an https:// address")
    if parts.username or parts.password:
        raise SettingsError(f"{name} must not hold credentials")
    if parts.query or parts.fragment:
        raise SettingsError(f"{name} must be a base URL without ? or #")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingsError(f"{name} is http to another machine: use https (http is for loopback only)")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, so that nothing stands between."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _whole(config: Mapping[str, str], key: str, default: int, *, least: int = 1) -> int:
    text = config.get(key)
    if text is None:
        return default
    if not re.fullmatch(r"\d+", text) or int(text) < least:
        raise SettingsError(f"{key} must be a whole number, {least} or more")
    return int(text)


def _seconds(config: Mapping[str, str], key: str, default: float) -> float:
    text = config.get(key)
    if text is None:
        return default
    if not re.fullmatch(r"\d+(\.\d+)?", text) or float(text) <= 0:
        raise SettingsError(f"{key} must be a number of seconds above 0")
    return float(text)
