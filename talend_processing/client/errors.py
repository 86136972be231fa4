"""What can go wrong with a call, by cause. The text of each error is what a user sees."""

from __future__ import annotations

from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["not_sent", "refused", "unknown"]
"""Whether a write took effect: it never reached the API, the API refused it, or nobody knows."""


class TalendError(Exception):
    """Anything that this package reports to a user; the text is one or two lines."""

    def __init__(self, text: str, *, outcome: Outcome = "refused") -> None:
        super().__init__(text)
        self.outcome: Outcome = outcome


class SettingsError(TalendError):
    """A setting is missing, malformed or contradicts another; raised before any call."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")


class CancelledError(TalendError):
    """The user interrupted the run while a call waited."""


class CallError(TalendError):
    """A call that failed, with what is known of it."""

    def __init__(self, text: str, *, method: str, path: str, outcome: Outcome) -> None:
        super().__init__(text, outcome=outcome)
        self.method = method
        self.path = path


class ConnectionFailedError(CallError):
    """The API could not be reached, or the connection broke."""


class RequestTimeoutError(CallError):
    """The API did not answer in time."""


class UnexpectedResponseError(CallError):
    """The answer is not what the reference describes: another schema, HTML, a redirect."""


class ApiError(CallError):
    """The API refused the call or failed at it."""

    def __init__(  # noqa: PLR0913 - all that the API says of an error
        self,
        text: str,
        *,
        method: str,
        path: str,
        outcome: Outcome,
        status: int,
        code: str | None = None,
        message: str | None = None,
        details: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(text, method=method, path=path, outcome=outcome)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.request_id = request_id


class ValidationError(ApiError):
    """400, 405, 415, 422, 501: the API does not accept the request as it is."""


class AuthenticationError(ApiError):
    """401: the token is wrong or has expired."""


class PermissionDeniedError(ApiError):
    """403: the token's user lacks a permission."""


class NotFoundError(ApiError):
    """404 or 410: there is no such object."""


class ConflictError(ApiError):
    """409, and 406 for an object in use: something stands in the way."""


class RateLimitError(ApiError):
    """429: too many requests, even after waiting."""


class ServerError(ApiError):
    """5xx and 408: the API failed or gave up. Whether a write took effect is not known."""


_BY_STATUS: dict[int, type[ApiError]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    406: ConflictError,
    408: ServerError,
    409: ConflictError,
    410: NotFoundError,
    429: RateLimitError,
    501: ValidationError,
}


def error_class(status: int) -> type[ApiError]:
    """The class of error that a status means."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return ServerError if status >= 500 else ValidationError  # noqa: PLR2004 - where server errors begin
