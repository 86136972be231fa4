"""Convert a response to the operation's model, or to an error with a message for the user."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import urlsplit, urlunsplit

from pydantic import TypeAdapter, ValidationError

from talend_processing.client.errors import (
    ApiError,
    CallError,
    ConnectionFailedError,
    Outcome,
    RequestTimeoutError,
    ServerError,
    UnexpectedResponseError,
    UnknownHostError,
    error_class,
)
from talend_processing.client.http.hints import hint
from talend_processing.client.http.redaction import redact, secrets_in
from talend_processing.client.http.transport import Response, TransportError, parse_http_date
from talend_processing.client.operation import Call, Result
from talend_processing.client.regions import region_of, unknown_region_warning

Secrets: TypeAlias = Callable[[], tuple[str, ...]]
"""Returns the credentials that messages must not show."""

_MAX_MISMATCHES = 3
"""Maximum number of mismatches between a response and its model that an error message lists."""

_adapter_lock = threading.Lock()


def parse(call: Call[Result], response: Response, secrets: Secrets) -> Result:
    """Return the body of a response as the operation's `result` type.

    Raises:
        UnexpectedResponseError: The body does not fit the model.

    """
    response_format = call.operation.response_format
    if response_format == "none":
        return None  # type: ignore[return-value] # Result is None
    if response_format == "text":
        return _text(response)  # type: ignore[return-value] # Result is str
    model: Any = call.operation.result  # mypy does not accept a generic type as hashable
    try:
        parsed: Result = _adapter(model).validate_json(response.content)
    except ValidationError as error:
        raise _unexpected(call, response.status, _describe_mismatch(response, error), secrets) from None
    return parsed


@functools.cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    with _adapter_lock:  # building an adapter is not thread-safe
        adapter = TypeAdapter(model)
        adapter.rebuild()  # otherwise the first use would build the adapter, outside the lock
        return adapter


def _text(response: Response) -> str:
    """Return the body as text. If the body is a JSON string, return the value of the string."""
    text = response.content.decode(errors="replace")
    if not text.startswith('"'):
        return text
    try:
        decoded = json.loads(text)
    except ValueError:
        return text
    return decoded if isinstance(decoded, str) else text


def _describe_mismatch(response: Response, error: ValidationError) -> str:
    """Return what is wrong with a body, as the end of "the API answered 200 …"."""
    if not response.content.strip():
        return "with an empty body"
    if "html" in response.headers.get("content-type", "") or response.content.lstrip()[:1] == b"<":
        return "with a web page instead of JSON"
    mismatches = error.errors(include_url=False, include_input=False, include_context=False)
    if mismatches[0]["type"] == "json_invalid":
        return "with a body that is not JSON"
    shown = [f"{_location(mismatch['loc'])}: {mismatch['msg']}" for mismatch in mismatches[:_MAX_MISMATCHES]]
    not_shown = len(mismatches) - len(shown)
    return (
        "with a body that does not match the API's reference: "
        + "; ".join(shown)
        + (f"; and {not_shown} more" if not_shown else "")
    )


def _location(location: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.lstrip(".") or "the whole body"


def _unexpected(
    call: Call[object], status: int, explanation: str, secrets: Secrets, outcome: Outcome = "unknown"
) -> CallError:
    return UnexpectedResponseError(
        f"{call.description}: the API answered {status} {_redact(call, explanation, secrets)}."
        " Check the region or talend:apiUrl, and that no proxy answers in place of the API",
        method=call.operation.method,
        path=call.path,
        outcome=outcome,
    )


def no_response(
    call: Call[object], problem: TransportError, timeout: float, secrets: Secrets, api_url: str
) -> CallError:
    """Return the error for a request without a complete response. `timeout` is in seconds."""
    reason = _redact(call, problem.reason, secrets)
    outcome: Outcome = "unknown" if problem.sent else "not_sent"
    if problem.unknown_host:
        return UnknownHostError(
            f"{call.description}: {_unknown_host(api_url)} ({reason}). {_host_advice(api_url)}",
            method=call.operation.method,
            path=call.path,
            outcome=outcome,
        )
    if problem.timed_out:
        return RequestTimeoutError(
            f"{call.description}: no answer within {timeout:g} s ({reason})."
            " Check the network, or raise talend:requestTimeout",
            method=call.operation.method,
            path=call.path,
            outcome=outcome,
        )
    cause = "the connection broke before the response came" if problem.sent else "the API cannot be reached"
    return ConnectionFailedError(
        f"{call.description}: {cause} ({reason}). Check the network, the proxy (HTTPS_PROXY, NO_PROXY)"
        " and the region or talend:apiUrl",
        method=call.operation.method,
        path=call.path,
        outcome=outcome,
    )


def _unknown_host(api_url: str) -> str:
    host = urlsplit(api_url).hostname
    region = region_of(api_url)
    return f"no host has the name {host}" + (f', which follows from region "{region}"' if region else "")


def _host_advice(api_url: str) -> str:
    if region_of(api_url) is None:
        return "Check talend:apiUrl or TALEND_API_URL, and the proxy (HTTPS_PROXY) if there is one"
    warning = unknown_region_warning(api_url)
    advice = "Check talend:region or TALEND_REGION, the network's name server, and the proxy (HTTPS_PROXY)"
    return f"{warning}. {advice}" if warning else advice


def refusal(call: Call[object], response: Response, secrets: Secrets, now: float, api_url: str) -> CallError:
    """Return the error for a response with a status other than 2xx. `now` is in seconds since 1970."""
    status = response.status
    if status < 400:  # noqa: PLR2004 - where errors begin
        redirect = f"and redirects to {_redirect_target(response)}, which the client does not follow"
        return _unexpected(call, status, redirect, secrets, "refused")
    fields = _fields(response)

    def field_text(name: str) -> str | None:
        value = fields.get(name)
        if value is None or isinstance(value, dict | list):
            return None
        return _redact(call, str(value), secrets) or None

    code, request_id, details = field_text("code"), field_text("requestId"), field_text("details")
    message = field_text("message") or field_text("error") or _phrase(status)
    new_details = details if details and details not in message else None
    notes = [note for note in (new_details, f"request {request_id}" if request_id else None) if note]
    error_type: type[ApiError] = error_class(status)
    status_and_code = f"{status} {code}" if code else str(status)
    quoted = f'"{message}" ({"; ".join(notes)})' if notes else f'"{message}"'
    advice = hint(call.operation, error_type, status, message, api_url)
    return error_type(
        f"{call.description}: the API answered {status_and_code}: {quoted}. {advice}",
        method=call.operation.method,
        path=call.path,
        # After a server error, the write may have taken effect.
        outcome="unknown" if issubclass(error_type, ServerError) else "refused",
        status=status,
        code=code,
        message=message,
        details=details,
        request_id=request_id,
        retry_after=_retry_after(response, now),
    )


def _fields(response: Response) -> Mapping[str, object]:
    """Return the fields of an error's body. A body of plain text becomes the field `message`."""
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        text = response.content.decode(errors="replace").strip()
        return {} if not text or text.startswith("<") else {"message": text}
    if isinstance(body, dict):
        return body
    return {"message": body} if isinstance(body, str) else {}


def _redact(call: Call[object], text: str, secrets: Secrets) -> str:
    """In a server's text, mask the client's credentials and the secrets of the request's body."""
    return redact(text, (*secrets(), *secrets_in(call.body)))


def _retry_after(response: Response, now: float) -> float | None:
    """Return the seconds that `Retry-After` asks to wait, or None if it is missing or invalid."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    retry_at = parse_http_date(text)
    return (
        None if retry_at is None else max(0.0, retry_at - (now if response.date is None else response.date))
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no explanation"


def _redirect_target(response: Response) -> str:
    """Return the target of a redirect without the parts that may hold secrets."""
    try:
        parts = urlsplit(response.headers.get("location", ""))
        host = parts.hostname or ""
        target = urlunsplit(
            (parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path, "", "")
        )
    except ValueError:
        return "an unreadable address"
    return target or "no address"
