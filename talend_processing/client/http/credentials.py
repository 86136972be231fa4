"""Tokens for requests: a fixed access token, or tokens that are fetched for a service account."""

from __future__ import annotations

import base64
import random
import threading
from collections.abc import Callable
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from talend_processing.client.errors import ApiError, CallError
from talend_processing.client.operation import Operation
from talend_processing.client.settings import ServiceAccount

_RENEW_BEFORE = 60.0
_RENEW_SPREAD = 120.0
"""A token is renewed 60 to 180 s before it expires, at a random time: processes that started together should
not renew together."""

_RENEW_SHARE = 0.1
"""A renewal waits until at most this fraction of the token's lifetime is left, even if that is under 60 s."""

_RETRY_PAUSE = 30.0
"""Seconds until the next attempt if a token could not be renewed but is still valid."""

_RATE_LIMITED = 429

_CHECK_ACCOUNT = (
    "Check TALEND_CLIENT_ID and TALEND_CLIENT_SECRET, and that the service account belongs to this region"
)


class Token(BaseModel):
    """Response of the token endpoint."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    access_token: str = Field(repr=False, pattern=r"^[\x21-\x7e]+$")
    expires_in: float = Field(default=1800.0, gt=0)
    """Seconds until the token expires. The default is the lifetime that Talend documents."""


FETCH_TOKEN = Operation(
    method="POST",
    path="/security/oauth/token",
    summary="Fetching a token for the service account",
    result=Token,
    repeatable_post=True,
    hints={400: _CHECK_ACCOUNT, 401: _CHECK_ACCOUNT, 403: _CHECK_ACCOUNT},
)


class Credentials(Protocol):
    """Source of the token that each API call sends. All threads share the source."""

    def token(self) -> str:
        """Return the token to send."""
        ...

    def renew(self, refused: str) -> str | None:
        """Return another token after the API refused the given token, or None if there is no other."""
        ...

    def secrets(self) -> tuple[str, ...]:
        """Return all values that messages must not show."""
        ...


class FixedToken:
    """An access token from the settings."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        """Return the token."""
        return self._token

    def renew(self, refused: str) -> str | None:
        """Return None: there is no other token."""
        del refused
        return None

    def secrets(self) -> tuple[str, ...]:
        """Return the token."""
        return (self._token,)


class AccountTokens:
    """Token of a service account, shared by all threads and renewed before it expires.

    If no token can be fetched, the error has the outcome `not_sent`: the API call is not sent.

    Args:
        account: The service account.
        fetch: Fetches a token.
        clock: Monotonic clock, in seconds.
        randomness: Returns numbers from 0 to 1.

    """

    def __init__(
        self,
        account: ServiceAccount,
        fetch: Callable[[], Token],
        clock: Callable[[], float],
        randomness: Callable[[], float] = random.random,
    ) -> None:
        self._account = account
        self._fetch = fetch
        self._clock = clock
        self._randomness = randomness
        self._lock = threading.Lock()
        self._token: str | None = None
        self._renew_at = 0.0
        self._expires_at = 0.0
        self._refusal: ApiError | None = None
        self._failure_count = 0
        self._last_failure: CallError | None = None

    def token(self) -> str:
        """Return a valid token.

        If the token has expired or will soon expire, one thread fetches a new token and the others wait. If
        the fetch fails, return the old token until it expires. If the old token has expired or the API
        refused the account, raise the error in every waiting thread.

        Raises:
            CallError: No token can be fetched. Once the API has refused the account, no further token is
                requested.
            CancelledError: The client was cancelled.

        """
        failures_before = self._failure_count
        with self._lock:
            if self._token is not None and self._clock() < self._renew_at:
                return self._token
            try:
                return self._fetch_token(failures_before)
            except CallError:
                if self._refusal is not None or self._token is None or self._clock() >= self._expires_at:
                    raise
                self._renew_at = min(self._clock() + _RETRY_PAUSE, self._expires_at)
                return self._token

    def renew(self, refused: str) -> str | None:
        """Return another token. Fetch it, unless another thread has done so already.

        Raises:
            CallError: No token can be fetched.
            CancelledError: The client was cancelled.

        """
        failures_before = self._failure_count
        with self._lock:
            if self._token is None or self._token == refused:
                return self._fetch_token(failures_before)
            return self._token

    def secrets(self) -> tuple[str, ...]:
        """Return the account's secret, its encoded form in headers, and the token if there is one."""
        return (
            self._account.client_secret,
            basic_credentials(self._account),
            *([self._token] if self._token else []),
        )

    def _fetch_token(self, failures_before: int) -> str:
        """Fetch a token, store it and return it.

        If the API has refused the account before, raise the error of that refusal instead. If another thread
        has failed to fetch a token while this thread waited (more failures than `failures_before`), raise
        that thread's error.
        """
        earlier_error: CallError | None = self._refusal
        if earlier_error is None and self._failure_count > failures_before:
            earlier_error = self._last_failure
        if earlier_error is not None:
            raise _copy_error(earlier_error)
        requested_at = self._clock()
        try:
            new_token = self._fetch()
        except CallError as error:
            if isinstance(error, ApiError) and error.outcome == "refused" and error.status != _RATE_LIMITED:
                self._refusal = error
            self._last_failure = error
            self._failure_count += 1
            error.outcome = "not_sent"
            raise
        self._token = new_token.access_token
        self._expires_at = requested_at + new_token.expires_in
        before_expiry = _RENEW_BEFORE + _RENEW_SPREAD * self._randomness()
        self._renew_at = self._expires_at - min(before_expiry, new_token.expires_in * _RENEW_SHARE)
        return self._token


def _copy_error(error: CallError) -> CallError:
    """Return a copy of an error, so that each call can raise an error with its own outcome."""
    error_copy = type(error).__new__(type(error))
    error_copy.args = error.args
    vars(error_copy).update(vars(error), outcome="not_sent")
    return error_copy


def basic_credentials(account: ServiceAccount) -> str:
    """Return the account's id and secret in the format of HTTP's Basic scheme."""
    return base64.b64encode(f"{account.client_id}:{account.client_secret}".encode()).decode()
