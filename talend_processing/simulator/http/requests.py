"""Requests as received, and the parsing of their bodies."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from talend_processing.simulator.control.open_rules import Switches
from talend_processing.simulator.http.bodies import without_unknown
from talend_processing.simulator.http.operations import Operation
from talend_processing.simulator.http.responses import ApiError, bad_request
from talend_processing.simulator.http.validation import Kind, Shape

_SECRET_FIELDS = {"client_secret", "token", "access_token", "password"}


@dataclass(slots=True)
class Request:
    """A request as received, with header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    content: bytes = b""


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def parse_body(request: Request, operation: Operation, kind: Kind, switches: Switches) -> Any:
    """Return the parsed and validated body of a request, or None if it is optional and missing.

    Raises:
        ApiError: The media type is unsupported (415) or the body is invalid (400).

    """
    if not request.content and operation.body_optional:
        return None
    media_type = _media_type(request.headers)
    form = operation.form and media_type == "application/x-www-form-urlencoded"
    if operation.form and switches["token_encodings"] == ("json" if form else "form"):
        raise ApiError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            f"{media_type or 'a missing Content-Type'} is not accepted",
        )
    if form:
        body: Any = dict(parse_qsl(request.content.decode(errors="replace"), keep_blank_values=True))
    elif media_type != "application/json":
        raise ApiError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            f"application/json is needed, Content-Type is {media_type or 'missing'}",
        )
    else:
        try:
            body = _read(request.content)
        except (ValueError, RecursionError) as error:
            raise bad_request("The body is not valid JSON", str(error)) from error
    if switches["unknown_fields"] == "ignore":
        body = without_unknown(kind, body)
    errors = list(kind.errors(_without_unlisted_fields(operation, kind, body, switches), ""))
    if errors:
        raise bad_request(errors[0], "; ".join(errors))
    return body


def _without_unlisted_fields(operation: Operation, kind: Kind, body: Any, switches: Switches) -> Any:
    """Return the body without the fields that the reference does not list, if this operation accepts them."""
    updates_run_profile = operation.method == "PUT" and "run-profiles" in operation.path
    if not updates_run_profile or switches["profile_new_members"] != "store":
        return body
    if not isinstance(kind, Shape) or not isinstance(body, dict):
        return body
    return {name: value for name, value in body.items() if name in kind.required or name in kind.optional}


def _read(content: bytes) -> Any:
    return json.loads(content, parse_constant=_reject_constant, parse_float=_finite)


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _reject_constant(text)


def _reject_constant(text: str) -> Any:
    raise ValueError(f"{text} is not a number")


def loggable_body(request: Request) -> object:
    """Return the body for the journal, with the credentials of a token request masked."""
    if not request.content:
        return None
    if _media_type(request.headers) == "application/x-www-form-urlencoded":
        body: object = dict(parse_qsl(request.content.decode(errors="replace"), keep_blank_values=True))
    else:
        try:
            body = _read(request.content)
        except (ValueError, RecursionError):
            return request.content.decode(errors="replace")
    if isinstance(body, dict) and request.target.startswith("/security/"):
        return {name: "***" if name in _SECRET_FIELDS else value for name, value in body.items()}
    return body
