"""What to do about an error: the last sentence of its text."""

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

_GENERAL: dict[type[ApiError], str] = {
    AuthenticationError: (
        "Check that TALEND_ACCESS_TOKEN (or the service account's id and secret) is valid"
        " and belongs to this region"
    ),
    PermissionDeniedError: "Check the permissions of the token's user and its access to the workspace",
    NotFoundError: "Check the id, and that the token's user may see the environment and the workspace",
    ConflictError: "Find out what uses the object or has its name, change that, then try again",
    RateLimitError: (
        "Wait a minute, or lower talend:requestsPerMinute: all programs behind one network address"
        " share the API's limit"
    ),
    ServerError: "Try again; if it goes on, give the request's id to Talend's support",
}


_NO_ENGINE_LEFT = "Delete an engine that is not needed, or have engine tokens added to the account"


def hint(operation: Operation[object], kind: type[ApiError], status: int, message: str) -> str:
    """What to do about a status of an operation; the message is needed where no status says it."""
    if "engine token" in message.lower():
        return _NO_ENGINE_LEFT
    if status in operation.hints:
        return operation.hints[status]
    if kind is PermissionDeniedError and operation.permission:
        return f"The token needs {operation.permission}"
    return _GENERAL.get(kind, "Correct what the message names, then try again")
