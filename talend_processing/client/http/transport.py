"""Send one request and return the response, or describe how the request failed.

This is the only module of the package that imports httpx.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode, urlsplit

import httpx

from talend_processing.client.errors import SettingsError
from talend_processing.client.operation import Method, Parameters
from talend_processing.client.settings import Settings, is_loopback
from talend_processing.version import __version__

BaseTransport = httpx.BaseTransport
"""Type of an object that responds in place of the network, for tests."""

API_VERSION = "2021-03"

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"

_MIN_CONNECTIONS = 128
_KEEPALIVE_SECONDS = 4.0
"""Seconds after which the client closes an idle connection. Servers and load balancers close idle connections
after 5 s or more. If a server closed a connection during a write, the client would not know whether the write
took effect."""

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
"""Errors that httpx raises before the API can have received the request."""

_UNKNOWN_HOST_ERRNOS = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True, slots=True)
class Response:
    """Response of the API."""

    status: int
    headers: Mapping[str, str]
    """Headers by lower-case name."""
    content: bytes = field(repr=False)
    """Body. It may contain a token or a key."""
    date: float | None = None
    """Time of the response by the API's clock, in seconds since 1970; None without a Date header."""


class TransportError(Exception):
    """No complete response came. The dispatcher turns this exception into an error for the user.

    Attributes:
        reason: Message of httpx, or the name of its exception if there is no message.
        sent: Whether the API may have received the request.
        timed_out: Whether the request timed out.
        unknown_host: Whether the name server reported that the host does not exist.

    """

    def __init__(self, reason: str, *, sent: bool, timed_out: bool, unknown_host: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent
        self.timed_out = timed_out
        self.unknown_host = unknown_host


class Transport:
    """Pool of connections to the API, shared by all threads."""

    def __init__(
        self,
        settings: Settings,
        transport: BaseTransport | None = None,
        *,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._wall_clock = wall_clock
        self.server_ahead = 0.0
        """Seconds by which the API's clock was ahead of this machine's at the last response with a date."""
        connections = max(_MIN_CONNECTIONS, 2 * settings.parallel)
        self._base_url = settings.api_url
        base_url_parts = urlsplit(self._base_url)
        try:
            httpx.URL(self._base_url)
        except httpx.InvalidURL as error:
            raise SettingsError(
                f"The address of the API is not a valid URL: {error}. Check --api-url, talend:apiUrl or"
                " TALEND_API_URL"
            ) from None
        try:
            self._client = httpx.Client(
                transport=transport,
                verify=_certificates(base_url_parts.scheme),
                # No proxy is needed for a test's transport or for a loopback address.
                trust_env=transport is None and not is_loopback(base_url_parts.hostname or ""),
                follow_redirects=False,
                timeout=httpx.Timeout(settings.request_timeout),
                limits=httpx.Limits(
                    max_connections=connections,
                    max_keepalive_connections=connections,
                    keepalive_expiry=_KEEPALIVE_SECONDS,
                ),
                headers={
                    "user-agent": f"talend-processing/{__version__}",
                    "talend-version": API_VERSION,
                },
            )
        except (ValueError, httpx.InvalidURL):  # the error's text can contain a proxy's password
            raise SettingsError(
                "The proxy settings of the environment are unusable: the address of a proxy or an entry of"
                " NO_PROXY is invalid. Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY"
            ) from None
        except OSError as error:
            raise SettingsError(
                f"The certificate settings of the environment are unusable: {error}. Check SSL_CERT_FILE and"
                " SSL_CERT_DIR"
            ) from None

    def send(
        self,
        method: Method,
        path: str,
        *,
        headers: Mapping[str, str],
        parameters: Parameters | None = None,
        body: object | None = None,
        timeout: float | None = None,
        form: bool = False,
    ) -> Response:
        """Send a request once, with its body as JSON or as a form.

        Raises:
            TransportError: No complete response came.

        """
        try:
            response = self._client.request(
                method,
                self._base_url + path,
                params=_query(parameters) if parameters else None,
                content=None if body is None else _encode(body, form=form),
                headers={**headers, **({} if body is None else {"content-type": _FORM if form else _JSON})},
                timeout=httpx.USE_CLIENT_DEFAULT if timeout is None else timeout,
            )
        except httpx.HTTPError as error:
            raise TransportError(
                str(error).strip() or type(error).__name__,
                sent=not isinstance(error, _NEVER_SENT),
                timed_out=isinstance(error, httpx.TimeoutException),
                unknown_host=_is_unknown_host(error),
            ) from error
        date = parse_http_date(response.headers.get("date", ""))
        if date is not None:  # a response without a date says nothing about the clocks
            self.server_ahead = date - self._wall_clock()
        return Response(response.status_code, response.headers, response.content, date)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


def _is_unknown_host(error: BaseException | None) -> bool:
    """Return whether an error was caused by a name server's report that the host does not exist."""
    while error is not None:
        if isinstance(error, socket.gaierror):
            return error.errno in _UNKNOWN_HOST_ERRNOS
        error = error.__cause__ or error.__context__
    return False


def _query(parameters: Parameters) -> dict[str, str]:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in parameters.items()
        if value is not None
    }


def _encode(body: object, *, form: bool) -> bytes:
    if form and isinstance(body, Mapping):
        return urlencode(body).encode()
    return json.dumps(body, ensure_ascii=False).encode()


def parse_http_date(text: str) -> float | None:
    """Return the date in an HTTP header as seconds since 1970, or None if the date is not valid."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None


def _certificates(scheme: str) -> ssl.SSLContext:
    """Return an SSL context with the trusted certificates. For http, load no certificates."""
    if scheme == "http":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.create_ssl_context(trust_env=True)
