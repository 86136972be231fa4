"""A request as it came, and what its body says."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from talend_processing.simulator.control.switches import Switches
from talend_processing.simulator.http.bodies import without_unknown
from talend_processing.simulator.http.operations import Operation
from talend_processing.simulator.http.responses import ApiError, bad_request
from talend_processing.simulator.http.validation import Kind

_HIDDEN = {"client_secret", "token", "access_token", "password"}


@dataclass(slots=True)
class Request:
    """A request as it came, header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    content: bytes = b""


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def body_of(request: Request, found: Operation, kind: Kind, switches: Switches) -> Any:
    """The body as an operation takes it.

    Raises:
        ApiError: It is not that.

    """
    if not request.content and found.body_optional:
        return None
    media_type = _media_type(request.headers)
    form = found.form and media_type == "application/x-www-form-urlencoded"
    if found.form and switches["token_encodings"] == ("json" if form else "form"):
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", f"not {media_type}")
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
    faults = list(kind.faults(body, ""))
    if faults:
        raise bad_request(faults[0], "; ".join(faults))
    return body


def _read(content: bytes) -> Any:
    return json.loads(content, parse_constant=_no_number, parse_float=_finite)


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_number(text)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def legible(request: Request) -> object:
    """The body for the journal, without secrets that authenticate."""
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
        return {name: "***" if name in _HIDDEN else value for name, value in body.items()}
    return body
