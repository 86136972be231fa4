"""From an answer to a model, or to the error that it means."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import urlsplit, urlunsplit

from pydantic import TypeAdapter, ValidationError

from talend_processing.client.errors import (
    CallError,
    ConnectionFailedError,
    Outcome,
    RequestTimeoutError,
    ServerError,
    UnexpectedResponseError,
    error_class,
)
from talend_processing.client.hints import hint
from talend_processing.client.operation import Operation, Result
from talend_processing.client.redaction import redacted, secrets_of
from talend_processing.client.transport import Answer, TransportFailure

Before: TypeAlias = Callable[[], None] | None
"""Is asked right before each try of a call, and keeps it from being sent by an error."""

_SHOWN_FAULTS = 3
_building = threading.Lock()


@dataclass(frozen=True)
class Attempt:
    """What errors say of a call: what it was for, where it went, what they must not repeat."""

    operation: Operation[object]
    path: str
    doing: str
    body: object | None = field(default=None, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    before: Before = None

    def clean(self, text: str) -> str:
        """A text of the server's or the network's, fit to be shown."""
        return redacted(text, (*self.secrets, *secrets_of(self.body)))


def parse(operation: Operation[Result], answer: Answer, attempt: Attempt) -> Result:
    """The answer as the operation's model.

    Raises:
        UnexpectedResponseError: It does not fit.

    """
    kind = operation.kind
    if kind == "none":
        return None  # type: ignore[return-value] # the operation's Result is None
    if kind == "text":
        return _text(answer)  # type: ignore[return-value] # the operation's Result is str
    shape: Any = operation.answer
    try:
        parsed: Result = _adapter(shape).validate_json(answer.content)
    except ValidationError as error:
        raise _unexpected(attempt, answer.status, _misfit(answer, error)) from None
    return parsed


@functools.cache
def _adapter(answer: Any) -> TypeAdapter[Any]:
    with _building:  # versions of pydantic before 2.12 do not lock what they build
        return TypeAdapter(answer)


def _text(answer: Answer) -> str:
    text = answer.content.decode(errors="replace")
    if not text.startswith('"'):
        return text
    try:
        decoded = json.loads(text)
    except ValueError:
        return text
    return decoded if isinstance(decoded, str) else text


def _misfit(answer: Answer, error: ValidationError) -> str:
    if not answer.content.strip():
        return "with an empty body"
    if "html" in answer.headers.get("content-type", "") or answer.content.lstrip()[:1] == b"<":
        return "with a web page instead of JSON"
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    if faults[0]["type"] == "json_invalid":
        return "with a body that is no JSON"
    named = [f"{_place(fault['loc'])}: {fault['msg']}" for fault in faults[:_SHOWN_FAULTS]]
    more = len(faults) - len(named)
    return "with a body of another shape: " + "; ".join(named) + (f"; and {more} more" if more else "")


def _place(location: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.lstrip(".") or "the whole body"


def _unexpected(attempt: Attempt, status: int, what: str, outcome: Outcome = "unknown") -> CallError:
    return UnexpectedResponseError(
        f"{attempt.doing}: the API answered {status} {attempt.clean(what)}."
        " Check that the region or talend:apiUrl is that of the API, and that no proxy answers in its place",
        method=attempt.operation.method,
        path=attempt.path,
        outcome=outcome,
    )


def failure(attempt: Attempt, problem: TransportFailure, *, timeout: float) -> CallError:
    """The error for an answer that never came."""
    reason = attempt.clean(problem.reason)
    outcome: Outcome = "unknown" if problem.sent else "not_sent"
    if problem.timed_out:
        return RequestTimeoutError(
            f"{attempt.doing}: no answer within {timeout:g} s ({reason})."
            " Check the network, or raise talend:requestTimeout",
            method=attempt.operation.method,
            path=attempt.path,
            outcome=outcome,
        )
    broke = "the connection broke before the answer came" if problem.sent else "the API cannot be reached"
    return ConnectionFailedError(
        f"{attempt.doing}: {broke} ({reason}). Check the network, the proxy (HTTPS_PROXY, NO_PROXY)"
        " and the region or talend:apiUrl",
        method=attempt.operation.method,
        path=attempt.path,
        outcome=outcome,
    )


def refusal(attempt: Attempt, answer: Answer) -> CallError:
    """The error that an answer other than 2xx means."""
    status = answer.status
    if status < 400:  # noqa: PLR2004 - where errors begin
        what = f"and points to {_place_of_redirect(answer)}, which is not followed"
        return _unexpected(attempt, status, what, "refused")
    said = _said(answer)
    code, request_id = _part(attempt, said, "code"), _part(attempt, said, "requestId")
    message = _part(attempt, said, "message") or _part(attempt, said, "error") or _phrase(status)
    details = _part(attempt, said, "details")
    more = details if details and details not in message else None
    asides = [part for part in (more, f"request {request_id}" if request_id else None) if part]
    kind = error_class(status)
    numbered = f"{status} {code}" if code else str(status)
    quoted = f'"{message}" ({"; ".join(asides)})' if asides else f'"{message}"'
    advice = hint(attempt.operation, kind, status, message)
    return kind(
        f"{attempt.doing}: the API answered {numbered}: {quoted}. {advice}",
        method=attempt.operation.method,
        path=attempt.path,
        # A server error leaves it open.
        outcome="unknown" if issubclass(kind, ServerError) else "refused",
        status=status,
        code=code,
        message=message,
        details=details,
        request_id=request_id,
    )


def _said(answer: Answer) -> Mapping[str, object]:
    """The members of the error's body, however it is written."""
    try:
        body = json.loads(answer.content)
    except (ValueError, RecursionError):
        text = answer.content.decode(errors="replace").strip()
        return {} if not text or text.startswith("<") else {"message": text}
    if isinstance(body, dict):
        return body
    return {"message": body} if isinstance(body, str) else {}


def _part(attempt: Attempt, said: Mapping[str, object], name: str) -> str | None:
    value = said.get(name)
    if value is None or isinstance(value, dict | list):
        return None
    return attempt.clean(str(value)) or None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no explanation"


def _place_of_redirect(answer: Answer) -> str:
    """Where a redirect points, without what may be secret in it."""
    try:
        parts = urlsplit(answer.headers.get("location", ""))
        host = parts.hostname or ""
        place = urlunsplit((parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path, "", ""))
    except ValueError:
        return "an unreadable address"
    return place or "no address"
