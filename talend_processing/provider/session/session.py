"""What all resources of one run share: the client, the lists, and the ownership of objects."""

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
"""A run shares a list for this long; what the run itself writes is seen at once."""


class Session:
    """One process's dealings with one account."""

    def __init__(  # noqa: PLR0913 - all but the client are named, and few are given
        self,
        client: TalendClient,
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
        self.client = client
        self.api_url = api_url
        self.progress = progress
        self.warn = warn
        self.wait = wait
        self.list_delay = list_delay
        """Seconds after which the API lists every execution that has started."""
        self.attended = attended
        """Whether the engine that asked for the work is still there."""
        self.ownership = Ownership(asking)
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._listings: dict[ListKey, Listing] = {}
        self._serial: dict[Hashable, threading.Lock] = {}
        self._shared: dict[str, object] = {}
        self._read_ahead: ReadAhead | None = None
        self.process = uuid.uuid4().hex
        """Tells this process from any other that works on the same stack."""
        self.opened_at = clock()

    def collection(self, name: str) -> Collection:
        """Return the endpoints of the client with this name."""
        endpoints: object = getattr(self.client, name)
        if not isinstance(endpoints, Collection):
            raise TypeError(f"the API cannot create, read and delete {name}")
        return endpoints

    def listing(self, place: ListKey) -> Listing:
        """The shared list of a place, fetched or not."""
        with self._lock:
            return self._listings.setdefault(place, Listing())

    def objects(
        self, place: ListKey, *, fresh: bool = False, younger: float = _FRESH_SECONDS
    ) -> dict[str, JsonObject]:
        """All objects of a place by id, from one list call that all share.

        `fresh` lists anew, and so does a list that is not `younger` than so many seconds.
        """
        listing = self.listing(place)
        self._fetch(listing, place, fresh=fresh, younger=younger)
        return listing.current()

    def listed(self) -> dict[ListKey, dict[str, JsonObject]]:
        """What is known of the places that were listed, without asking."""
        with self._lock:
            list_calls = dict(self._listings)
        return {place: one.current() for place, one in list_calls.items() if one.fetched_at is not None}

    def object(self, place: ListKey, object_id: str, *, fresh: bool = False) -> JsonObject | None:
        """One object of a place, from the list call that all share; None if the list has none."""
        listing = self.listing(place)
        if self._read_ahead:
            self._read_ahead.wanted(place)
        self._fetch(listing, place, fresh=fresh, younger=_FRESH_SECONDS)
        return listing.one(object_id)

    def seen(self, place: ListKey, object_id: str) -> JsonObject | None:
        """One object of a place as this run has seen it, without asking."""
        return self.listing(place).one(object_id)

    def expect(self, place: ListKey) -> None:
        """A parent was read, so the list of its objects may be asked for next."""
        if self._read_ahead:
            self._read_ahead.expect(place)

    def read_ahead(self, run: Run = in_background) -> None:
        """From now on fetch lists that are about to be asked for, in threads of their own."""
        self._read_ahead = ReadAhead(self._fetch_ahead, run)

    def _fetch(self, listing: Listing, place: ListKey, *, fresh: bool, younger: float) -> None:
        failures = listing.failures
        with listing.lock:
            listing.meet_failure_since(failures)
            now = self._clock()
            if not fresh:
                listing.meet_absence_after(now - younger)
                if listing.fetched_at is not None and now - listing.fetched_at < younger:
                    return
            written = listing.mark()
            try:
                found = {str(item["id"]): item for item in list_calls.fetch(self.client, place)}
            except TalendError as error:
                listing.fail(error, self._clock())
                raise
            listing.take(found, written)
            listing.fetched_at = self._clock()

    def _fetch_ahead(self, place: ListKey) -> None:
        # Whoever asks for a list that could not be fetched ahead fetches it and meets the error there.
        with suppress(TalendError):
            self.objects(place)

    def forget(self, place: ListKey) -> None:
        """List a place anew at the next look: a call changed its objects behind the list."""
        listing = self.listing(place)
        with listing.lock:
            listing.forget()

    def known_ids(self, place: ListKey) -> frozenset[str]:
        """The ids that are known of a place without asking."""
        return self.listing(place).ids()

    def born(self, place: ListKey) -> None:
        """A parent that this run created has no objects in it yet, so there is nothing to list."""
        listing = self.listing(place)
        with listing.lock:
            if listing.fetched_at is None:
                listing.fetched_at = self._clock()

    def wrote(self, place: ListKey, object_id: str, answer: JsonObject) -> None:
        """Let the others of this run see an object that was created or changed."""
        self.listing(place).write(object_id, answer)

    def changed(self, place: ListKey, object_id: str, members: Mapping[str, JsonValue]) -> None:
        """Let the others of this run see what a call changed in an object without answering it."""
        listing = self.listing(place)
        with listing.lock:
            if (current := listing.one(object_id)) is not None:
                listing.write(object_id, {k: v for k, v in {**current, **members}.items() if v is not None})

    def removed(self, place: ListKey, object_id: str) -> None:
        """Let the others of this run see that an object is gone."""
        self.listing(place).remove(object_id)

    def now(self) -> float:
        """Seconds, ever growing."""
        return self._clock()

    def moment(self) -> datetime:
        """What this machine's clock shows."""
        return datetime.fromtimestamp(self._wall_clock(), UTC)

    def shared(self, name: str, make: Callable[[], SharedT]) -> SharedT:
        """Something that all resources of this run share, made when the first asks for it."""
        with self._lock:
            if name not in self._shared:
                self._shared[name] = make()
            return cast("SharedT", self._shared[name])

    def one_at_a_time(self, what: Hashable) -> threading.Lock:
        """The lock for creates that could take each other's object for their own."""
        with self._lock:
            return self._serial.setdefault(what, threading.Lock())
