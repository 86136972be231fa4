"""Send calls to the API, with a token, under the rate limit, and with retries."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from talend_processing.client.errors import CallError, CancelledError, ValidationError
from talend_processing.client.http import responses
from talend_processing.client.http.credentials import (
    FETCH_TOKEN,
    AccountTokens,
    Credentials,
    FixedToken,
    Token,
    basic_credentials,
)
from talend_processing.client.http.rate_limiter import RateLimiter
from talend_processing.client.http.retry import RetryPolicy, requested_pause
from talend_processing.client.http.transport import Response, Transport, TransportError
from talend_processing.client.http.waiting import Waiter
from talend_processing.client.operation import BeforeSend, Body, Call, Method, Operation, Parameters, Result
from talend_processing.client.settings import ServiceAccount, Settings

_UNAUTHORIZED = 401
_UNSUPPORTED_MEDIA_TYPE = 415
_DATE_RESOLUTION = 1.0
"""The API sends its time in whole seconds, so its clock may be up to a second ahead of that time."""


@dataclass
class _Progress:
    """Attempts of a call so far, and whether one of them may have taken effect."""

    started_at: float
    attempts: int = 0
    may_have_taken_effect: bool = False


class Dispatcher:
    """Sends calls. All endpoints and all threads share one dispatcher.

    Args:
        settings: Credentials and limits.
        transport: Sends one request.
        limiter: Delays requests to keep the rate limit.
        retry_policy: Decides whether a failed call is sent again.
        waiter: Waits, and ends a wait when the client is cancelled.
        wall_clock: Returns seconds since 1970.

    """

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        limiter: RateLimiter,
        retry_policy: RetryPolicy,
        waiter: Waiter,
        *,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._limiter = limiter
        self._retry_policy = retry_policy
        self._waiter = waiter
        self._wall_clock = wall_clock
        self._credentials: Credentials = self._create_credentials(settings)
        self._request_token_with_form = False
        self.history_days = settings.history_days
        """Longest period, in days, that one request for executions may cover."""

    def call(
        self,
        operation: Operation[Result],
        *ids: str,
        parameters: Parameters | None = None,
        body: Body | None = None,
        before_send: BeforeSend = None,
    ) -> Result:
        """Call an operation and return the response as the operation's `result` type.

        Args:
            operation: The operation.
            *ids: Ids for the variables of the operation's path, in their order.
            parameters: URL parameters, with the API's names as keys. Parameters that are None are left out.
            body: JSON object with the API's names as keys.
            before_send: Called right before every attempt. If it raises an error, no further attempt is sent.

        Raises:
            TalendError: An id is not valid, for example empty.
            CallError: The call failed. The subclass tells the cause.
            CancelledError: The client was cancelled.

        """
        call = Call(operation=operation, ids=ids, parameters=parameters, body=body, before_send=before_send)
        return responses.parse(call, self._send(call), self._credentials.secrets)

    def call_or_none(
        self,
        operation: Operation[Result],
        *ids: str,
        body: Body,
        timeout: float,
        before_send: BeforeSend = None,
    ) -> Result | None:
        """Call an operation and return the response as its `result` type, or None if the response is empty.

        Arguments and errors are those of `call`. `timeout` is in seconds.
        """
        call = Call(operation=operation, ids=ids, body=body, timeout=timeout, before_send=before_send)
        response = self._send(call)
        if not response.content.strip():
            return None
        return responses.parse(call, response, self._credentials.secrets)

    def status(self, operation: Operation[object], *ids: str, parameters: Parameters | None = None) -> int:
        """Call an operation and return only the HTTP status. Arguments and errors are those of `call`."""
        return self._send(Call(operation=operation, ids=ids, parameters=parameters)).status

    def exchange(
        self,
        method: Method,
        path: str,
        *,
        parameters: Parameters | None = None,
        body: Body | None = None,
        accept: str = "application/json",
    ) -> Response:
        """Send a request and return the response, even one with an error status.

        The request is not retried, unless the API refuses the token and the client can fetch a new token.
        This method is for programs that examine how the API behaves.

        Raises:
            CallError: No complete response came, or there is no token. The error's `outcome` says whether
                the request may have taken effect.
            CancelledError: The client was cancelled.

        """
        operation = Operation(method=method, path=path, summary=f"{method} {path}", result=str)
        return self._exchange(Call(operation=operation, parameters=parameters, body=body, accept=accept))

    def exchange_token(self, *, form: bool) -> Response | None:
        """Request a token for the service account and return the response, even one with an error status.

        Return None if the client has no service account. With `form`, send a form instead of JSON. A failed
        request is not retried.

        Raises:
            CallError: No complete response came.
            CancelledError: The client was cancelled.

        """
        credentials = self._settings.credentials
        if not isinstance(credentials, ServiceAccount):
            return None
        return self._exchange(self._token_call(credentials, form=form))

    def clock(self) -> float:
        """Return the time of a monotonic clock, in seconds."""
        return self._waiter.clock()

    def now(self) -> float:
        """Return seconds since 1970, by this machine's clock or the API's, whichever is ahead."""
        seconds_ahead = self._transport.server_ahead
        return self._wall_clock() + (seconds_ahead + _DATE_RESOLUTION if seconds_ahead > 0 else 0.0)

    def _create_credentials(self, settings: Settings) -> Credentials:
        credentials = settings.credentials
        if not isinstance(credentials, ServiceAccount):
            return FixedToken(credentials.token)
        return AccountTokens(
            credentials,
            lambda: self._fetch_token(credentials),
            self._waiter.clock,
            self._retry_policy.randomness,
        )

    def _fetch_token(self, account: ServiceAccount) -> Token:
        form = self._request_token_with_form
        call = self._token_call(account, form=form)
        try:
            response = self._send(call)
        except ValidationError as error:
            if form or error.status != _UNSUPPORTED_MEDIA_TYPE:
                raise
            self._request_token_with_form = (
                True  # Talend documents JSON, but its own command line sends a form
            )
            return self._fetch_token(account)
        return responses.parse(call, response, self._credentials.secrets)

    def _token_call(self, account: ServiceAccount, *, form: bool) -> Call[Token]:
        return Call(
            operation=FETCH_TOKEN,
            body={"audience": self._settings.api_url, "grant_type": "client_credentials"},
            authorization=f"Basic {basic_credentials(account)}",
            form=form,
        )

    def _exchange(self, call: Call[object]) -> Response:
        response_or_error = self._attempt(call, _Progress(self._waiter.clock()))
        if isinstance(response_or_error, CallError):
            raise response_or_error
        return response_or_error

    def _send(self, call: Call[object]) -> Response:
        """Send a call, retry it as long as `RetryPolicy` allows, and return the successful response."""
        progress = _Progress(self._waiter.clock())
        try:
            while True:
                response_or_error = self._attempt(call, progress)
                if isinstance(response_or_error, CallError):
                    failure = response_or_error
                elif 200 <= response_or_error.status < 300:  # noqa: PLR2004 - the range of successes
                    return response_or_error
                else:
                    failure = responses.refusal(
                        call,
                        response_or_error,
                        self._credentials.secrets,
                        self._wall_clock(),
                        self._settings.api_url,
                    )
                self._waiter.wait(self._pause(call, progress, failure))
        except CancelledError:
            may_have_taken_effect = progress.may_have_taken_effect
            raise CancelledError(
                f"{call.description}: interrupted while waiting"
                + ("; whether it took effect is unknown" if may_have_taken_effect else ""),
                outcome="unknown" if may_have_taken_effect else "not_sent",
            ) from None
        except CallError as error:
            if progress.may_have_taken_effect:
                error.outcome = "unknown"  # an earlier attempt may have taken effect
            raise

    def _attempt(self, call: Call[object], progress: _Progress) -> Response | CallError:
        """Send a call once, and a second time if the API refuses the token and there is another token.

        Return a response with any HTTP status, or an error if no complete response came.
        """
        token = "" if call.authorization else self._credentials.token()
        try:
            response = self._transmit(call, progress, token)
            if response.status == _UNAUTHORIZED and token and (new_token := self._credentials.renew(token)):
                response = self._transmit(call, progress, new_token)
        except TransportError as problem:
            timeout = call.timeout or self._settings.request_timeout
            return responses.no_response(
                call, problem, timeout, self._credentials.secrets, self._settings.api_url
            )
        return response

    def _transmit(self, call: Call[object], progress: _Progress, token: str) -> Response:
        self._limiter.acquire()
        if call.before_send is not None:
            # Fetching a token and waiting for the rate limit may take minutes, so both come first.
            call.before_send()
        progress.attempts += 1
        return self._transport.send(
            call.operation.method,
            call.path,
            headers={
                "authorization": call.authorization or f"Bearer {token}",
                # Operations that respond with plain text refuse requests that accept only JSON.
                "accept": call.accept
                or ("*/*" if call.operation.response_format == "text" else "application/json"),
            },
            parameters=call.parameters,
            body=call.body,
            timeout=call.timeout,
            form=call.form,
        )

    def _pause(self, call: Call[object], progress: _Progress, error: CallError) -> float:
        """Return the seconds until the next attempt, or raise the error if there is no next attempt."""
        if error.outcome == "unknown" and call.operation.method != "GET":
            progress.may_have_taken_effect = True
        elapsed = self._waiter.clock() - progress.started_at
        pause = self._retry_policy.pause(call.operation, error, progress.attempts, elapsed)
        if pause is None:
            if progress.attempts > 1:
                error.args = (f"{error}. Gave up after {progress.attempts} attempts in {elapsed:.0f} s",)
            raise error
        self._limiter.block(requested_pause(error, progress.attempts))
        return pause
