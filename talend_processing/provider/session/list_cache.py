"""A cache of the API's lists, which all resources of a process share and to which they add their writes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

from talend_processing.client.collection import Listing
from talend_processing.client.errors import ApiError, TalendError
from talend_processing.client.operation import JsonObject, JsonValue
from talend_processing.provider.session.read_ahead import InBackground, ReadAhead, in_background

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.model import Model

Lister: TypeAlias = "Callable[[TalendClient, str], Iterable[Model]]"
"""Lists the objects of the parent with the given id. It must be a module-level function, because the key of a
cached list contains it."""
ListKey: TypeAlias = "tuple[str | Lister, tuple[str, ...]]"
"""The key of a list: the name of a client's collection or a `Lister`, and the parents' ids."""

UNAVAILABLE: Final = frozenset({403, 404, 405, 410})
"""Statuses with which the API would refuse a list again: the account does not offer the list, the credentials
may not see it, or the parent is gone."""
_MAX_AGE = 60.0
"""The age in seconds at which a list is fetched again."""


class CachedList:
    """The objects of one list by id: the result of the last call, with the later writes of this process."""

    def __init__(self) -> None:
        self.call_lock = threading.Lock()
        """Held while a call fetches the list."""
        self.fetched_at: float | None = None
        self.failures = 0
        """The number of failed calls."""
        self.failure: TalendError | None = None
        """The error of the last call, if it failed."""
        self.failed_at = 0.0
        self._guard = threading.Lock()
        self._listed: dict[str, JsonObject] = {}
        self._written: dict[str, JsonObject] = {}
        self._deleted: set[str] = set()
        self._known_ids: set[str] = set()
        self._names: dict[str, dict[str, None]] = {}
        """For each name, the ids of the objects that have or had this name, in the order of the list."""

    def objects(self) -> dict[str, JsonObject]:
        """Return the objects that were listed or written, without those that this process deleted."""
        with self._guard:
            merged = self._listed | self._written
            return {
                object_id: api_object
                for object_id, api_object in merged.items()
                if object_id not in self._deleted
            }

    def object(self, object_id: str) -> JsonObject | None:
        """Return the object with this id, or None if `objects` does not contain it."""
        with self._guard:
            if object_id in self._deleted:
                return None
            return self._written.get(object_id) or self._listed.get(object_id)

    def named(self, name: str) -> dict[str, JsonObject]:
        """Return the objects of `objects` with this name. White space at the ends of names is ignored."""
        trimmed_name = _trimmed(name)
        with self._guard:
            candidates = {
                object_id: self._written.get(object_id) or self._listed.get(object_id)
                for object_id in self._names.get(trimmed_name, ())
            }
            return {
                object_id: api_object
                for object_id, api_object in candidates.items()
                if api_object
                and object_id not in self._deleted
                and _trimmed(api_object.get("name")) == trimmed_name
            }

    def ids(self) -> frozenset[str]:
        """Return the id of every object that was ever in the list, even if it was deleted."""
        with self._guard:
            return frozenset(self._known_ids)

    def written(self) -> dict[str, JsonObject]:
        """Return the objects that this process wrote and that no later call has listed."""
        with self._guard:
            return dict(self._written)

    def replace_listed(self, listed: dict[str, JsonObject], written_before: Mapping[str, JsonObject]) -> None:
        """Replace the listed objects with the result of a call.

        Args:
            listed: The objects that the call returned.
            written_before: The result of `written` before the call. If `listed` contains such an object, the
                object no longer counts as written.

        """
        with self._guard:
            self._listed = listed
            self._known_ids.update(listed)
            self._names = {}
            self._written = {
                object_id: api_object
                for object_id, api_object in self._written.items()
                if object_id not in listed or written_before.get(object_id) is not api_object
            }
            for object_id, api_object in (*listed.items(), *self._written.items()):
                self._index(object_id, api_object)

    def write(self, object_id: str, api_object: JsonObject) -> None:
        """Add an object that was created or changed."""
        with self._guard:
            self._deleted.discard(object_id)
            self._known_ids.add(object_id)
            self._written[object_id] = dict(api_object)
            self._index(object_id, api_object)

    def _index(self, object_id: str, api_object: JsonObject) -> None:
        self._names.setdefault(_trimmed(api_object.get("name")), {})[object_id] = None

    def remove(self, object_id: str) -> None:
        """Mark an object as deleted."""
        with self._guard:
            self._deleted.add(object_id)
            self._known_ids.add(object_id)

    def invalidate(self) -> None:
        """Let the next access fetch the list. Forget writes, but remember deletions."""
        with self._guard:
            self.fetched_at = None
            self._written.clear()


def _trimmed(name: JsonValue) -> str:
    """Return a name without white space at its ends, which the API may remove."""
    return str(name or "").strip()


class ListCache:
    """The lists that a process has fetched. All resources of the process share them. It is thread-safe."""

    def __init__(self, client: Callable[[], TalendClient], clock: Callable[[], float]) -> None:
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._lists: defaultdict[ListKey, CachedList] = defaultdict(CachedList)
        self._read_ahead: ReadAhead[ListKey] | None = None

    def objects(
        self, key: ListKey, *, fresh: bool = False, max_age: float = _MAX_AGE
    ) -> dict[str, JsonObject]:
        """Return all objects of a list by id.

        Args:
            key: The key of the list.
            fresh: Whether to fetch the list again in any case.
            max_age: The age in seconds at which the list is fetched again.

        Raises:
            TalendError: The call failed.

        """
        return self._fetch_if_old(key, fresh=fresh, max_age=max_age).objects()

    def object(self, key: ListKey, object_id: str, *, fresh: bool = False) -> JsonObject | None:
        """Return one object of a list, or None if the list does not contain it.

        Raises:
            TalendError: The call failed.

        """
        if self._read_ahead:
            self._read_ahead.record_read(key)
        return self._fetch_if_old(key, fresh=fresh, max_age=_MAX_AGE).object(object_id)

    def named(self, key: ListKey, name: str, *, fresh: bool = False) -> dict[str, JsonObject]:
        """Return the objects of a list that have this name. White space at the ends of names is ignored.

        Raises:
            TalendError: The call failed.

        """
        return self._fetch_if_old(key, fresh=fresh, max_age=_MAX_AGE).named(name)

    def fetched(self) -> dict[ListKey, dict[str, JsonObject]]:
        """Return the lists that are in the cache, without calling the API."""
        with self._lock:
            lists = dict(self._lists)
        return {key: cached.objects() for key, cached in lists.items() if cached.fetched_at is not None}

    def cached_object(self, key: ListKey, object_id: str) -> JsonObject | None:
        """Return an object of a list in the cache, or None, without calling the API."""
        return self._list(key).object(object_id)

    def known_ids(self, key: ListKey) -> frozenset[str]:
        """Return the id of every object, even if deleted, that this process has seen in a list."""
        return self._list(key).ids()

    def wrote(self, key: ListKey, object_id: str, api_object: JsonObject) -> None:
        """Add a new or changed object to its list in the cache."""
        self._list(key).write(object_id, api_object)

    def changed(self, key: ListKey, object_id: str, values: Mapping[str, JsonValue]) -> None:
        """Change some values of an object in its list, after a call that does not return the object.

        A value of None is removed from the object. If the list does not contain the object, nothing changes.
        """
        cached = self._list(key)
        with cached.call_lock:
            if (current := cached.object(object_id)) is not None:
                merged = {**current, **values}
                cached.write(object_id, {wire: value for wire, value in merged.items() if value is not None})

    def removed(self, key: ListKey, object_id: str) -> None:
        """Mark an object as deleted in its list in the cache."""
        self._list(key).remove(object_id)

    def mark_empty(self, key: ListKey) -> None:
        """Record that the list is empty, because its parent is new."""
        cached = self._list(key)
        with cached.call_lock:
            if cached.fetched_at is None:
                cached.fetched_at = self._clock()

    def invalidate(self, key: ListKey) -> None:
        """Let the next access fetch a list, after a call that changed objects without returning them."""
        cached = self._list(key)
        with cached.call_lock:
            cached.invalidate()

    def start_read_ahead(self, start: InBackground = in_background) -> None:
        """From now on, fetch in the background the lists that are likely to be read next."""
        self._read_ahead = ReadAhead(self._fetch_ahead, start)

    def expect(self, key: ListKey) -> None:
        """Remember that a list may be read next, because its parent was read."""
        if self._read_ahead:
            self._read_ahead.expect(key)

    def _fetch_ahead(self, key: ListKey) -> None:
        # After an error, a resource that needs the list gets the same error or tries again.
        with suppress(TalendError):
            self.objects(key)

    def _list(self, key: ListKey) -> CachedList:
        with self._lock:
            return self._lists[key]

    def _fetch_if_old(self, key: ListKey, *, fresh: bool, max_age: float) -> CachedList:
        """Return a list, and fetch it if it is too old or `fresh` is set.

        If another thread is fetching the list, wait. If that fetch fails, raise its error. If it succeeds
        and `fresh` is not set, return its result. If `fresh` is not set, an error with a status in
        `UNAVAILABLE` is raised again until the error is `max_age` seconds old.
        """
        cached = self._list(key)
        failures_before = cached.failures
        with cached.call_lock:
            failure = cached.failure
            if failure is not None and cached.failures > failures_before:
                raise failure  # a call failed while this caller waited
            if not fresh:
                oldest_usable = self._clock() - max_age
                is_permanent = isinstance(failure, ApiError) and failure.status in UNAVAILABLE
                if failure is not None and is_permanent and cached.failed_at > oldest_usable:
                    raise failure
                if cached.fetched_at is not None and cached.fetched_at > oldest_usable:
                    return cached
            self._fetch(cached, key)
        return cached

    def _fetch(self, cached: CachedList, key: ListKey) -> None:
        written_before = cached.written()
        try:
            listed = {str(item["id"]): item for item in self._fetch_objects(key)}
        except TalendError as error:
            cached.failure, cached.failed_at = error, self._clock()
            cached.failures += 1
            raise
        cached.failure = None
        cached.replace_listed(listed, written_before)
        cached.fetched_at = self._clock()

    def _fetch_objects(self, key: ListKey) -> list[JsonObject]:
        source, parent_ids = key
        if callable(source):
            return [model.wire() for model in source(self._client(), *parent_ids)]
        collection: object = getattr(self._client(), source)
        if not isinstance(collection, Listing):
            raise TypeError(f"the API does not list {source}")
        return [model.wire() for model in collection.list(*parent_ids)]
