"""API calls that return every response with its status, headers and body, even an error response."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import CallError
from talend_processing.client.operation import Body, Method, Parameters
from talend_processing.probe.experiment import NotObservedError
from talend_processing.probe.kinds import GENERIC_PROFILES

Record: TypeAlias = Mapping[str, object]
"""A JSON object from a response of the API."""

_MAX_ATTEMPTS: Final = 4
_TRANSIENT: Final = frozenset({408, 500, 502, 503, 504})
_UNAUTHORIZED: Final = 401
_GONE: Final = frozenset({404, 410})
_TOO_MANY_REQUESTS: Final = 429
_RATE_LIMIT_RETRIES: Final = 6
_MAX_RETRY_WAIT: Final = 60.0
"""The longest wait after a 429, in seconds, even if `Retry-After` says more."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response of the API with any status."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers by lower-case name."""
    content: bytes = field(default=b"", repr=False)
    from_list: bool = False
    """Whether `content` is the created object's list entry, because the POST got no usable response."""

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004

    @property
    def not_found(self) -> bool:
        """Whether the status is 404 or 410."""
        return self.status in _GONE

    @property
    def media_type(self) -> str:
        """The media type of the body, such as `application/json`; empty without a `Content-Type`."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def json(self) -> object:
        """The body as JSON; None if it is not JSON."""
        try:
            value: object = json.loads(self.content)
        except (ValueError, RecursionError):
            return None
        return value

    @property
    def record(self) -> Record:
        """The body as a JSON object; empty if it is not one."""
        value = self.json
        return value if isinstance(value, dict) else {}

    @property
    def records(self) -> list[Record]:
        """The objects of a list: the body itself, or its member `items`."""
        items = self.json
        if isinstance(items, dict):
            items = items.get("items")
        return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def get(self, name: str) -> str:
        """Return a string member of the body; empty if it is missing or has another type."""
        value = self.record.get(name)
        return value if isinstance(value, str) else ""


class Api:
    """Sends API calls and counts them.

    A call returns the response, whatever its status. It is retried if it was not sent or was answered with
    429. If the response was lost or is a server error, only a GET, a search, and a DELETE with `repeat` are
    retried. If any other request fails in this way, the caller must look up whether the request took
    effect.

    Raises:
        CallError: There was no response. Its `outcome` says whether the request may have taken effect.

    """

    def __init__(self, client: TalendClient) -> None:
        self._client = client
        self.calls = 0
        """The number of calls, including retries."""
        self.headers: set[str] = set()
        """The lower-case header names of all responses, except responses of the token endpoint."""
        self.first_429: Reply | None = None
        """The first 429 response; None if there was none."""
        self.rate_limit_retries = 0
        """The number of retries after a 429."""

    @property
    def server_ahead(self) -> float:
        """Seconds by which the API's clock was ahead of this machine's clock at the last response."""
        return self._client.server_ahead

    def clock(self) -> float:
        """Return the seconds of a monotonic clock."""
        return self._client.dispatcher.clock()

    def now(self) -> float:
        """Return the seconds since 1970: the later of this machine's and the API's time."""
        return self._client.dispatcher.now()

    def wait(self, seconds: float) -> None:
        """Wait for a number of seconds."""
        self._client.wait(seconds)

    def get(self, path: str, *, query: Parameters | None = None) -> Reply:
        """Send a GET."""
        return self._send("GET", path, query=query, repeat=True)

    def post(self, path: str, body: Body) -> Reply:
        """Send a POST."""
        return self._send("POST", path, body=body)

    def search(self, body: Body) -> Reply:
        """Search run profiles with a POST, which changes nothing."""
        return self._send("POST", f"{GENERIC_PROFILES}/search", body=body, repeat=True)

    def put(self, path: str, body: Body | None = None) -> Reply:
        """Send a PUT."""
        return self._send("PUT", path, body=body)

    def delete(self, path: str, *, accept: str = "*/*", repeat: bool = False) -> Reply:
        """Send a DELETE. `repeat`: retry it if the response was lost or is a server error."""
        return self._send("DELETE", path, accept=accept, repeat=repeat)

    def token(self, *, form: bool) -> Reply:
        """Request a token for the service account, with a JSON body or a form.

        Without a service account, send nothing and return status 401.
        """
        self.calls += 1
        response = self._client.dispatcher.exchange_token(form=form)
        return (
            Reply(_UNAUTHORIZED)
            if response is None
            else Reply(response.status, response.headers, response.content)
        )

    def _send(
        self,
        method: Method,
        path: str,
        *,
        query: Parameters | None = None,
        body: Body | None = None,
        accept: str = "application/json",
        repeat: bool = False,
    ) -> Reply:
        failures = retries_after_429 = 0
        while True:
            is_last_attempt = failures == _MAX_ATTEMPTS - 1
            self.calls += 1
            try:
                response = self._client.dispatcher.exchange(
                    method, path, parameters=query, body=body, accept=accept
                )
            except CallError as error:
                if is_last_attempt or not (repeat or error.outcome == "not_sent"):
                    raise
                self.wait(0.5 * 2.0**failures)
                failures += 1
                continue
            reply = Reply(response.status, dict(response.headers), response.content)
            self.headers.update(name.lower() for name in reply.headers)
            if reply.status == _TOO_MANY_REQUESTS and retries_after_429 < _RATE_LIMIT_RETRIES:
                self.first_429 = self.first_429 or reply
                self.rate_limit_retries += 1
                retries_after_429 += 1
                retry_after = reply.headers.get("retry-after", "")
                # The limit is per minute, so the pauses add up to more than a minute.
                requested_wait = (
                    float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0
                )
                self.wait(min(max(requested_wait, 5.0 * retries_after_429), _MAX_RETRY_WAIT))
            elif repeat and reply.status in _TRANSIENT and not is_last_attempt:
                self.wait(0.5 * 2.0**failures)
                failures += 1
            else:
                return reply


class Stopwatch:
    """Measures the time from its creation, by the monotonic clock."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._began = api.clock()
        self._rate_limit_retries = api.rate_limit_retries

    def seconds(self) -> float:
        """Return the seconds since the stopwatch was created."""
        return round(self._api.clock() - self._began, 2)

    def require_no_429(self) -> None:
        """Fail if a 429 delayed a call, because the measured time is then too long.

        Raises:
            NotObservedError: The API answered a call with 429 since the stopwatch was created.

        """
        if self._api.rate_limit_retries != self._rate_limit_retries:
            raise NotObservedError("the API limited the calls (429) during the measurement")
