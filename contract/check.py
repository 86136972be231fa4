"""Checks of one request and its answer against the contract."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from contract.document import Operation, document, operation_at

GATEWAY_STATUSES = frozenset({429, 502, 503, 504})
"""What stands before the API (limits, load balancers) may answer any request with, in any words."""

_UNREADABLE = 415
"""Talend's help lists it for every operation, the reference for none: a body that is not said to be JSON."""

_EVERYWHERE = frozenset({"talendVersion"})  # the version of the API, allowed on every operation
_HOST = "https://api.eu.cloud.talend.com"  # the document's server; the real one is none of its business


class ContractViolation(AssertionError):  # noqa: N818 - it is no error of the program, but a verdict on it
    """A request or an answer that the contract does not allow."""

    def __init__(self, method: str, path: str, what: str, field: str, reason: str) -> None:
        super().__init__(f"{method} {path}: {what}, {field}: {reason}")
        self.method, self.path, self.what, self.field, self.reason = method, path, what, field, reason


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as they went over the wire."""

    method: str
    path: str
    status: int
    query: str = ""
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_body: bytes = b""
    answer_headers: Mapping[str, str] = field(default_factory=dict)
    answer_body: bytes = b""


@dataclass
class _Request:
    """A request as openapi-core wants it."""

    method: str
    path: str
    content_type: str
    body: bytes | None
    parameters: RequestParameters
    host_url: str = _HOST


@dataclass
class _Answer:
    """An answer as openapi-core wants it."""

    status_code: int
    content_type: str
    headers: Headers
    data: bytes | None


def check_exchange(exchange: Exchange, *, invalid_request: bool = False) -> Operation:
    """Check both halves. A request that is meant to be wrong is not checked, and must be refused."""
    request = exchange.method, exchange.path
    if not invalid_request:
        check_request(
            *request, query=exchange.query, headers=exchange.request_headers, body=exchange.request_body
        )
    operation = check_answer(
        *request, exchange.status, headers=exchange.answer_headers, body=exchange.answer_body
    )
    if invalid_request and exchange.status < 400:  # noqa: PLR2004 - statuses from here on are refusals
        raise ContractViolation(
            *request, f"answer {exchange.status}", "status", "a request outside the contract was accepted"
        )
    return operation


def check_request(
    method: str,
    path: str,
    *,
    query: str = "",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Operation:
    """Check a request: operation, credentials, parameters, body."""
    operation = _operation(method, path, "request")
    pairs = parse_qsl(query, keep_blank_values=True)
    for name, _ in pairs:
        if name not in operation.query | _EVERYWHERE:
            raise ContractViolation(method, path, "request", f"query {name}", "no such parameter")
    if body and not operation.takes_body:
        raise ContractViolation(method, path, "request", "body", "the operation takes none")
    request = _request(method, path, pairs, headers or {}, body)
    _raise_first(method, path, "request", _openapi().iter_request_errors(request))
    return operation


def check_answer(
    method: str,
    path: str,
    status: int,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Operation:
    """Check an answer: status, content type, body."""
    operation = _operation(method, path, f"answer {status}")
    if status in GATEWAY_STATUSES:
        return operation
    what = f"answer {status}"
    if status == _UNREADABLE and operation.takes_body:
        _check_bare_error(method, path, what, body)
        return operation
    if body and str(status) in operation.bodiless:
        raise ContractViolation(method, path, what, "body", "this status is answered without one")
    if body and str(status) in operation.bare:
        _check_bare_error(method, path, what, body)
    known = Headers(list((headers or {}).items()))
    answer = _Answer(status, known.get("content-type", "").lower(), known, body or None)
    request = _request(method, path, [], {}, b"")
    _raise_first(method, path, what, _openapi().iter_response_errors(request, answer))
    return operation


def _check_bare_error(method: str, path: str, what: str, body: bytes) -> None:
    """An error that may do without a body still has no other body than the usual one."""
    schema = {"$ref": "#/components/schemas/ErrorResponse", "components": document()["components"]}
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ContractViolation(method, path, what, "body", "is no JSON") from error
    for fault in Draft202012Validator(schema).iter_errors(found):
        raise ContractViolation(method, path, what, f"body {fault.json_path}", fault.message)


@cache
def _openapi() -> OpenAPI:
    return OpenAPI.from_dict(dict(document()))


def _operation(method: str, path: str, what: str) -> Operation:
    operation = operation_at(method, path)
    if operation is None:
        raise ContractViolation(method, path, what, "path", "the API has no such operation")
    return operation


def _request(
    method: str, path: str, query: list[tuple[str, str]], headers: Mapping[str, str], body: bytes
) -> _Request:
    known = Headers(list(headers.items()))
    return _Request(
        method=method.lower(),
        path=path,
        content_type=known.get("content-type", "").lower(),
        body=body or None,
        parameters=RequestParameters(query=ImmutableMultiDict(query), header=known),
    )


def _raise_first(method: str, path: str, what: str, errors: Iterable[Exception]) -> None:
    for error in errors:
        where, reason = _explained(error)
        raise ContractViolation(method, path, what, where, reason) from error


def _explained(error: Exception) -> tuple[str, str]:
    """Field and reason of an error of openapi-core, which keeps them in its causes."""
    causes = list(_causes(error))
    named = next((str(name) for cause in causes if (name := getattr(cause, "name", None))), None)
    for cause in causes:
        faults = [
            fault for fault in getattr(cause, "schema_errors", ()) if isinstance(fault, ValidationError)
        ]
        if faults:
            fault = faults[0]
            place = fault.json_path
            if named:
                return f"parameter {named}", fault.message
            return f"body {place}", fault.message
    return (f"parameter {named}" if named else "message"), _words(causes[-1])


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except UnicodeDecodeError:  # openapi-core quotes a body as text, whatever it is
        return f"{type(error).__name__} of bytes that are no text"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__
