"""What an operation answers: a success, or an error with the reference's error body."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

BUG = "SIMULATOR-BUG"
"""The code of a 500 that no rule and no fault has asked for."""

Record = dict[str, Any]
"""An object as the API shows or the simulator keeps it: its shape is its noun's business."""


@dataclass(slots=True)
class Answer:
    """Status, headers and body, ready to be written."""

    status: int
    content: bytes = b""
    media_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """A refusal, in the words and with the status that the API would use."""

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
        """Whether the reference gives the body as a string instead of an ErrorResponse."""

    def body(self, request_id: str) -> Record:
        """The ErrorResponse of the reference."""
        found: Record = {"status": self.status, "message": self.message}
        if self.details is not None:
            found["details"] = self.details
        return found | {"code": self.code, "requestId": request_id}


def _status_name(status: int) -> str:
    try:
        return HTTPStatus(status).name.replace("_", "-")
    except ValueError:
        return str(status)


def as_json(body: object, status: int = HTTPStatus.OK) -> Answer:
    """An answer with a JSON body."""
    # A message may quote what no encoding can write: a field's name.
    content = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")
    return Answer(status, content, "application/json")


def as_text(body: str, status: int = HTTPStatus.OK) -> Answer:
    """An answer with a plain string, where the reference says `string`."""
    return Answer(status, body.encode(), "text/plain;charset=utf-8")


def created(body: Record) -> Answer:
    """201 with the new object."""
    return as_json(body, HTTPStatus.CREATED)


def no_content() -> Answer:
    """204."""
    return Answer(HTTPStatus.NO_CONTENT)


def bad_request(message: str, details: str | None = None) -> ApiError:
    """400, to be raised."""
    return ApiError(HTTPStatus.BAD_REQUEST, message, details, code="PROCESSING-VALIDATION")


def not_found(what: str, object_id: str) -> ApiError:
    """404, to be raised."""
    return ApiError(HTTPStatus.NOT_FOUND, f"{what} not found", f"no {what.lower()} has the id {object_id}")


def conflict(message: str, details: str | None = None) -> ApiError:
    """409, to be raised."""
    return ApiError(HTTPStatus.CONFLICT, message, details)
