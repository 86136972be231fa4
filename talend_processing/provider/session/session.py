"""The session that all resources of a process share: the client, the lists, and the ownership of objects."""

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
Say: TypeAlias = Callable[[str], None]


class Session:
    """The client, the lists and the ownership of objects of one process, for one account."""

    def __init__(  # noqa: PLR0913 - all but the client are keywords, and most have defaults
        self,
        client: TalendClient | Callable[[], TalendClient],
        *,
        api_url: str,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        progress: Say = lambda _: None,
        warn: Say = lambda _: None,
        wait: Callable[[float], None] = time.sleep,
        attended: Callable[[], bool] = lambda: True,
        current_urn: Callable[[], str] = lambda: "",
        list_delay: float = 20.0,
    ) -> None:
        self._client = client
        self._connecting = threading.Lock()
        self.api_url = api_url
        self.progress = progress
        self.warn = warn
        self.wait = wait
        self.list_delay = list_delay
        """Seconds within which an execution that has started should appear in the API's lists."""
        self.attended = attended
        """Returns whether the Pulumi engine that called the provider still runs."""
        self.ownership = Ownership(current_urn)
        self.lists = ListCache(lambda: self.client, clock)
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._serial: dict[Hashable, threading.Lock] = {}
        self._shared: dict[str, object] = {}
        self._warned: set[Hashable] = set()
        self.process = uuid.uuid4().hex
        """Distinguishes this process from others that work on the same stack."""
        self.opened_at = clock()

    @property
    def client(self) -> TalendClient:
        """The client. A given function is called on the first access, because many previews need no client.

        Raises:
            SettingsError: The address, the proxy or the certificates are unusable.

        """
        if callable(self._client):
            with self._connecting:
                if callable(self._client):  # no other thread has opened it since
                    self._client = self._client()
        return self._client

    def collection(self, name: str) -> Collection:
        """Return the client's endpoints with this name.

        Raises:
            TypeError: They cannot create, read and delete objects.

        """
        endpoints: object = getattr(self.client, name)
        if not isinstance(endpoints, Collection):
            raise TypeError(f"the API cannot create, read and delete {name}")
        return endpoints

    def now(self) -> float:
        """Return the seconds of a monotonic clock."""
        return self._clock()

    def moment(self) -> datetime:
        """Return the time that this machine's clock shows."""
        return datetime.fromtimestamp(self._wall_clock(), UTC)

    def shared(self, name: str, make: Callable[[], SharedT]) -> SharedT:
        """Return the object that all resources of a process share under a name. The first call makes it."""
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

    def one_at_a_time(self, what: Hashable) -> threading.Lock:
        """Return a lock for creates that could confuse their new objects if they ran at the same time."""
        with self._lock:
            return self._serial.setdefault(what, threading.Lock())
