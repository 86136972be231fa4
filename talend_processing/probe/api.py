"""Raw calls: the probe needs the status, the headers and the body of each response, also of a refusal."""

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

_TRIES: Final = 4
_TRANSIENT: Final = frozenset({408, 500, 502, 503, 504})
_UNAUTHORIZED: Final = 401
_GONE: Final = frozenset({404, 410})
_TOO_MANY: Final = 429
_RATE_LIMIT_RETRIES: Final = 6
_LONGEST_WAIT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A response of the API with any status."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers by lower-case name."""
    content: bytes = field(default=b"", repr=False)
    lost: bool = False
    """Whether a create got no usable response. `content` is then the list entry of the created object."""

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return 200 <= self.status < 300  # noqa: PLR2004 - success

    @property
    def gone(self) -> bool:
        """Whether the response says that the object does not exist."""
        return self.status in _GONE

    @property
    def media_type(self) -> str:
        """The media type of the body, without its parameters; empty if the response names none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def json(self) -> object:
        """The body as JSON; None if it is not JSON."""
        try:
            found: object = json.loads(self.content)
        except (ValueError, RecursionError):
            return None
        return found

    @property
    def record(self) -> Record:
        """The body as a JSON object; empty if it is not one."""
        found = self.json
        return found if isinstance(found, dict) else {}

    @property
    def records(self) -> list[Record]:
        """The objects of a list. The body is an array, or a page with the array in `items`."""
        found = self.json
        if isinstance(found, dict):
            found = found.get("items")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def get(self, name: str) -> str:
        """Return a text member of the body; empty if the body has no such text."""
        value = self.record.get(name)
        return value if isinstance(value, str) else ""


class Api:
    """Sends the probe's calls one at a time and counts them.

    It retries a call that had no effect (not sent, or answered 429). After a lost response or a server error
    it retries only a GET, a search, and a DELETE with `repeat`. The caller must look up whether any other
    write took effect.

    Each call returns the response, whatever its status.

    Raises:
        CallError: There was no response. Its `outcome` says whether the request may have taken effect.

    """

    def __init__(self, client: TalendClient) -> None:
        self._client = client
        self.calls = 0
        """The number of calls, including retries."""
        self.headers: set[str] = set()
        """The lower-case names of the headers in all responses, except those of the token endpoint."""
        self.too_many: Reply | None = None
        """The first 429 response; None if there was none."""
        self.limited = 0
        """The number of retries after a 429."""

    @property
    def server_ahead(self) -> float:
        """Seconds by which the API's clock was ahead of this machine's at the last response."""
        return self._client.server_ahead

    def clock(self) -> float:
        """Return the time of the monotonic clock in seconds, to measure durations."""
        return self._client.dispatcher.clock()

    def now(self) -> float:
        """Return the seconds since 1970, by this machine's clock or the API's, whichever is ahead."""
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
        """Search run profiles with a POST that changes nothing and can be repeated."""
        return self._send("POST", f"{GENERIC_PROFILES}/search", body=body, repeat=True)

    def put(self, path: str, body: Body | None = None) -> Reply:
        """Send a PUT."""
        return self._send("PUT", path, body=body)

    def delete(self, path: str, *, accept: str = "*/*", repeat: bool = False) -> Reply:
        """Send a DELETE. With `repeat`, retry it after a lost response or a server error."""
        return self._send("DELETE", path, accept=accept, repeat=repeat)

    def token(self, *, form: bool) -> Reply:
        """Request a token for the service account, in JSON or as a form.

        Without a service account, send nothing and return a 401.
        """
        self.calls += 1
        answer = self._client.dispatcher.exchange_token(form=form)
        return (
            Reply(_UNAUTHORIZED) if answer is None else Reply(answer.status, answer.headers, answer.content)
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
        tried = limited = 0
        while True:
            last = tried == _TRIES - 1
            self.calls += 1
            try:
                answer = self._client.dispatcher.exchange(
                    method, path, parameters=query, body=body, accept=accept
                )
            except CallError as error:
                if last or not (repeat or error.outcome == "not_sent"):
                    raise
                self.wait(0.5 * 2.0**tried)
                tried += 1
                continue
            reply = Reply(answer.status, dict(answer.headers), answer.content)
            self.headers.update(name.lower() for name in reply.headers)
            if reply.status == _TOO_MANY and limited < _RATE_LIMIT_RETRIES:
                self.too_many = self.too_many or reply
                self.limited += 1
                limited += 1
                retry_after = reply.headers.get("retry-after", "")
                # The limit is per minute, so the pauses add up to more than a minute.
                seconds = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0
                self.wait(min(max(seconds, 5.0 * limited), _LONGEST_WAIT))
            elif repeat and reply.status in _TRANSIENT and not last:
                self.wait(0.5 * 2.0**tried)
                tried += 1
            else:
                return reply


class Stopwatch:
    """Measures how long the API takes to show a change."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._began = api.clock()
        self._limited = api.limited

    def seconds(self) -> float:
        """Return the seconds since the start."""
        return round(self._api.clock() - self._began, 2)

    def require_undisturbed(self) -> None:
        """Require that the API has answered no call with 429 since the start.

        Raises:
            NotObservedError: A call had to be repeated, so the change may have been visible earlier.

        """
        if self._api.limited != self._limited:
            raise NotObservedError("the API limited the calls (429) during the measurement")
