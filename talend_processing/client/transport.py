"""The one module that knows httpx: sends one request and says what came back, or how it failed.

Another HTTP library, such as httpx's successor, would change this module and no other.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from talend_processing.client.errors import SettingsError
from talend_processing.client.settings import Settings, is_loopback
from talend_processing.version import __version__

BaseTransport = httpx.BaseTransport
"""What can answer in place of the network."""

API_VERSION = "2021-03"

_LEAST_CONNECTIONS = 128
_IDLE_SECONDS = 4.0
"""An idle connection is dropped after this time, before servers and balancers do so (5 s and more):
a write on a connection that the server is just closing would have an unknown outcome."""

_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    content: bytes = field(repr=False)
    """It may hold a token or a key."""
    date: float | None = None
    """When it was given by the API's clock, in seconds since 1970; None if it does not say."""


class TransportFailure(Exception):  # noqa: N818 - it is not shown: the call that failed turns it into an error
    """No whole answer came."""

    def __init__(self, reason: str, *, sent: bool, timed_out: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent
        """Whether the API may have got the request."""
        self.timed_out = timed_out


class Transport:
    """One pool of connections for all threads."""

    def __init__(
        self,
        settings: Settings,
        transport: BaseTransport | None = None,
        *,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._wall_clock = wall_clock
        self.server_ahead = 0.0
        """Seconds by which the API's clock was ahead of this machine's at the last answer."""
        connections = max(_LEAST_CONNECTIONS, 2 * settings.parallel)
        address = urlsplit(settings.api_url)
        self._base = settings.api_url
        try:
            httpx.URL(self._base)
        except httpx.InvalidURL as error:
            raise SettingsError(
                f"The address of the API is no URL: {error}. Check talend:apiUrl or TALEND_API_URL"
            ) from None
        try:
            self._client = httpx.Client(
                transport=transport,
                verify=_trust(address.scheme),
                trust_env=transport is None and not is_loopback(address.hostname or ""),
                follow_redirects=False,
                timeout=httpx.Timeout(settings.request_timeout),
                limits=httpx.Limits(
                    max_connections=connections,
                    max_keepalive_connections=connections,
                    keepalive_expiry=_IDLE_SECONDS,
                ),
                headers={
                    "user-agent": f"talend-processing/{__version__}",
                    "talend-version": API_VERSION,
                },
            )
        except (ValueError, OSError) as error:  # httpx hides the password of a proxy's address itself
            raise SettingsError(
                f"The proxy or certificate settings of the environment are unusable: {error}."
                " Check HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR"
            ) from error

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        query: Mapping[str, str],
        body: object | None,
        timeout: float | None = None,
    ) -> Answer:
        """Send one request, once.

        Raises:
            TransportFailure: No whole answer came.

        """
        try:
            response = self._client.request(
                method,
                self._base + path,
                params=query or None,
                content=None if body is None else json.dumps(body, ensure_ascii=False).encode(),
                headers={**headers, **({} if body is None else {"content-type": "application/json"})},
                timeout=httpx.USE_CLIENT_DEFAULT if timeout is None else timeout,
            )
        except httpx.TimeoutException as error:
            raise TransportFailure(
                _reason(error), sent=not isinstance(error, _NOT_SENT), timed_out=True
            ) from error
        except httpx.HTTPError as error:
            raise TransportFailure(
                _reason(error), sent=not isinstance(error, _NOT_SENT), timed_out=False
            ) from error
        date = http_date(response.headers.get("date", ""))
        if date is not None:  # without one it says nothing about the clocks
            self.server_ahead = date - self._wall_clock()
        return Answer(response.status_code, response.headers, response.content, date)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


def http_date(text: str) -> float | None:
    """A date as HTTP's headers have it, in seconds since 1970; None if it is none."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None


def _trust(scheme: str) -> ssl.SSLContext:
    """The certificates that are trusted: for plain http none, since loading them takes time."""
    if scheme == "http":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.create_ssl_context(trust_env=True)


def _reason(error: httpx.HTTPError) -> str:
    words = str(error).strip()
    return words or type(error).__name__
