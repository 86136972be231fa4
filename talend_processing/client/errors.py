"""Errors of the client, one class for each cause. The text of an error is what the user sees."""

from __future__ import annotations

from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["not_sent", "refused", "unknown"]
"""Effect of a failed write.

- `not_sent`: it never reached the API, so it had no effect.
- `refused`: the API refused it, so it had no effect.
- `unknown`: it may have had an effect; look the object up before you repeat the write.
"""


class TalendError(Exception):
    """Base class of errors whose text is for the user. Secrets in the text are masked.

    Attributes:
        outcome: Whether a write may have taken effect.

    """

    def __init__(self, text: str, *, outcome: Outcome = "refused") -> None:
        from talend_processing.secret_text import mask  # noqa: PLC0415 - importing secret_text takes time

        super().__init__(mask(text))
        self.outcome: Outcome = outcome


class SettingsError(TalendError):
    """A setting is missing, malformed or contradicts another. This error is raised before any call."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")


class CancelledError(TalendError):
    """The client was cancelled, so no further call is sent."""


class CallError(TalendError):
    """A call failed.

    Attributes:
        method: HTTP method of the request.
        path: Path of the request, without the base URL.

    """

    def __init__(self, text: str, *, method: str, path: str, outcome: Outcome) -> None:
        super().__init__(text, outcome=outcome)
        self.method = method
        self.path = path


class ConnectionFailedError(CallError):
    """The API cannot be reached, or the connection broke before the response came."""


class UnknownHostError(ConnectionFailedError):
    """The host does not exist, so the region, the base URL or the proxy is wrong."""


class RequestTimeoutError(CallError):
    """The API did not respond in time."""


class UnexpectedResponseError(CallError):
    """The response does not fit the API's reference: another schema, a web page or a redirect."""


class ApiError(CallError):
    """The API responded with an error.

    Attributes:
        status: HTTP status.
        code: The API's error code, such as `TIPASS-SCHED-123`; None if there is none.
        message: The API's message. If there is none, the name of the HTTP status.
        details: Further text from the API; None if there is none.
        request_id: Id of the request, for Talend's support; None if there is none.
        retry_after: Seconds that the API asks to wait before the next attempt; None if it does not say.

    """

    def __init__(  # noqa: PLR0913 - everything that the API says about an error
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
        retry_after: float | None = None,
    ) -> None:
        super().__init__(text, method=method, path=path, outcome=outcome)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.request_id = request_id
        self.retry_after = retry_after


class ValidationError(ApiError):
    """400, another 4xx without its own class, or 501: the API does not accept the request as it is."""


class AuthenticationError(ApiError):
    """401: the token is wrong or has expired."""


class PermissionDeniedError(ApiError):
    """403: the token's user lacks a permission."""


class NotFoundError(ApiError):
    """404 or 410: the object does not exist, or the token's user has no access to it."""


class ConflictError(ApiError):
    """409, or 406 for an object in use: another object prevents the change."""


class RateLimitError(ApiError):
    """429: too many requests."""


class ServerError(ApiError):
    """408, or 5xx except 501: the API failed. Whether a write took effect is unknown."""


_CLASS_BY_STATUS: dict[int, type[ApiError]] = {
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
    """Return the class of error for an HTTP status of 400 or more."""
    if status in _CLASS_BY_STATUS:
        return _CLASS_BY_STATUS[status]
    return ServerError if status >= 500 else ValidationError  # noqa: PLR2004 - where server errors begin
