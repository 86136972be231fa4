"""Responses of operations: a success, or an error with the error body of the API reference."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

BUG = "SIMULATOR-BUG"
"""The error code of a 500 that is caused by a bug in the simulator and not by an injected fault."""

Record = dict[str, Any]
"""An object as the API returns it or the simulator stores it."""


@dataclass(slots=True)
class Response:
    """Status, headers and body of a response."""

    status: int
    content: bytes = b""
    media_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """An error response. Its message is that of the real API, if known."""

    def __init__(
        self,
        status: int,
        message: str,
        details: str | None = None,
        *,
        code: str | None = None,
        headers: dict[str, str] | None = None,
        plain: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details
        self.code = code or f"PROCESSING-{_status_name(status)}"
        self.headers = headers or {}
        self.plain = plain
        """Whether the body is a string instead of an ErrorResponse, according to the reference."""

    def body(self, request_id: str) -> Record:
        """Return the ErrorResponse of the reference."""
        body: Record = {"status": self.status, "message": self.message}
        if self.details is not None:
            body["details"] = self.details
        return body | {"code": self.code, "requestId": request_id}


def _status_name(status: int) -> str:
    try:
        return HTTPStatus(status).name.replace("_", "-")
    except ValueError:
        return str(status)


def json_response(body: object, status: int = HTTPStatus.OK) -> Response:
    """Build a response with a JSON body."""
    # A message may quote a field name that contains an unpaired surrogate, which UTF-8 cannot encode.
    content = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")
    return Response(status, content, "application/json")


def text_response(body: str, status: int = HTTPStatus.OK) -> Response:
    """Build a response with a plain string, for operations whose body is `string` in the reference."""
    return Response(status, body.encode(), "text/plain;charset=utf-8")


def created(body: Record) -> Response:
    """Build a 201 with a JSON body."""
    return json_response(body, HTTPStatus.CREATED)


def no_content() -> Response:
    """Build a 204."""
    return Response(HTTPStatus.NO_CONTENT)


def bad_request(message: str, details: str | None = None) -> ApiError:
    """Build a 400 to raise."""
    return ApiError(HTTPStatus.BAD_REQUEST, message, details, code="PROCESSING-VALIDATION")


def not_found(what: str, object_id: str) -> ApiError:
    """Build a 404 to raise."""
    return ApiError(HTTPStatus.NOT_FOUND, f"{what} not found", f"no {what.lower()} has the id {object_id}")


def conflict(message: str, details: str | None = None) -> ApiError:
    """Build a 409 to raise."""
    return ApiError(HTTPStatus.CONFLICT, message, details)
