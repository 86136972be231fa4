"""What all resources of one run share: the client, the list calls, and the keys that are taken."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from talend_processing.client.collection import Collection
from talend_processing.client.errors import TalendError
from talend_processing.client.operation import JsonObject, JsonValue
from talend_processing.provider.kinds.spec import Place
from talend_processing.provider.session import list_calls
from talend_processing.provider.session.list_cache import Listing
from talend_processing.provider.session.list_calls import ListKey
from talend_processing.provider.session.read_ahead import ReadAhead, Run, in_background

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

SharedT = TypeVar("SharedT")
Say: TypeAlias = Callable[[str], None]
Key: TypeAlias = tuple[Place, tuple[str, ...]]
"""A natural key in its place."""

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
        # The resource that the call on this thread is for, by Pulumi's name; empty if that is out of reach.
        self._asking = asking
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._listings: dict[ListKey, Listing] = {}
        self._claims: dict[Key, str | None] = {}
        self._serial: dict[Hashable, threading.Lock] = {}
        self._adopted: dict[str, str] = {}
        self._stands: dict[str, str] = {}
        self._was_read: set[str] = set()
        self._known: set[str] = set()
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

    @contextmanager
    def claim(self, key: Key) -> Iterator[Callable[[str], None] | None]:
        """Take a natural key for one resource of this run.

        Yields None if another resource of the run has it, else a function that keeps the key for an
        object's id. A claim that is not kept is given back.
        """
        with self._lock:
            taken = key in self._claims
            if not taken:
                self._claims[key] = None
        if taken:
            yield None
            return

        def keep(object_id: str) -> None:
            with self._lock:
                self._claims[key] = object_id

        try:
            yield keep
        finally:
            with self._lock:
                if self._claims[key] is None:
                    del self._claims[key]

    def release(self, object_id: str) -> None:
        """Give back the key of an object that this run made and deleted."""
        with self._lock:
            self._claims = {key: kept for key, kept in self._claims.items() if kept != object_id}

    def owned(self) -> frozenset[str]:
        """The ids of the objects that resources of this run already stand for."""
        with self._lock:
            return frozenset(kept for kept in self._claims.values() if kept is not None)

    @contextmanager
    def adopting(self, object_id: str) -> Iterator[bool]:
        """Let the resource that asks take over an object that is there.

        Yields False if another resource of the program has it. A failure gives it back.
        """
        asking = self._asking()
        with self._lock:
            others = {who.get(object_id) for who in (self._adopted, self._stands)} - {None, asking or None}
            free = not others and object_id not in self._claims.values()
            if free:
                self._adopted[object_id] = asking
        try:
            yield free
        except BaseException:
            if free:
                with self._lock:
                    del self._adopted[object_id]
            raise

    def taken_over(self, object_id: str) -> bool:
        """Whether another resource of the program has the object now, so that this one must not delete it.

        Renamed without an alias, or replaced because the user asks for it, a resource that adopts takes
        over its own object, and Pulumi goes on to delete that for the resource that it was: in this run, or
        in the next one if this one fails before.
        """
        asking = self._asking()
        with self._lock:
            return object_id in self._adopted or self._stands.get(object_id, asking) != asking

    def is_anothers(self, object_id: str) -> bool:
        """Whether another resource of the program stands for the object, as far as this run has seen."""
        asking = self._asking()
        with self._lock:
            return self._stands.get(object_id, asking) != asking

    def stand(self, object_id: str) -> bool:
        """Remember that the resource that asks stands for an object; False if another one does already."""
        asking = self._asking()
        with self._lock:
            if asking in self._was_read:  # a refresh compares too, also what the program has no longer
                self._was_read.discard(asking)
                return True
            other = self._stands.get(object_id) or self._adopted.get(object_id) or asking
            if other == asking:
                self._stands[object_id] = asking
            return other == asking

    def was_read(self) -> None:
        """Remember that the resource that asks was refreshed: Pulumi compares it next."""
        if asking := self._asking():
            with self._lock:
                self._was_read.add(asking)

    def now(self) -> float:
        """Seconds, ever growing."""
        return self._clock()

    def moment(self) -> datetime:
        """What this machine's clock shows."""
        return datetime.fromtimestamp(self._wall_clock(), UTC)

    def know(self, object_id: str) -> None:
        """Remember an id that a resource of this program already stands for."""
        with self._lock:
            self._known.add(object_id)

    def knows(self, object_id: str) -> bool:
        """Whether a resource of this program stands for it."""
        with self._lock:
            return object_id in self._known

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
