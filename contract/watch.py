"""Contract checks of all requests to simulators in this process.

`tests/conftest.py` watches every simulator that a test starts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from contract.check import ContractViolation, check_body, check_parameters, check_response
from contract.document import operation_at
from talend_processing.simulator.control.open_rules import Switches
from talend_processing.simulator.http.requests import Request
from talend_processing.simulator.http.responses import BUG, Response
from talend_processing.simulator.http.service import Exchange, Outcome, Service, TruncatedResponse

OWN_CLIENT: Final = "talend-processing/"
"""The User-Agent prefix of this project's client, whose requests must all conform to the contract."""

FAULTS_WITH_RESPONSES: Final = frozenset({"status", "error-after", "html", "wrong-schema", "redirect"})
"""The kinds of faults that replace the simulator's response with their own."""

AGAINST_THE_REFERENCE: Final = {
    ("cloud_jvm_rollback", status): frozenset({"getCloudJvmRollback", "setCloudJvmRollback"})
    for status in ("404", "405", "410")
} | {
    ("data_integration_arguments", "string"): frozenset(
        {
            "createDataIntegrationRunProfile",
            "getDataIntegrationRunProfile",
            "listPipelineEngineRunProfiles",
            "searchRunProfiles",
            "updateDataIntegrationRunProfile",
        }
    )
}
"""The settings of switches that contradict the reference, with the operations whose responses they change."""

_VARIABLE_PARTS: Final = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    rb"|\b(?:[0-9a-f]{24}|[0-9A-F]{64})\b|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
)


class Watch:
    """Records requests and their responses, and checks them against the contract."""

    def __init__(self) -> None:
        self._seen: list[tuple[Exchange, Response, frozenset[str]]] = []
        """Requests and responses, with the operations whose responses may violate the contract."""
        self._passed: set[Hashable] = set()
        """Keys of valid requests and responses, to check each only once, because openapi-core is slow."""

    @contextmanager
    def on(self) -> Iterator[None]:
        """Record the requests to all simulators of this process."""
        before = Service.respond, Service.poll
        Service.respond = self._recording(before[0])  # type: ignore[method-assign]
        Service.poll = self._recording(before[1])  # type: ignore[method-assign]
        try:
            yield
        finally:
            Service.respond, Service.poll = before  # type: ignore[method-assign]

    def violations(self, *, wrong_requests: bool = False) -> list[str]:
        """Return the violations of the contract since the last call.

        With `wrong_requests`, this project's client may send invalid requests, which must be rejected.
        """
        seen, self._seen = self._seen, []
        return [
            text
            for exchange, response, deviating in seen
            for text in (
                _bug(exchange, response)
                or self._violations(exchange, response, deviating, wrong_requests=wrong_requests)
            )
        ]

    def bugs(self) -> list[str]:
        """Return only the bugs of simulators since the last call.

        It serves tests whose requests violate the contract on purpose.
        """
        seen, self._seen = self._seen, []
        return [text for exchange, response, _ in seen for text in _bug(exchange, response)]

    def _recording(self, serve: Callable[..., Outcome]) -> Callable[..., Outcome]:
        def recorded(service: Service, exchange: Exchange, *more: object) -> Outcome:
            outcome = serve(service, exchange, *more)
            response = outcome.response if isinstance(outcome, TruncatedResponse) else outcome
            if exchange.entry is not None and isinstance(response, Response):
                self._seen.append((exchange, response, _deviating(service.switches)))
            return outcome

        return recorded

    def _violations(
        self, exchange: Exchange, response: Response, deviating: frozenset[str], *, wrong_requests: bool
    ) -> Iterator[str]:
        request = exchange.request
        path, _, query = request.target.partition("?")
        own = request.headers.get("user-agent", "").startswith(OWN_CLIENT) and not wrong_requests
        operation = operation_at(request.method, path)
        if operation is None and not own:
            if response.status < HTTPStatus.BAD_REQUEST:
                yield f"{request.method} {path}: the API has no such operation, answered {response.status}"
            return
        operation_id = operation and operation.id
        try:
            self._check_request(operation_id, request, path, query)
        except ContractViolation as violation:
            if own:
                yield str(violation)
            elif response.status < HTTPStatus.BAD_REQUEST:
                yield f"{violation}, but answered {response.status}"
        fault = exchange.fault
        if (fault is not None and fault.kind in FAULTS_WITH_RESPONSES) or operation_id in deviating:
            return
        try:
            self._check_response(operation_id, request.method, path, response)
        except ContractViolation as violation:
            yield str(violation)

    def _check_request(self, operation: str | None, request: Request, path: str, query: str) -> None:
        # Two keys, because most requests have a new body or a new query, but not both.
        headers = request.headers
        parameters = operation, "authorization" in headers, _shape(query.encode())
        if parameters not in self._passed:
            check_parameters(request.method, path, query=query, headers=headers)
            self._passed.add(parameters)
        body = operation, headers.get("content-type"), _shape(request.content)
        if body not in self._passed:
            check_body(request.method, path, headers=headers, body=request.content)
            self._passed.add(body)

    def _check_response(self, operation: str | None, method: str, path: str, response: Response) -> None:
        media_type = {"content-type": response.media_type} if response.media_type else {}
        headers = {**response.headers, **media_type}
        key = operation, response.status, tuple(headers.items()), _shape(response.content)
        if key not in self._passed:
            check_response(method, path, response.status, headers=headers, body=response.content)
            self._passed.add(key)


def _deviating(switches: Switches) -> frozenset[str]:
    """Return the operations whose responses contradict the reference under the current settings."""
    found = (names for (rule, value), names in AGAINST_THE_REFERENCE.items() if switches[rule] == value)
    return frozenset[str]().union(*found)


def _bug(exchange: Exchange, response: Response) -> list[str]:
    """Report a 500 that a bug in the simulator caused. The contract allows a 500 for every operation."""
    if b'"code":"%s"' % BUG.encode() not in response.content:
        return []
    path = exchange.raw_path
    return [f"{exchange.request.method} {path}: answered {response.status} for a bug in the simulator"]


def _shape(body: bytes) -> bytes:
    """Return a body or query without its ids and times, which do not matter to the contract."""
    return _VARIABLE_PARTS.sub(lambda found: b"%d" % len(found[0]), body)
