"""Who asks: a token as it is, or a service account's token, fetched once for all threads."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from typing import Protocol

from talend_processing.client.errors import ApiError
from talend_processing.client.models.token import Token
from talend_processing.client.settings import ServiceAccount

_MARGIN = 60.0
"""Seconds before its end at which a token is renewed: longer than a request takes."""

_SHARE = 0.1
"""A short-lived token is renewed when this share of its life is left."""


class Credentials(Protocol):
    """What the calls of all threads ask for their token."""

    def token(self) -> str:
        """A token that is valid now."""
        ...

    def renew(self, refused: str) -> bool:
        """Whether there is another token to try after this one was refused."""
        ...

    def secrets(self) -> tuple[str, ...]:
        """What no message may show."""
        ...


class FixedToken:
    """An access token as it was given."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        """The token."""
        return self._token

    def renew(self, refused: str) -> bool:
        """There is no other one."""
        del refused
        return False

    def secrets(self) -> tuple[str, ...]:
        """The token."""
        return (self._token,)


class AccountTokens:
    """A service account's tokens: one at a time, renewed before it ends."""

    def __init__(
        self, account: ServiceAccount, fetch: Callable[[], Token], clock: Callable[[], float]
    ) -> None:
        self._account = account
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._token: str | None = None
        self._until = 0.0
        self._refused: ApiError | None = None

    def token(self) -> str:
        """The current token; one thread fetches it, the others wait for it.

        Raises:
            ApiError: The account was refused. It is asked for once, however many threads need it.

        """
        with self._lock:
            if self._token is None or self._clock() >= self._until:
                self._renew()
            return self._token or ""

    def renew(self, refused: str) -> bool:
        """Fetch another token, unless another thread has done so already."""
        with self._lock:
            if self._token == refused:
                self._renew()
            return True

    def secrets(self) -> tuple[str, ...]:
        """The secret, the token, and the header that holds the secret."""
        return (self._account.client_secret, basic(self._account), *([self._token] if self._token else []))

    def _renew(self) -> None:
        if self._refused is not None:
            raise self._refused
        asked = self._clock()
        try:
            fetched = self._fetch()
        except ApiError as error:
            if error.outcome == "refused" and error.status != 429:  # noqa: PLR2004 - too many requests passes
                self._refused = error
            raise
        self._token = fetched.access_token
        self._until = asked + fetched.expires_in - min(_MARGIN, fetched.expires_in * _SHARE)


def basic(account: ServiceAccount) -> str:
    """The account's id and secret as HTTP's Basic scheme writes them."""
    return base64.b64encode(f"{account.client_id}:{account.client_secret}".encode()).decode()
