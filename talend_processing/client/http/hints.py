"""Advice for the user at the end of an error message."""

from __future__ import annotations

from talend_processing.client.errors import (
    ApiError,
    AuthenticationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from talend_processing.client.operation import Operation
from talend_processing.client.regions import qlik_id_note

_HINT_BY_ERROR: dict[type[ApiError], str] = {
    AuthenticationError: (
        "Check that TALEND_ACCESS_TOKEN (or the service account's id and secret) is valid"
        " and belongs to this region"
    ),
    PermissionDeniedError: "Check the permissions of the token's user and its access to the workspace",
    NotFoundError: "Check the id, and that the token's user has access to the environment and the workspace",
    ConflictError: "Another object uses this object or has its name: change the other object, then try again",
    RateLimitError: (
        "Wait a minute, or lower talend:requestsPerMinute: all programs behind one network address"
        " share the API's limit"
    ),
    ServerError: "Try again. If the error persists, give the request id to Talend's support",
}
_TOO_MANY_ENGINES = "Delete an engine that is not needed, or have engine tokens added to the account"


def hint(
    operation: Operation[object], error_type: type[ApiError], status: int, message: str, api_url: str
) -> str:
    """Return what the user can do about an error.

    Args:
        operation: The operation that failed. Its own hint for the status overrides the hint for `error_type`.
        error_type: Class of the error.
        status: HTTP status.
        message: Message of the API. Only the message tells that the account has no engine token left.
        api_url: Base URL of the API, to explain a 401 from a wrong region.

    """
    advice = _advice(operation, error_type, status, message)
    note = qlik_id_note(api_url) if error_type is AuthenticationError else None
    return f"{advice}. {note}" if note else advice


def _advice(operation: Operation[object], error_type: type[ApiError], status: int, message: str) -> str:
    if "engine token" in message.lower():
        return _TOO_MANY_ENGINES
    if status in operation.hints:
        return operation.hints[status]
    if error_type is PermissionDeniedError and operation.permission:
        return f"The token needs {operation.permission}"
    return _HINT_BY_ERROR.get(error_type, "Correct the fault that the message describes, then try again")
