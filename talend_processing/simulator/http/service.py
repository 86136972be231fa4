"""Handles a request: applies faults and the rate limit, checks token and parameters, calls the operation."""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import Protocol
from urllib.parse import parse_qsl, unquote

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.account.clock import Clock, timestamp
from talend_processing.simulator.control.faults import HELD, WITHOUT_EFFECT, Fault, Faults
from talend_processing.simulator.control.open_rules import Switches
from talend_processing.simulator.http.journal import Entry, Journal
from talend_processing.simulator.http.operations import (
    OPERATIONS,
    Call,
    Caller,
    Operation,
    Pending,
    Routes,
    Routing,
)
from talend_processing.simulator.http.requests import Request, loggable_body, parse_body, parse_query
from talend_processing.simulator.http.responses import BUG, ApiError, Response, json_response
from talend_processing.simulator.resources.access import caller

CONTROL_PREFIX = "/_simulator/"
_MINUTE_IN_MS = 60_000
_REDIRECT_TARGET = "https://elsewhere.invalid/"

_log = logging.getLogger(__name__)


class DroppedConnection:
    """The outcome of a request whose connection is closed without a response."""


@dataclass(slots=True)
class TruncatedResponse:
    """A response of which only a part is sent. Then the connection is closed."""

    response: Response


Outcome = Response | DroppedConnection | TruncatedResponse | Pending


class Controls(Protocol):
    """Serves the routes under `/_simulator/`."""

    def serve(self, method: str, path: str, content: bytes) -> Response:
        """Handle a control request."""
        ...


@dataclass(slots=True)
class Exchange:
    """A request in progress."""

    request: Request
    raw_path: str
    """The path, percent-encoded as it was received."""
    query: dict[str, str]
    entry: Entry | None = None
    """The request's entry in the journal. None for a control request."""
    fault: Fault | None = None
    delay: float = 0.0
    """Seconds until the request takes effect."""
    held: str | None = None
    """The kind of the fault that holds the request or its response until `release`, if any."""
    generation: int = 0
    """How many times the contents of the account had been replaced when the request arrived."""


@dataclass(slots=True)
class Service:
    """The API of one simulated account.

    The server's thread handles requests while any thread may call controls, so `lock` protects the fields.
    """

    account: Account
    clock: Clock
    switches: Switches
    journal: Journal = field(default_factory=Journal)
    faults: Faults = field(default_factory=Faults)
    lock: threading.RLock = field(default_factory=threading.RLock)
    latency: float = 0.0
    per_minute: int | None = None
    """The maximum number of requests in a minute of `clock`. None means no limit."""
    controls: Controls | None = None
    _held_exchanges: list[Exchange] = field(default_factory=list)
    _generation: int = 0
    _accepted_times: deque[int] = field(default_factory=deque)
    _routes: Routes = field(default_factory=lambda: Routes(OPERATIONS))

    def receive(self, request: Request) -> Exchange:
        """Record a request in the journal, and determine its fault and its delay.

        Control requests are not recorded, and have neither faults nor a delay.
        """
        raw_path, _, query = request.target.partition("?")
        exchange = Exchange(request, raw_path, dict(parse_qsl(query, keep_blank_values=True)))
        if raw_path.startswith(CONTROL_PREFIX):
            return exchange
        path = unquote(raw_path)
        with self.lock:
            received_at = timestamp(self.clock.now())
            body = loggable_body(request)
            exchange.entry = self.journal.begin(request.method, path, exchange.query, body, received_at)
            exchange.fault = self.faults.take(request.method, path)
            exchange.delay = self.latency
            exchange.generation = self._generation
            if exchange.fault is not None:
                exchange.entry.fault = exchange.fault.kind
                exchange.delay += exchange.fault.latency or 0.0
                if exchange.fault.kind in HELD:
                    exchange.held = exchange.fault.kind
                    self._held_exchanges.append(exchange)
        return exchange

    def release(self) -> None:
        """Release all held requests and responses."""
        for exchange in self._held_exchanges:
            exchange.held = None
        self._held_exchanges.clear()

    def restart(self) -> None:
        """Prepare for new contents: drop unanswered requests, send held responses, restart the rate limit."""
        self._generation += 1
        self._accepted_times.clear()
        self.release()

    def respond(self, exchange: Exchange) -> Outcome:
        """Handle a request and return its outcome."""
        with self.lock:
            if exchange.entry is None:
                if self.controls is None:
                    raise RuntimeError("the simulator has no controls")
                return self.controls.serve(
                    exchange.request.method, exchange.raw_path, exchange.request.content
                )
            if exchange.generation != self._generation:
                return DroppedConnection()
            return self._record_status(exchange.entry, self._handle_with_fault(exchange, exchange.entry))

    def poll(self, exchange: Exchange, pending: Pending) -> Outcome:
        """Return the outcome of the request, or `pending` if its response is not ready."""
        with self.lock:
            if exchange.generation != self._generation:
                return DroppedConnection()
            try:
                self.account.settle()
                response = pending.response()
            except Exception:  # noqa: BLE001 - every bug becomes a 500
                response = self._internal_error(exchange)
            if response is None or exchange.entry is None:
                return pending
            return self._record_status(exchange.entry, self._apply_late_fault(exchange.fault, response))

    @staticmethod
    def _record_status(entry: Entry, outcome: Outcome) -> Outcome:
        if not isinstance(outcome, DroppedConnection | Pending):
            response = outcome.response if isinstance(outcome, TruncatedResponse) else outcome
            entry.status = int(response.status)
        return outcome

    def _handle_with_fault(self, exchange: Exchange, entry: Entry) -> Outcome:
        fault = exchange.fault
        if fault is not None and fault.kind in WITHOUT_EFFECT:
            return self._early_fault(fault)
        response = self._handle(exchange, entry)
        if isinstance(response, Pending):
            return DroppedConnection() if fault is not None and fault.kind == "drop-after" else response
        return self._apply_late_fault(fault, response)

    def _apply_late_fault(self, fault: Fault | None, response: Response) -> Outcome:
        """Apply a fault, if any, to the response of a request that took effect."""
        if fault is None or fault.kind == "latency" or fault.kind in HELD:
            return response
        if fault.kind == "drop-after":
            return DroppedConnection()
        if fault.kind == "truncated":
            return TruncatedResponse(response)
        if fault.kind == "error-after":
            return self._error(
                ApiError(
                    fault.status or HTTPStatus.BAD_GATEWAY, "Simulated failure after the request took effect"
                )
            )
        # The fault is of kind wrong-schema.
        status = fault.status or response.status
        body: object = {"unexpected": [response.status]} if fault.body is None else fault.body
        return json_response(body, HTTPStatus.OK if status == HTTPStatus.NO_CONTENT else status)

    def _early_fault(self, fault: Fault) -> Outcome:
        """Return the outcome of a fault that prevents the request from taking effect."""
        if fault.kind == "drop-before":
            return DroppedConnection()
        if fault.kind == "redirect":
            return Response(fault.status or HTTPStatus.FOUND, headers={"Location": _REDIRECT_TARGET})
        if fault.kind == "html":
            page = "<html><body><h1>Bad Gateway</h1></body></html>" if fault.body is None else str(fault.body)
            return Response(fault.status or HTTPStatus.BAD_GATEWAY, page.encode(), "text/html")
        headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
        status = fault.status or HTTPStatus.INTERNAL_SERVER_ERROR
        if fault.body is not None:
            response = json_response(fault.body, status)
            response.headers |= headers
            return response
        return self._error(ApiError(status, "Simulated failure", headers=headers))

    def _handle(self, exchange: Exchange, entry: Entry) -> Response | Pending:
        routing = self._routes.find(exchange.request.method, exchange.raw_path)
        try:
            self.account.settle()
            self._enforce_rate_limit()
            operation, call = self._validated_call(exchange, routing)
            entry.operation = operation.id
            response = operation.handler(call)
        except ApiError as error:
            return self._error(error, routing.operation)
        except Exception:  # noqa: BLE001 - every bug becomes a 500
            return self._internal_error(exchange)
        if isinstance(response, Pending):
            return response
        if response.media_type == "text/plain;charset=utf-8" and self.switches["string_bodies"] == "json":
            return json_response(response.content.decode(), response.status)
        return response

    def _internal_error(self, exchange: Exchange) -> Response:
        """Log the traceback of a bug in the simulator and return a 500."""
        _log.exception("%s %s: a bug in the simulator", exchange.request.method, exchange.raw_path)
        details = "a bug in the simulator: see its log for the traceback"
        return self._error(
            ApiError(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error", details, code=BUG)
        )

    def _error(self, error: ApiError, operation: Operation | None = None) -> Response:
        if error.plain and self.switches["string_bodies"] == "text":
            return Response(error.status, error.message.encode(), "text/plain;charset=utf-8", error.headers)
        omits_body = (
            operation is not None
            and operation.errors_without_body
            and self.switches["bare_error_bodies"] == "omit"
        )
        if omits_body:
            return Response(error.status, headers=error.headers)
        response = json_response(error.message if error.plain else self._error_body(error), error.status)
        response.headers |= error.headers
        return response

    def _error_body(self, error: ApiError) -> dict[str, object]:
        if self.switches["error_bodies"] == "short":
            return {"status": int(error.status), "message": error.message}
        return error.body(self.account.uuid())

    def _enforce_rate_limit(self) -> None:
        now, recent_times = self.clock.now(), self._accepted_times
        if self.per_minute is None:
            return
        while recent_times and recent_times[0] <= now - _MINUTE_IN_MS:
            recent_times.popleft()
        if len(recent_times) < self.per_minute:
            recent_times.append(now)
            return
        retry_after = self.switches["retry_after"]
        headers = {}
        if retry_after == "date":
            retry_at = recent_times[0] + _MINUTE_IN_MS if recent_times else now + _MINUTE_IN_MS
            headers["Retry-After"] = formatdate(retry_at // 1000 + 1, usegmt=True)
        elif retry_after is not None:
            headers["Retry-After"] = str(int(float(retry_after)))
        raise ApiError(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests", headers=headers)

    def _validated_call(self, exchange: Exchange, routing: Routing) -> tuple[Operation, Call]:
        request, operation = exchange.request, routing.operation
        requester = (
            Caller() if operation is not None and operation.public else caller(self.account, request.headers)
        )
        if operation is None:
            if not routing.allowed_methods:
                raise ApiError(HTTPStatus.NOT_FOUND, "Not Found", f"nothing is served at {exchange.raw_path}")
            headers = {"Allow": ", ".join(routing.allowed_methods)}
            raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, "Method Not Allowed", headers=headers)
        permissions = {name for name in (operation.permission, operation.or_permission) if name is not None}
        if permissions and requester.permissions is not None and not permissions & requester.permissions:
            permission_names = " or ".join(sorted(permissions))
            raise ApiError(HTTPStatus.FORBIDDEN, "Forbidden", f"the permission {permission_names} is needed")
        query = parse_query(exchange.query, operation, self.switches)
        body = parse_body(request, operation, self.switches)
        return operation, Call(self.account, routing.variables, query, body, request.headers, requester)
