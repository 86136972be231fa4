"""Whether what goes on between the clients of simulators in this process and these keeps to the contract.

The tests watch every simulator that they start: see `tests/conftest.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from contract.check import ContractViolation, check_answer, check_request
from contract.document import operation_at
from talend_processing.simulator.http.responses import BUG, Response
from talend_processing.simulator.http.service import Exchange, Outcome, Service, TruncatedResponse

OWN_CLIENT: Final = "talend-processing/"
"""How the User-Agent of this project's client begins: it may send nothing but what the contract allows."""

FAULTS_WITH_ANSWERS: Final = frozenset({"status", "error-after", "html", "wrong-schema", "redirect"})
"""The kinds of fault that put an answer of their own in the place of the simulator's."""


_SHAPES: Final = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    rb"|\b(?:[0-9a-f]{24}|[0-9A-F]{64})\b|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
)


class Watch:
    """What was seen since the last look."""

    def __init__(self) -> None:
        self._seen: list[tuple[Exchange, Response]] = []
        self._passed: set[Hashable] = set()
        """What was found right once is right again with other ids and times; openapi-core is slow."""

    @contextmanager
    def on(self) -> Iterator[None]:
        """See what each simulator of this process answers."""
        before = Service.respond, Service.poll
        Service.respond = self._noting(before[0])  # type: ignore[method-assign]
        Service.poll = self._noting(before[1])  # type: ignore[method-assign]
        try:
            yield
        finally:
            Service.respond, Service.poll = before  # type: ignore[method-assign]

    def violations(self, *, wrong_requests: bool = False) -> list[str]:
        """What was outside the contract; then it is forgotten.

        With `wrong_requests` this project's client sends something wrong for a user, which must be refused.
        """
        seen, self._seen = self._seen, []
        return [
            text
            for exchange, answer in seen
            for text in (
                _bug(exchange, answer) or self._found(exchange, answer, wrong_requests=wrong_requests)
            )
        ]

    def bugs(self) -> list[str]:
        """What a bug in a simulator answered; then all that was seen is forgotten.

        For tests whose switches or requests leave the contract on purpose.
        """
        seen, self._seen = self._seen, []
        return [text for exchange, answer in seen for text in _bug(exchange, answer)]

    def _noting(self, serve: Callable[..., Outcome]) -> Callable[..., Outcome]:
        def noted(service: Service, exchange: Exchange, *more: object) -> Outcome:
            outcome = serve(service, exchange, *more)
            answer = outcome.response if isinstance(outcome, TruncatedResponse) else outcome
            if exchange.entry is not None and isinstance(answer, Response):
                self._seen.append((exchange, answer))
            return outcome

        return noted

    def _found(self, exchange: Exchange, answer: Response, *, wrong_requests: bool) -> Iterator[str]:
        request, fault = exchange.request, exchange.fault
        path, _, query = request.target.partition("?")
        own = request.headers.get("user-agent", "").startswith(OWN_CLIENT) and not wrong_requests
        operation = operation_at(request.method, path)
        if operation is None and not own:
            if answer.status < HTTPStatus.BAD_REQUEST:
                yield f"{request.method} {path}: answered {answer.status}, but the API has no such operation"
            return
        kind = operation and operation.id
        sent = request.headers.get("content-type"), "authorization" in request.headers, query
        request_key = (kind, sent, _shape(request.content))
        try:
            if request_key not in self._passed:
                check_request(
                    request.method, path, query=query, headers=request.headers, body=request.content
                )
                self._passed.add(request_key)
        except ContractViolation as violation:
            if own:
                yield str(violation)
            elif answer.status < HTTPStatus.BAD_REQUEST:
                yield f"{violation}; answered {answer.status} all the same"
        if fault is not None and fault.kind in FAULTS_WITH_ANSWERS:
            return
        headers = {**answer.headers, **({"content-type": answer.media_type} if answer.media_type else {})}
        answer_key = (kind, answer.status, tuple(headers.items()), _shape(answer.content))
        try:
            if answer_key not in self._passed:
                check_answer(request.method, path, answer.status, headers=headers, body=answer.content)
                self._passed.add(answer_key)
        except ContractViolation as violation:
            yield str(violation)


def _bug(exchange: Exchange, answer: Response) -> list[str]:
    """The contract lists a 500 for every operation, but here it is a defect."""
    if b'"code":"%s"' % BUG.encode() not in answer.content:
        return []
    path = exchange.raw_path
    return [f"{exchange.request.method} {path}: answered {answer.status} for a bug in the simulator"]


def _shape(body: bytes) -> bytes:
    """A body without what cannot matter to the contract: which id and which time."""
    return _SHAPES.sub(lambda found: b"%d" % len(found[0]), body)
