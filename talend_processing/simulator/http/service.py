"""From a request to its answer: faults, limits, authentication, routing, checks, then the operation."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import Protocol
from urllib.parse import parse_qsl, unquote

from talend_processing.simulator.account.account import World
from talend_processing.simulator.account.clock import Clock, timestamp
from talend_processing.simulator.control.faults import HELD, WITHOUT_EFFECT, Fault, Faults
from talend_processing.simulator.control.switches import Switches
from talend_processing.simulator.http.bodies import fitted
from talend_processing.simulator.http.journal import Entry, Journal
from talend_processing.simulator.http.operations import OPERATIONS, Call, Caller, Operation, Pending, Routes
from talend_processing.simulator.http.requests import Request, body_of, legible
from talend_processing.simulator.http.responses import BUG, Answer, ApiError, as_json, bad_request
from talend_processing.simulator.http.validation import Kind
from talend_processing.simulator.resources.access import caller

CONTROL = "/_simulator/"
_VERSION_PARAMETER = "talendVersion"
_MINUTE = 60_000
_ELSEWHERE = "https://elsewhere.invalid/"

_log = logging.getLogger(__name__)


class Drop:
    """Instead of an answer: the connection is closed."""


@dataclass(slots=True)
class Cut:
    """An answer of which only a part is sent before the connection is closed."""

    answer: Answer


Outcome = Answer | Drop | Cut | Pending


class Controls(Protocol):
    """Serves the routes under `/_simulator/`."""

    def serve(self, method: str, path: str, content: bytes) -> Answer:
        """Answer a control request."""
        ...


@dataclass(slots=True)
class Exchange:
    """A request that is being served."""

    request: Request
    raw_path: str
    query: dict[str, str]
    entry: Entry | None = None
    fault: Fault | None = None
    delay: float = 0.0
    held: str | None = None
    """The kind of fault that holds it, until it is released."""
    life: int = 0
    """Which of the accounts that the simulator has held one after the other it came to."""


@dataclass(slots=True)
class Service:
    """The API of one simulated account. `lock` makes each request, and each control, one step."""

    world: World
    clock: Clock
    switches: Switches
    journal: Journal = field(default_factory=Journal)
    faults: Faults = field(default_factory=Faults)
    lock: threading.RLock = field(default_factory=threading.RLock)
    latency: float = 0.0
    per_minute: int | None = None
    controls: Controls | None = None
    _held: list[Exchange] = field(default_factory=list)
    _life: int = 0
    _recent: deque[int] = field(default_factory=deque)
    _routes: Routes = field(default_factory=lambda: Routes(OPERATIONS))

    def arrive(self, request: Request) -> Exchange:
        """Note a request and find out what shall go wrong with it, and for how long it waits."""
        raw_path, _, query = request.target.partition("?")
        exchange = Exchange(request, raw_path, dict(parse_qsl(query, keep_blank_values=True)))
        if raw_path.startswith(CONTROL):
            return exchange
        path = unquote(raw_path)
        with self.lock:
            time = timestamp(self.clock.now())
            body = legible(request)
            exchange.entry = self.journal.begin(request.method, path, exchange.query, body, time)
            exchange.fault = self.faults.take(request.method, path)
            exchange.delay = self.latency
            exchange.life = self._life
            if exchange.fault is not None:
                exchange.entry.fault = exchange.fault.kind
                exchange.delay += exchange.fault.latency or 0.0
                if exchange.fault.kind in HELD:
                    exchange.held = exchange.fault.kind
                    self._held.append(exchange)
        return exchange

    def release(self) -> None:
        """Let requests and answers that are held go on."""
        for exchange in self._held:
            exchange.held = None
        self._held.clear()

    def restart(self) -> None:
        """Another account is there: what waits of the one before is never answered, and none of it counts."""
        self._life += 1
        self._recent.clear()
        self.release()

    def answer(self, exchange: Exchange) -> Outcome:
        """Serve a request, in one step."""
        with self.lock:
            if exchange.entry is None:
                if self.controls is None:
                    raise RuntimeError("the simulator has no controls")
                return self.controls.serve(
                    exchange.request.method, exchange.raw_path, exchange.request.content
                )
            if exchange.life != self._life:
                return Drop()
            return self._noted(exchange.entry, self._with_fault(exchange, exchange.entry))

    def ask_again(self, exchange: Exchange, pending: Pending) -> Outcome:
        """Whether the answer is there now."""
        with self.lock:
            if exchange.life != self._life:
                return Drop()
            try:
                self.world.settle()
                answer = pending.answer()
            except Exception:  # noqa: BLE001 - whatever it is
                answer = self._broken(exchange)
            if answer is None or exchange.entry is None:
                return pending
            return self._noted(exchange.entry, self._spoilt(exchange.fault, answer))

    @staticmethod
    def _noted(entry: Entry, outcome: Outcome) -> Outcome:
        if not isinstance(outcome, Drop | Pending):
            answer = outcome.answer if isinstance(outcome, Cut) else outcome
            entry.status = int(answer.status)
        return outcome

    def _with_fault(self, exchange: Exchange, entry: Entry) -> Outcome:
        fault = exchange.fault
        if fault is not None and fault.kind in WITHOUT_EFFECT:
            return self._instead(fault)
        answer = self._served(exchange, entry)
        if isinstance(answer, Pending):
            return Drop() if fault is not None and fault.kind == "drop-after" else answer
        return self._spoilt(fault, answer)

    def _spoilt(self, fault: Fault | None, answer: Answer) -> Outcome:
        if fault is None or fault.kind == "latency" or fault.kind in HELD:
            return answer
        if fault.kind == "drop-after":
            return Drop()
        if fault.kind == "truncated":
            return Cut(answer)
        if fault.kind == "error-after":
            return self._error(
                ApiError(fault.status or HTTPStatus.BAD_GATEWAY, "Simulated failure after the effect")
            )
        status = fault.status or answer.status
        body: object = {"unexpected": [answer.status]} if fault.body is None else fault.body
        return as_json(body, HTTPStatus.OK if status == HTTPStatus.NO_CONTENT else status)

    def _instead(self, fault: Fault) -> Outcome:
        if fault.kind == "drop-before":
            return Drop()
        if fault.kind == "redirect":
            return Answer(fault.status or HTTPStatus.FOUND, headers={"Location": _ELSEWHERE})
        if fault.kind == "html":
            page = "<html><body><h1>Bad Gateway</h1></body></html>" if fault.body is None else str(fault.body)
            return Answer(fault.status or HTTPStatus.BAD_GATEWAY, page.encode(), "text/html")
        headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
        status = fault.status or HTTPStatus.INTERNAL_SERVER_ERROR
        if fault.body is not None:
            answer = as_json(fault.body, status)
            answer.headers |= headers
            return answer
        return self._error(ApiError(status, "Simulated failure", headers=headers))

    def _served(self, exchange: Exchange, entry: Entry) -> Answer | Pending:
        found: Operation | None = None
        try:
            self.world.settle()
            self._limit()
            found, call = self._checked(exchange)
            entry.operation = found.id
            answer = found.handler(call)
        except ApiError as error:
            return self._error(error, found)
        except Exception:  # noqa: BLE001 - whatever it is
            return self._broken(exchange)
        if isinstance(answer, Pending):
            return answer
        if answer.media_type == "text/plain;charset=utf-8" and self.switches["string_bodies"] == "json":
            return as_json(answer.content.decode(), answer.status)
        return answer

    def _broken(self, exchange: Exchange) -> Answer:
        """A bug of the simulator's own: it answers as a server does, and its log has the traceback."""
        _log.exception("%s %s: a bug in the simulator", exchange.request.method, exchange.raw_path)
        details = "a bug in the simulator: its log has the traceback"
        return self._error(
            ApiError(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error", details, code=BUG)
        )

    def _error(self, error: ApiError, found: Operation | None = None) -> Answer:
        if error.plain and self.switches["string_bodies"] == "text":
            return Answer(error.status, error.message.encode(), "text/plain;charset=utf-8", error.headers)
        bare = found is not None and found.bare_errors and self.switches["bare_error_bodies"] == "omit"
        if bare:
            return Answer(error.status, headers=error.headers)
        answer = as_json(error.message if error.plain else self._error_body(error), error.status)
        answer.headers |= error.headers
        return answer

    def _error_body(self, error: ApiError) -> dict[str, object]:
        if self.switches["error_bodies"] == "short":
            return {"status": int(error.status), "message": error.message}
        return error.body(self.world.uuid())

    def _limit(self) -> None:
        now, recent = self.clock.now(), self._recent
        if self.per_minute is None:
            return
        while recent and recent[0] <= now - _MINUTE:
            recent.popleft()
        if len(recent) < self.per_minute:
            recent.append(now)
            return
        rule = self.switches["retry_after"]
        headers = {}
        if rule == "date":
            free = recent[0] + _MINUTE if recent else now + _MINUTE
            headers["Retry-After"] = formatdate(free // 1000 + 1, usegmt=True)
        elif rule is not None:
            headers["Retry-After"] = str(int(float(rule)))
        raise ApiError(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests", headers=headers)

    def _checked(self, exchange: Exchange) -> tuple[Operation, Call]:
        request = exchange.request
        found, variables, allowed = self._routes.find(request.method, exchange.raw_path)
        who = Caller() if found is not None and found.public else caller(self.world, request.headers)
        if found is None:
            if not allowed:
                raise ApiError(HTTPStatus.NOT_FOUND, "Not Found", f"nothing is served at {exchange.raw_path}")
            raise ApiError(
                HTTPStatus.METHOD_NOT_ALLOWED, "Method Not Allowed", headers={"Allow": ", ".join(allowed)}
            )
        enough = {found.permission, found.or_permission} - {None}
        if enough and who.permissions is not None and not enough & who.permissions:
            raise ApiError(HTTPStatus.FORBIDDEN, "Forbidden", f"the permission {found.permission} is needed")
        query = self._query(found.query, exchange.query)
        body = None if found.body is None else body_of(request, found, found.body, self.switches)
        if found.method != "GET" and not found.id.startswith("search_"):
            body = fitted(body, self.switches)
        return found, Call(self.world, variables, query, body, request.headers, who)

    def _query(self, known: Mapping[str, Kind], given: Mapping[str, str]) -> dict[str, object]:
        values: dict[str, object] = {}
        faults: list[str] = []
        for name, text in given.items():
            kind = known.get(name)
            if kind is not None:
                values[name] = kind.read(text)
                faults += kind.faults(values[name], name)
            elif name != _VERSION_PARAMETER and self.switches["unknown_query"] == "refuse":
                faults.append(f"unknown query parameter: {name}")
        if faults:
            raise bad_request(faults[0], "; ".join(faults))
        return values
