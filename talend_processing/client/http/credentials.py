"""The token of each request: a fixed access token, or one of a service account, shared by all threads."""

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
"""A token is renewed at least this many seconds before it expires, unless its lifetime is short."""

_RENEW_SPREAD = 120.0
"""Seconds over which renewals are spread, so that processes that started together do not renew together."""

_RENEW_SHARE = 0.1
"""A token is renewed only when at most this fraction of its lifetime is left, even if that is very short."""

_RETRY_PAUSE = 30.0
"""Seconds until the next attempt if a token could not be renewed but is still valid."""

_RATE_LIMITED = 429

_CHECK_ACCOUNT = (
    "Check TALEND_CLIENT_ID and TALEND_CLIENT_SECRET, and that the account belongs to this region"
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
    """Source of the token, for the calls of all threads."""

    def token(self) -> str:
        """Return the token to send."""
        ...

    def renew(self, refused: str) -> str | None:
        """Return another token after the API refused the given one, or None if there is no other."""
        ...

    def secrets(self) -> tuple[str, ...]:
        """Return all values that messages must not show."""
        ...


class FixedToken:
    """An access token that the user gave."""

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
    """Tokens of a service account: one at a time, renewed before it expires.

    Errors have the outcome `not_sent`, because a call without a valid token has no effect.

    Args:
        account: The service account.
        fetch: Fetches a token.
        clock: Returns seconds that never decrease.
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
        self._refused: ApiError | None = None
        self._failures = 0
        self._failure: CallError | None = None

    def token(self) -> str:
        """Return the current token.

        One thread fetches it. The others wait, and receive the same error if that fails. If a renewal fails,
        the token is used until it expires, unless the API refused the account.

        Raises:
            CallError: No token can be fetched. Once the API has refused the account, no further token is
                requested.
            CancelledError: The client was cancelled.

        """
        failures = self._failures
        with self._lock:
            if self._token is not None and self._clock() < self._renew_at:
                return self._token
            try:
                return self._fetch_token(failures)
            except CallError:
                if self._refused is not None or self._token is None or self._clock() >= self._expires_at:
                    raise
                self._renew_at = min(self._clock() + _RETRY_PAUSE, self._expires_at)
                return self._token

    def renew(self, refused: str) -> str | None:
        """Return another token. Fetch it, unless another thread has done so already.

        Raises:
            CallError: No token can be fetched.
            CancelledError: The client was cancelled.

        """
        failures = self._failures
        with self._lock:
            if self._token is None or self._token == refused:
                return self._fetch_token(failures)
            return self._token

    def secrets(self) -> tuple[str, ...]:
        """Return the account's secret, its encoded form in headers, and the token if there is one."""
        return (self._account.client_secret, basic(self._account), *([self._token] if self._token else []))

    def _fetch_token(self, failures: int) -> str:
        """Fetch a token, store it and return it.

        If the API has refused the account, or if the attempt of another thread has failed since `failures`
        was read, raise that error again instead.
        """
        earlier = self._refused or (self._failure if self._failures > failures else None)
        if earlier is not None:
            raise _same_error(earlier)
        started = self._clock()
        try:
            fetched = self._fetch()
        except CallError as error:
            if isinstance(error, ApiError) and error.outcome == "refused" and error.status != _RATE_LIMITED:
                self._refused = error
            self._failure = error
            self._failures += 1
            error.outcome = "not_sent"
            raise
        self._token = fetched.access_token
        self._expires_at = started + fetched.expires_in
        left = _RENEW_BEFORE + _RENEW_SPREAD * self._randomness()
        self._renew_at = self._expires_at - min(left, fetched.expires_in * _RENEW_SHARE)
        return self._token


def _same_error(error: CallError) -> CallError:
    """Return a copy of an error for another call, so that each call can set its own outcome."""
    copied = type(error).__new__(type(error))
    copied.args = error.args
    vars(copied).update(vars(error), outcome="not_sent")
    return copied


def basic(account: ServiceAccount) -> str:
    """Return the account's id and secret in the format of HTTP's Basic scheme."""
    return base64.b64encode(f"{account.client_id}:{account.client_secret}".encode()).decode()
