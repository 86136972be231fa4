"""HTTP/1.1 on one connection, with h11 directly on an asyncio transport.

The injected fault `truncated` ends a response in the middle of its body. Web frameworks do not allow that.
For speed, requests are handled without asyncio tasks.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from email.utils import formatdate
from functools import partial
from typing import cast

import h11

from talend_processing.simulator.http.operations import Pending
from talend_processing.simulator.http.requests import Request
from talend_processing.simulator.http.responses import ApiError, Response, json_response
from talend_processing.simulator.http.service import (
    DroppedConnection,
    Exchange,
    Outcome,
    Service,
    TruncatedResponse,
)

_BODILESS = {204, 304}
_POLL_INTERVAL = 0.01
"""Seconds between two checks of a held or pending request."""


class Connection(asyncio.Protocol):
    """The connection of one client. It handles one request after the other."""

    def __init__(self, service: Service, open_connections: set[Connection]) -> None:
        self._service = service
        self._open_connections = open_connections
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=64 * 1024)
        self._transport: asyncio.Transport | None = None
        self._head: h11.Request | None = None  # the request line and headers of the current request
        self._body_parts: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Register the connection."""
        self._transport = cast("asyncio.Transport", transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open_connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove the connection. A delayed or held request still takes effect."""
        del exc
        self._transport = None
        self._open_connections.discard(self)

    def close(self) -> None:
        """Abort the connection and its delayed, held or pending request, if any."""
        if self._timer is not None:
            self._timer.cancel()
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Handle each request that these bytes complete."""
        self._http.receive_data(data)
        self._handle_events()

    def _handle_events(self) -> None:
        try:
            while self._transport is not None:
                event = self._http.next_event()
                if isinstance(event, h11.Request):
                    self._begin(event)
                elif isinstance(event, h11.Data):
                    self._body_parts.append(bytes(event.data))
                elif isinstance(event, h11.EndOfMessage):
                    self._handle_request()
                else:
                    if isinstance(event, h11.ConnectionClosed):
                        self._transport.close()
                    return
        except h11.RemoteProtocolError as error:
            self._refuse(error)

    def _begin(self, head: h11.Request) -> None:
        self._head, self._body_parts = head, []
        if self._http.they_are_waiting_for_100_continue:
            self._send(h11.InformationalResponse(status_code=100, headers=[]))

    def _handle_request(self) -> None:
        if self._head is None:
            raise RuntimeError("a request ended before it began")
        request = Request(
            self._head.method.decode("ascii"),
            self._head.target.decode("ascii"),
            {name.decode("latin-1"): value.decode("latin-1") for name, value in self._head.headers},
            b"".join(self._body_parts),
        )
        exchange = self._service.receive(request)
        if exchange.delay:
            self._call_later(partial(self._respond, exchange), exchange.delay)
        else:
            self._respond(exchange)

    def _call_later(self, call: Callable[[], None], seconds: float = _POLL_INTERVAL) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._resume, call)

    def _resume(self, call: Callable[[], None]) -> None:
        self._timer = None
        call()
        self._handle_events()

    def _respond(self, exchange: Exchange) -> None:
        if exchange.held == "hold-before":
            self._call_later(partial(self._respond, exchange))
        else:
            self._deliver(exchange, self._service.respond(exchange))

    def _poll(self, exchange: Exchange, pending: Pending) -> None:
        self._deliver(exchange, self._service.poll(exchange, pending))

    def _deliver(self, exchange: Exchange, outcome: Outcome) -> None:
        if self._transport is None:
            return
        if isinstance(outcome, Pending):
            self._call_later(partial(self._poll, exchange, outcome))
        elif exchange.held:
            self._call_later(partial(self._deliver, exchange, outcome))
        elif isinstance(outcome, DroppedConnection):
            self._transport.abort()
        elif isinstance(outcome, TruncatedResponse):
            self._write(outcome.response, truncated=True)
            self._transport.close()
            self._transport = None
        else:
            self._write(outcome)

    def _write(self, response: Response, *, truncated: bool = False) -> None:
        content = b"" if response.status in _BODILESS else response.content
        length = len(content) + (16 if truncated else 0)  # truncated: announce more bytes than are sent
        if self._head is not None and self._head.method == b"HEAD":
            content = b""
        headers = [
            ("Date", formatdate(self._service.clock.now() / 1000, usegmt=True)),
            *response.headers.items(),
        ]
        if response.media_type is not None and length:
            headers.append(("Content-Type", response.media_type))
        if response.status not in _BODILESS:
            headers.append(("Content-Length", str(length)))
        events: list[h11.Event] = [h11.Response(status_code=response.status, headers=headers)]
        if content:
            events.append(h11.Data(data=content[: len(content) // 2] if truncated else content))
        if not truncated:
            events.append(h11.EndOfMessage())
        self._send(*events)
        if truncated:
            return
        if self._http.our_state is h11.MUST_CLOSE:
            if self._transport is not None:
                self._transport.close()
        elif self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
            self._head = None

    def _send(self, *events: h11.Event) -> None:
        """Send all events in one call of `write`, so that they usually fit into one packet."""
        data = b"".join(self._http.send(event) or b"" for event in events)
        if self._transport is not None:
            self._transport.write(data)

    def _refuse(self, error: h11.RemoteProtocolError) -> None:
        if self._transport is None:
            return
        if self._http.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            refusal = ApiError(error.error_status_hint, "Bad Request", str(error))
            self._write(json_response(refusal.body("0"), error.error_status_hint))
        self._transport.close()
