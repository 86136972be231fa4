"""One call from beginning to end: limit, token, request, retries, answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from talend_processing.client import answers
from talend_processing.client.answers import Attempt, Before
from talend_processing.client.credentials import AccountTokens, Credentials, FixedToken, basic
from talend_processing.client.errors import CallError, CancelledError
from talend_processing.client.limiter import Limiter
from talend_processing.client.models.token import Token
from talend_processing.client.operation import Operation, Result
from talend_processing.client.operations.token import FETCH_TOKEN
from talend_processing.client.retry import RetryPolicy
from talend_processing.client.settings import ServiceAccount, Settings
from talend_processing.client.transport import Answer, Transport, TransportFailure
from talend_processing.client.waiting import Waiter

QueryValue: TypeAlias = str | int | bool | None
Query: TypeAlias = Mapping[str, QueryValue]
Body: TypeAlias = Mapping[str, object]

_UNAUTHORIZED = 401
_TOLD = 1.0
"""The API tells whole seconds: its clock is up to so much further."""


@dataclass
class _Tries:
    """How a call has gone so far."""

    started: float
    count: int = 0
    open_outcome: bool = False
    """Whether one of the tries may have taken effect."""
    renewed: bool = False


class Caller:
    """Calls operations; all groups and all threads share it."""

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        limiter: Limiter,
        retries: RetryPolicy,
        waiter: Waiter,
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._limiter = limiter
        self._retries = retries
        self._waiter = waiter
        self._credentials: Credentials = self._open(settings)
        self.history_days = settings.history_days
        """Days of executions that the API lists at once."""

    def call(
        self,
        operation: Operation[Result],
        *ids: str,
        query: Query | None = None,
        body: Body | None = None,
        before: Before = None,
    ) -> Result:
        """The answer as the operation's model; `before` may stop each try by an error.

        Raises:
            CallError: The call failed; the class says how.
            CancelledError: The run was cancelled while the call waited.

        """
        attempt = self._attempt(operation, ids, body, before)
        return answers.parse(operation, self._send(attempt, query, None), attempt)

    def status(
        self, operation: Operation[object], *ids: str, query: Query | None = None, body: Body | None = None
    ) -> int:
        """The status of a call whose answer says nothing else.

        Raises:
            CallError: The call failed; the class says how.
            CancelledError: The run was cancelled while the call waited.

        """
        return self._send(self._attempt(operation, ids, body), query, None).status

    def call_if_answered(
        self, operation: Operation[Result], *ids: str, body: Body, timeout: float, before: Before = None
    ) -> Result | None:
        """The answer as the operation's model, or None if its body is empty; `before` as for `call`.

        Raises:
            CallError: The call failed; the class says how.
            CancelledError: The run was cancelled while the call waited.

        """
        attempt = self._attempt(operation, ids, body, before)
        answer = self._send(attempt, None, timeout)
        return answers.parse(operation, answer, attempt) if answer.content.strip() else None

    def now(self) -> float:
        """Seconds since 1970, by this machine's clock or the API's, whichever is ahead."""
        ahead = self._transport.server_ahead
        return self._retries.wall_clock() + (ahead + _TOLD if ahead > 0 else 0.0)

    def _open(self, settings: Settings) -> Credentials:
        who = settings.credentials
        if not isinstance(who, ServiceAccount):
            return FixedToken(who.token)
        return AccountTokens(who, lambda: self._fetch_token(who), self._waiter.clock)

    def _fetch_token(self, account: ServiceAccount) -> Token:
        attempt = Attempt(
            FETCH_TOKEN,
            FETCH_TOKEN.path,
            FETCH_TOKEN.doing,
            secrets=(account.client_secret, basic(account)),
            body={"audience": self._settings.api_url, "grant_type": "client_credentials"},
        )
        answer = self._send(attempt, None, None, authorization=f"Basic {basic(account)}")
        return answers.parse(FETCH_TOKEN, answer, attempt)

    def _attempt(
        self, operation: Operation[Result], ids: tuple[str, ...], body: Body | None, before: Before = None
    ) -> Attempt:
        doing = operation.doing_with(ids, body)
        return Attempt(operation, operation.path_of(*ids), doing, body=body, before=before)

    def _send(
        self,
        attempt: Attempt,
        query: Query | None,
        timeout: float | None,
        *,
        authorization: str | None = None,
    ) -> Answer:
        """Send until there is a 2xx answer, nothing more to try, or an interrupt."""
        tries = _Tries(self._waiter.clock())
        while True:
            try:
                answer, pause = self._try(attempt, tries, query, timeout, authorization)
                if answer is not None:
                    return answer
                self._waiter.wait(pause)
            except CancelledError:
                raise CancelledError(
                    f"{attempt.doing}: interrupted while waiting"
                    + ("; whether it took effect is not known" if tries.open_outcome else ""),
                    outcome="unknown" if tries.open_outcome else "not_sent",
                ) from None

    def _try(
        self,
        attempt: Attempt,
        tries: _Tries,
        query: Query | None,
        timeout: float | None,
        authorization: str | None,
    ) -> tuple[Answer | None, float]:
        """One request: the answer, or the seconds until the next try."""
        with _nothing_sent():
            token = None if authorization else self._credentials.token()
        self._limiter.acquire()
        if attempt.before is not None:
            # Last of all: the token, the limit and the pauses before may have taken minutes.
            attempt.before()
        tries.count += 1
        asked: float | None = None
        try:
            answer = self._transport.send(
                attempt.operation.method,
                attempt.path,
                headers={
                    "authorization": authorization or f"Bearer {token}",
                    # Operations that answer with plain text refuse those who accept JSON only.
                    "accept": "*/*" if attempt.operation.kind == "text" else "application/json",
                },
                query={name: _text(value) for name, value in (query or {}).items() if value is not None},
                body=attempt.body,
                timeout=timeout,
            )
        except TransportFailure as problem:
            error = answers.failure(
                self._known(attempt), problem, timeout=timeout or self._settings.request_timeout
            )
        else:
            if 200 <= answer.status < 300:  # noqa: PLR2004 - success
                return answer, 0.0
            if answer.status == _UNAUTHORIZED and token and not tries.renewed:
                tries.renewed = True
                with _nothing_sent():
                    renewed = self._credentials.renew(token)
                if renewed:
                    return None, 0.0
            error = answers.refusal(self._known(attempt), answer)
            asked = self._retries.retry_after(answer)
        return None, self._next(attempt, tries, error, asked)

    def _next(self, attempt: Attempt, tries: _Tries, error: CallError, asked: float | None) -> float:
        """The seconds until the next try; without one, the error."""
        tries.open_outcome = tries.open_outcome or (
            error.outcome == "unknown" and attempt.operation.method != "GET"
        )
        spent = self._waiter.clock() - tries.started
        pause = self._retries.pause(attempt.operation, error, tries.count, spent, asked)
        if pause is None:
            if tries.open_outcome:
                error.outcome = "unknown"  # what an earlier try did is not undone by a later refusal
            if tries.count > 1:
                error.args = (f"{error}. Gave up after {tries.count} tries in {spent:.0f} s",)
            raise error
        if asked:
            self._limiter.hold(asked)
        return pause

    def _known(self, attempt: Attempt) -> Attempt:
        """The attempt with all secrets that its messages must not show."""
        return Attempt(
            attempt.operation,
            attempt.path,
            attempt.doing,
            body=attempt.body,
            secrets=attempt.secrets + self._credentials.secrets(),
        )


@contextmanager
def _nothing_sent() -> Iterator[None]:
    """Whatever became of a token that cannot be had: the call that it was for had no effect."""
    try:
        yield
    except CallError as error:
        error.outcome = "not_sent"
        raise


def _text(value: str | int | bool) -> str:  # noqa: FBT001 - a query parameter of any kind
    return str(value).lower() if isinstance(value, bool) else str(value)
