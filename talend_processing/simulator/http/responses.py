"""Responses of operations, and errors with the ErrorResponse body of the API reference."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

BUG = "SIMULATOR-BUG"
"""The error code of a 500 whose cause is a bug in the simulator, not an injected fault."""

Record = dict[str, Any]
"""An object of the API, as the simulator stores or returns it."""


@dataclass(slots=True)
class Response:
    """Status, headers and body of a response."""

    status: int
    content: bytes = b""
    media_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """An error response. It has the message of the real API if that is known."""

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
        """Whether the reference says that the body is a string, not an ErrorResponse."""

    def body(self, request_id: str) -> Record:
        """Return the body as an ErrorResponse."""
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
    """Build a response with plain text, for operations that return a `string` in the reference."""
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


def not_found(type_name: str, object_id: str) -> ApiError:
    """Build a 404 to raise."""
    return ApiError(
        HTTPStatus.NOT_FOUND, f"{type_name} not found", f"no {type_name.lower()} has the id {object_id}"
    )


def conflict(message: str, details: str | None = None) -> ApiError:
    """Build a 409 to raise."""
    return ApiError(HTTPStatus.CONFLICT, message, details)
