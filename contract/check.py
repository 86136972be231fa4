"""Checks of single requests and responses against the contract."""

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema_path import SchemaPath
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.validation.request.exceptions import MissingRequestBody
from openapi_core.validation.request.validators import (
    BaseAPICallRequestValidator,
    V31RequestBodyValidator,
    V31RequestParametersValidator,
    V31RequestSecurityValidator,
)
from openapi_core.validation.schemas import oas31_schema_validators_factory as default
from openapi_core.validation.schemas.factories import DialectSchemaValidatorsFactory
from openapi_core.validation.schemas.validators import SchemaValidator
from werkzeug.datastructures import Headers, ImmutableMultiDict

from contract.document import Operation, document, operation_at

GATEWAY_STATUSES = frozenset({429, 502, 503, 504})
"""Statuses that a rate limit or a load balancer before the API may return to any request, with any body."""

_UNSUPPORTED_MEDIA_TYPE = 415
"""The status for a body that is not JSON. Talend's help lists it for all operations, the reference never."""

_COMMON_QUERY = frozenset({"talendVersion"})  # the version of the API, accepted by every operation
_HOST = "https://api.eu.cloud.talend.com"  # the server in the document; the actual server does not matter


class ContractViolation(AssertionError):  # noqa: N818 - a failed check, not an error of the program
    """A request or a response that violates the contract."""

    def __init__(self, method: str, path: str, what: str, field: str, reason: str) -> None:
        super().__init__(f"{method} {path}: {what}, {field}: {reason}")
        self.method, self.path, self.what, self.field, self.reason = method, path, what, field, reason


@dataclass(frozen=True)
class Exchange:
    """One request and its response, as sent over the wire."""

    method: str
    path: str
    status: int
    query: str = ""
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_body: bytes = b""
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: bytes = b""


@dataclass
class _Request:
    """A request in the form that openapi-core requires."""

    method: str
    path: str
    content_type: str
    body: bytes | None
    parameters: RequestParameters
    host_url: str = _HOST


@dataclass
class _Response:
    """A response in the form that openapi-core requires."""

    status_code: int
    content_type: str
    headers: Headers
    data: bytes | None


def check_exchange(exchange: Exchange, *, invalid_request: bool = False) -> Operation:
    """Check a request and its response. A request that is invalid on purpose must be rejected instead."""
    request = exchange.method, exchange.path
    if not invalid_request:
        check_request(
            *request, query=exchange.query, headers=exchange.request_headers, body=exchange.request_body
        )
    operation = check_response(
        *request, exchange.status, headers=exchange.response_headers, body=exchange.response_body
    )
    if invalid_request and exchange.status < 400:  # noqa: PLR2004 - the first error status
        raise ContractViolation(
            *request, f"response {exchange.status}", "status", "a request outside the contract was accepted"
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
    check_parameters(method, path, query=query, headers=headers)
    return check_body(method, path, headers=headers, body=body)


def check_parameters(
    method: str, path: str, *, query: str = "", headers: Mapping[str, str] | None = None
) -> Operation:
    """Check everything of a request except the body: operation, credentials, parameters."""
    operation = _operation(method, path, "request")
    pairs = parse_qsl(query, keep_blank_values=True)
    for name, _ in pairs:
        if name not in operation.query | _COMMON_QUERY:
            raise ContractViolation(method, path, "request", f"query {name}", "unknown parameter")
    request = _request(method, path, pairs, headers or {}, b"")
    for validator in _request_validators().without_body:
        _raise_first(method, path, "request", validator.iter_errors(request))
    return operation


def check_body(
    method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Operation:
    """Check the body of a request: whether the operation takes or requires one, its type and its content."""
    operation = _operation(method, path, "request")
    if body and not operation.takes_body:
        raise ContractViolation(method, path, "request", "body", "the operation takes no body")
    request = _request(method, path, [], headers or {}, body)
    errors = _request_validators().body.iter_errors(request)
    # openapi-core also yields an error for a missing body that is optional.
    _raise_first(method, path, "request", (one for one in errors if not isinstance(one, MissingRequestBody)))
    return operation


def check_response(
    method: str,
    path: str,
    status: int,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Operation:
    """Check the status, the content type and the body of a response."""
    operation = _operation(method, path, f"response {status}")
    if status in GATEWAY_STATUSES:
        return operation
    what = f"response {status}"
    if status == _UNSUPPORTED_MEDIA_TYPE and operation.takes_body:
        _check_bare_error(method, path, what, body)
        return operation
    if body and str(status) in operation.bodiless:
        raise ContractViolation(method, path, what, "body", "this status has no body")
    if body and str(status) in operation.bare:
        _check_bare_error(method, path, what, body)
    known = Headers(list((headers or {}).items()))
    response = _Response(status, known.get("content-type", "").lower(), known, body or None)
    request = _request(method, path, [], {}, b"")
    _raise_first(method, path, what, _openapi().iter_response_errors(request, response))
    return operation


def _check_bare_error(method: str, path: str, what: str, body: bytes) -> None:
    """Check the body of an error whose body is optional. If present, it must be an ErrorResponse."""
    schema = {"$ref": "#/components/schemas/ErrorResponse", "components": document()["components"]}
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ContractViolation(method, path, what, "body", "is not JSON") from error
    for error in Draft202012Validator(schema).iter_errors(found):
        raise ContractViolation(method, path, what, f"body {error.json_path}", error.message)


class _SchemaValidators(DialectSchemaValidatorsFactory):
    """Builds the validator of each schema only once. openapi-core builds it for each value, which is slow."""

    def __init__(self) -> None:
        super().__init__(
            default.schema_validator_cls, default.default_jsonschema_dialect_id, default.format_checker
        )
        self._built: dict[Hashable, SchemaValidator] = {}

    def create(self, spec: SchemaPath, schema: SchemaPath, **options: Any) -> SchemaValidator:
        key = schema.parts, repr(options)
        if key not in self._built:
            self._built[key] = super().create(spec, schema, **options)
        return self._built[key]


@dataclass(frozen=True)
class _RequestValidators:
    without_body: tuple[BaseAPICallRequestValidator, ...]
    body: BaseAPICallRequestValidator


@cache
def _openapi() -> OpenAPI:
    # Skip the validation of the document, which takes two seconds in each process. A test validates it.
    config = Config(spec_validator_cls=None, schema_validators_factory=_SchemaValidators())
    return OpenAPI.from_dict(dict(document()), config=config)


@cache
def _request_validators() -> _RequestValidators:
    spec, factory = _openapi().spec, _openapi().config.schema_validators_factory
    security, parameters, body = (
        validator(spec, schema_validators_factory=factory)
        for validator in (V31RequestSecurityValidator, V31RequestParametersValidator, V31RequestBodyValidator)
    )
    return _RequestValidators((security, parameters), body)


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
        where, reason = _field_and_reason(error)
        raise ContractViolation(method, path, what, where, reason) from error


def _field_and_reason(error: Exception) -> tuple[str, str]:
    """Return field and reason of an error of openapi-core, which stores them in the causes of the error."""
    causes = list(_causes(error))
    named = next((str(name) for cause in causes if (name := getattr(cause, "name", None))), None)
    for cause in causes:
        errors = [one for one in getattr(cause, "schema_errors", ()) if isinstance(one, ValidationError)]
        if errors:
            return (f"parameter {named}" if named else f"body {errors[0].json_path}"), errors[0].message
    return (f"parameter {named}" if named else "message"), _message(causes[-1])


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except UnicodeDecodeError:  # openapi-core decodes the body for its message
        return f"{type(error).__name__} of bytes that are not text"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__
