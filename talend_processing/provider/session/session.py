"""The session that all resources of a run share: the client, the lists, and the ownership of objects."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from talend_processing.client.collection import Collection
from talend_processing.client.errors import TalendError
from talend_processing.client.operation import JsonObject, JsonValue
from talend_processing.provider.session import list_calls
from talend_processing.provider.session.list_cache import Listing
from talend_processing.provider.session.list_calls import ListKey
from talend_processing.provider.session.ownership import Ownership
from talend_processing.provider.session.read_ahead import ReadAhead, Run, in_background

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

SharedT = TypeVar("SharedT")
Say: TypeAlias = Callable[[str], None]

_FRESH_SECONDS = 60.0
"""The age in seconds up to which a run uses a list. The run adds its own writes to the list immediately."""


class Session:
    """The client, the lists and the ownership of objects of one process, for one account."""

    def __init__(  # noqa: PLR0913 - all but the client are named, and few are given
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
        asking: Callable[[], str] = lambda: "",
        list_delay: float = 20.0,
    ) -> None:
        self._client = client
        self._connecting = threading.Lock()
        self.api_url = api_url
        self.progress = progress
        self.warn = warn
        self.wait = wait
        self.list_delay = list_delay
        """Seconds after which the API lists every execution that has started."""
        self.attended = attended
        """Returns whether the Pulumi engine that called the provider still runs."""
        self.ownership = Ownership(asking)
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._listings: dict[ListKey, Listing] = {}
        self._serial: dict[Hashable, threading.Lock] = {}
        self._shared: dict[str, object] = {}
        self._warned: set[Hashable] = set()
        self._read_ahead: ReadAhead | None = None
        self.process = uuid.uuid4().hex
        """Distinguishes this process from others that work on the same stack."""
        self.opened_at = clock()

    @property
    def client(self) -> TalendClient:
        """The client. If a function was given, the first access opens it: many previews make no call.

        Raises:
            SettingsError: The address, the proxy or the certificates are unusable.

        """
        if callable(self._client):
            with self._connecting:
                if callable(self._client):  # no other thread has opened it since
                    self._client = self._client()
        return self._client

    def collection(self, name: str) -> Collection:
        """Return the endpoints of the client with this name."""
        endpoints: object = getattr(self.client, name)
        if not isinstance(endpoints, Collection):
            raise TypeError(f"the API cannot create, read and delete {name}")
        return endpoints

    def listing(self, key: ListKey) -> Listing:
        """Return the shared list, fetched or not."""
        with self._lock:
            return self._listings.setdefault(key, Listing())

    def objects(
        self, key: ListKey, *, fresh: bool = False, younger: float = _FRESH_SECONDS
    ) -> dict[str, JsonObject]:
        """Return all objects of a list by id, from one call that all resources share.

        Args:
            key: The list.
            fresh: Whether to call again even if the list is recent.
            younger: The age in seconds from which the list is fetched again.

        Raises:
            TalendError: The call failed.

        """
        listing = self.listing(key)
        self._fetch(listing, key, fresh=fresh, younger=younger)
        return listing.current()

    def named(self, key: ListKey, name: str, *, fresh: bool = False) -> dict[str, JsonObject]:
        """Return the objects of `objects` with a name, apart from white space at its ends.

        Raises:
            TalendError: The call failed.

        """
        listing = self.listing(key)
        self._fetch(listing, key, fresh=fresh, younger=_FRESH_SECONDS)
        return listing.named(name)

    def listed(self) -> dict[ListKey, dict[str, JsonObject]]:
        """Return the lists that were fetched, without a call."""
        with self._lock:
            list_calls = dict(self._listings)
        return {key: one.current() for key, one in list_calls.items() if one.fetched_at is not None}

    def object(self, key: ListKey, object_id: str, *, fresh: bool = False) -> JsonObject | None:
        """Return one object of a shared list, or None if the list does not show it."""
        listing = self.listing(key)
        if self._read_ahead:
            self._read_ahead.wanted(key)
        self._fetch(listing, key, fresh=fresh, younger=_FRESH_SECONDS)
        return listing.one(object_id)

    def seen(self, key: ListKey, object_id: str) -> JsonObject | None:
        """Return one object of a list as this run last saw it, without a call."""
        return self.listing(key).one(object_id)

    def expect(self, key: ListKey) -> None:
        """Remember that a list may be read next, since its parent was read."""
        if self._read_ahead:
            self._read_ahead.expect(key)

    def read_ahead(self, run: Run = in_background) -> None:
        """From now on, fetch lists that are likely to be read next, in background threads."""
        self._read_ahead = ReadAhead(self._fetch_ahead, run)

    def _fetch(self, listing: Listing, key: ListKey, *, fresh: bool, younger: float) -> None:
        failures = listing.failures
        with listing.lock:
            listing.raise_if_failed_since(failures)
            now = self._clock()
            if not fresh:
                listing.raise_if_unavailable_after(now - younger)
                if listing.fetched_at is not None and now - listing.fetched_at < younger:
                    return
            written = listing.mark()
            try:
                found = {str(item["id"]): item for item in list_calls.fetch(self.client, key)}
            except TalendError as error:
                listing.fail(error, self._clock())
                raise
            listing.take(found, written)
            listing.fetched_at = self._clock()

    def _fetch_ahead(self, key: ListKey) -> None:
        # If this fails, the reader of the list fetches it again and gets the error.
        with suppress(TalendError):
            self.objects(key)

    def forget(self, key: ListKey) -> None:
        """Invalidate a list but remember deletions: a call changed objects without showing them."""
        listing = self.listing(key)
        with listing.lock:
            listing.forget()

    def known_ids(self, key: ListKey) -> frozenset[str]:
        """Return every id that this run has seen in a list, without a call."""
        return self.listing(key).ids()

    def mark_empty(self, key: ListKey) -> None:
        """Mark the list of a new parent as fetched and empty."""
        listing = self.listing(key)
        with listing.lock:
            if listing.fetched_at is None:
                listing.fetched_at = self._clock()

    def wrote(self, key: ListKey, object_id: str, answer: JsonObject) -> None:
        """Add an object that was created or changed to its list."""
        self.listing(key).write(object_id, answer)

    def changed(self, key: ListKey, object_id: str, members: Mapping[str, JsonValue]) -> None:
        """Change members of an object in its list, after a call that does not return the object."""
        listing = self.listing(key)
        with listing.lock:
            if (current := listing.one(object_id)) is not None:
                listing.write(object_id, {k: v for k, v in {**current, **members}.items() if v is not None})

    def removed(self, key: ListKey, object_id: str) -> None:
        """Mark an object as deleted in its list."""
        self.listing(key).remove(object_id)

    def now(self) -> float:
        """Return the seconds of a monotonic clock."""
        return self._clock()

    def moment(self) -> datetime:
        """Return the time that this machine's clock shows."""
        return datetime.fromtimestamp(self._wall_clock(), UTC)

    def shared(self, name: str, make: Callable[[], SharedT]) -> SharedT:
        """Return the object that all resources of this run share under a name. The first call makes it."""
        with self._lock:
            if name not in self._shared:
                self._shared[name] = make()
            return cast("SharedT", self._shared[name])

    def warn_once(self, subject: Hashable, text: str) -> None:
        """Warn of a subject unless this run has already done so."""
        with self._lock:
            if subject in self._warned:
                return
            self._warned.add(subject)
        self.warn(text)

    def one_at_a_time(self, what: Hashable) -> threading.Lock:
        """Return the lock for creates that could confuse their new objects."""
        with self._lock:
            return self._serial.setdefault(what, threading.Lock())
