"""The session, which all resources of a process share."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from talend_processing.client.collection import Collection
from talend_processing.provider.session.list_cache import ListCache
from talend_processing.provider.session.ownership import Ownership

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

SharedT = TypeVar("SharedT")
ShowMessage: TypeAlias = Callable[[str], None]
"""Shows a message in the row of the current resource in Pulumi's output."""


class Session:
    """The API client, the cached lists and the ownership of objects, for one process and one account."""

    def __init__(  # noqa: PLR0913 - all but the client are keywords, and most have defaults
        self,
        client: TalendClient | Callable[[], TalendClient],
        *,
        api_url: str,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        progress: ShowMessage = lambda _: None,
        warn: ShowMessage = lambda _: None,
        wait: Callable[[float], None] = time.sleep,
        attended: Callable[[], bool] = lambda: True,
        current_urn: Callable[[], str] = lambda: "",
        list_delay: float = 20.0,
    ) -> None:
        self._client = client
        self._client_lock = threading.Lock()
        self.api_url = api_url
        self.progress = progress
        self.warn = warn
        self.wait = wait
        self.list_delay = list_delay
        """Seconds in which a new execution should appear in the lists of the API."""
        self.attended = attended
        """Returns whether the Pulumi engine that called the provider still runs."""
        self.ownership = Ownership(current_urn)
        self.lists = ListCache(lambda: self.client, clock)
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._create_locks: dict[Hashable, threading.Lock] = {}
        self._shared: dict[str, object] = {}
        self._warned: set[Hashable] = set()
        self.process = uuid.uuid4().hex
        """Distinguishes this process from others that work on the same stack."""
        self.opened_at = clock()
        """When the session began, on the clock of `now`."""

    @property
    def client(self) -> TalendClient:
        """The client. If a function was given, the first access calls it: many previews need no client.

        Raises:
            SettingsError: The address, the proxy or the certificates are unusable.

        """
        if callable(self._client):
            with self._client_lock:
                if callable(self._client):  # no other thread has opened the client since
                    self._client = self._client()
        return self._client

    def collection(self, name: str) -> Collection:
        """Return the client's endpoints with this name, such as `remote_engines`.

        Raises:
            TypeError: The endpoints cannot create, read and delete objects.

        """
        collection: object = getattr(self.client, name)
        if not isinstance(collection, Collection):
            raise TypeError(f"the API cannot create, read and delete {name}")
        return collection

    def now(self) -> float:
        """Return the seconds of a monotonic clock."""
        return self._clock()

    def utc_now(self) -> datetime:
        """Return the current time of this machine's clock, in UTC."""
        return datetime.fromtimestamp(self._wall_clock(), UTC)

    def shared(self, name: str, make: Callable[[], SharedT]) -> SharedT:
        """Return the value that all resources share under a name. The first call makes the value."""
        with self._lock:
            if name not in self._shared:
                self._shared[name] = make()
            return cast("SharedT", self._shared[name])

    def warn_once(self, subject: Hashable, text: str) -> None:
        """Show a warning about a subject, unless this process has already shown one about it."""
        with self._lock:
            if subject in self._warned:
                return
            self._warned.add(subject)
        self.warn(text)

    def one_at_a_time(self, key: Hashable) -> threading.Lock:
        """Return the lock of a key. Creates that could mistake each other's objects use the same key."""
        with self._lock:
            return self._create_locks.setdefault(key, threading.Lock())
