"""The API's lists, which all resources of a process share, with the objects that the process wrote since."""

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
"""A function that lists the objects of one parent, by its id. It must be a module-level function, because it
is part of the key of a cached list."""
ListKey: TypeAlias = "tuple[str | Lister, tuple[str, ...]]"
"""The key of a list: a collection of the client, or else a function, and the parents' ids."""

UNAVAILABLE: Final = frozenset({403, 404, 405, 410})
"""Statuses that mean: the account lacks the operation, the credentials may not use it, or the parent is gone.

A second call would get the same response.
"""
_FRESH_SECONDS = 60.0
"""The age in seconds up to which a list is used. The process adds its own writes to the list immediately."""


class CachedList:
    """The objects of one list by id, as the last call showed them and as this process changed them since."""

    def __init__(self) -> None:
        self.call_lock = threading.Lock()
        """Held during a list call."""
        self.fetched_at: float | None = None
        self.failures = 0
        """The number of failed calls."""
        self.failure: TalendError | None = None
        """The error of the last call, if it failed."""
        self.failed_at = 0.0
        self._guard = threading.Lock()
        self._shown: dict[str, JsonObject] = {}
        self._written: dict[str, JsonObject] = {}
        self._removed: set[str] = set()
        self._seen: set[str] = set()
        self._names: dict[str, dict[str, None]] = {}
        """By name, the ids of the objects that have or had it, in the order of the list."""

    def objects(self) -> dict[str, JsonObject]:
        """Return the listed objects and those that this process wrote, without those that it deleted."""
        with self._guard:
            merged = self._shown | self._written
            return {key: value for key, value in merged.items() if key not in self._removed}

    def object(self, object_id: str) -> JsonObject | None:
        """Return one of `objects`, or None."""
        with self._guard:
            if object_id in self._removed:
                return None
            return self._written.get(object_id) or self._shown.get(object_id)

    def named(self, name: str) -> dict[str, JsonObject]:
        """Return the elements of `objects` with this name. White space at the ends of names is ignored.

        It uses an index, because each create looks for its name in a list of perhaps thousands of objects.
        """
        wanted = _trimmed(name)
        with self._guard:
            found = {
                key: self._written.get(key) or self._shown.get(key) for key in self._names.get(wanted, ())
            }
            return {
                key: value
                for key, value in found.items()
                if value and key not in self._removed and _trimmed(value.get("name")) == wanted
            }

    def ids(self) -> frozenset[str]:
        """Return every id that was ever in the list, including deleted objects."""
        with self._guard:
            return frozenset(self._seen)

    def written(self) -> dict[str, JsonObject]:
        """Return the objects that this process wrote, except those that a later list call has shown."""
        with self._guard:
            return dict(self._written)

    def take(self, shown: dict[str, JsonObject], written: Mapping[str, JsonObject]) -> None:
        """Replace the listed objects with the result of a call.

        Args:
            shown: The objects that the call showed.
            written: What `written` returned before the call. If the call showed one of these objects,
                the shown object replaces the written one. Later writes are kept.

        """
        with self._guard:
            self._shown = shown
            self._seen.update(shown)
            self._names = {}
            self._written = {
                key: value
                for key, value in self._written.items()
                if key not in shown or written.get(key) is not value
            }
            for key, value in (*shown.items(), *self._written.items()):
                self._index(key, value)

    def write(self, object_id: str, answer: JsonObject) -> None:
        """Add an object that was created or changed."""
        with self._guard:
            self._removed.discard(object_id)
            self._seen.add(object_id)
            self._written[object_id] = dict(answer)
            self._index(object_id, answer)

    def _index(self, object_id: str, answer: JsonObject) -> None:
        self._names.setdefault(_trimmed(answer.get("name")), {})[object_id] = None

    def remove(self, object_id: str) -> None:
        """Mark an object as deleted."""
        with self._guard:
            self._removed.add(object_id)
            self._seen.add(object_id)

    def forget(self) -> None:
        """Invalidate the list but remember deletions."""
        with self._guard:
            self.fetched_at = None
            self._written.clear()


def _trimmed(name: JsonValue) -> str:
    """Return a name without white space at its ends, which the API may remove."""
    return str(name or "").strip()


class ListCache:
    """The lists that a process has fetched, which all its resources share. It is thread-safe."""

    def __init__(self, client: Callable[[], TalendClient], clock: Callable[[], float]) -> None:
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._lists: defaultdict[ListKey, CachedList] = defaultdict(CachedList)
        self._read_ahead: ReadAhead[ListKey] | None = None

    def objects(
        self, key: ListKey, *, fresh: bool = False, max_age: float = _FRESH_SECONDS
    ) -> dict[str, JsonObject]:
        """Return all objects of a list by id.

        Args:
            key: The list.
            fresh: Whether to call again even if the list is recent.
            max_age: The age in seconds at which a list is too old and is fetched again.

        Raises:
            TalendError: The call failed.

        """
        return self._fetch_if_old(key, fresh=fresh, max_age=max_age).objects()

    def object(self, key: ListKey, object_id: str, *, fresh: bool = False) -> JsonObject | None:
        """Return one object of a list, or None if the list does not show it.

        Raises:
            TalendError: The call failed.

        """
        if self._read_ahead:
            self._read_ahead.record_read(key)
        return self._fetch_if_old(key, fresh=fresh, max_age=_FRESH_SECONDS).object(object_id)

    def named(self, key: ListKey, name: str, *, fresh: bool = False) -> dict[str, JsonObject]:
        """Return the objects of a list that have a name. White space at its ends is ignored.

        Raises:
            TalendError: The call failed.

        """
        return self._fetch_if_old(key, fresh=fresh, max_age=_FRESH_SECONDS).named(name)

    def fetched(self) -> dict[ListKey, dict[str, JsonObject]]:
        """Return the lists that are already in the cache. Make no call."""
        with self._lock:
            lists = dict(self._lists)
        return {key: cached.objects() for key, cached in lists.items() if cached.fetched_at is not None}

    def seen(self, key: ListKey, object_id: str) -> JsonObject | None:
        """Return an object from a list in the cache, or None. Make no call."""
        return self._list(key).object(object_id)

    def known_ids(self, key: ListKey) -> frozenset[str]:
        """Return every id that this process has seen in a list, even of deleted objects. Make no call."""
        return self._list(key).ids()

    def wrote(self, key: ListKey, object_id: str, answer: JsonObject) -> None:
        """Add an object that was created or changed to its list."""
        self._list(key).write(object_id, answer)

    def changed(self, key: ListKey, object_id: str, members: Mapping[str, JsonValue]) -> None:
        """Change members of an object in its list, after a call that does not return the object.

        A member that is None is removed. If the list does not contain the object, nothing changes.
        """
        cached = self._list(key)
        with cached.call_lock:
            if (current := cached.object(object_id)) is not None:
                merged = {**current, **members}
                cached.write(object_id, {name: v for name, v in merged.items() if v is not None})

    def removed(self, key: ListKey, object_id: str) -> None:
        """Mark an object as deleted in its list."""
        self._list(key).remove(object_id)

    def mark_empty(self, key: ListKey) -> None:
        """Mark the list of a new parent as fetched and empty."""
        cached = self._list(key)
        with cached.call_lock:
            if cached.fetched_at is None:
                cached.fetched_at = self._clock()

    def forget(self, key: ListKey) -> None:
        """Invalidate a list but remember deletions: a call changed objects without showing them."""
        cached = self._list(key)
        with cached.call_lock:
            cached.forget()

    def read_ahead(self, start: InBackground = in_background) -> None:
        """From now on, fetch lists that are likely to be read next, in background threads."""
        self._read_ahead = ReadAhead(self._fetch_ahead, start)

    def expect(self, key: ListKey) -> None:
        """Remember that a list may be read next, since its parent was read."""
        if self._read_ahead:
            self._read_ahead.expect(key)

    def _fetch_ahead(self, key: ListKey) -> None:
        # If this fails, the reader of the list gets the same error or tries again.
        with suppress(TalendError):
            self.objects(key)

    def _list(self, key: ListKey) -> CachedList:
        with self._lock:
            return self._lists[key]

    def _fetch_if_old(self, key: ListKey, *, fresh: bool, max_age: float) -> CachedList:
        """Return a list, and fetch it if it is too old or `fresh` is set.

        Callers that wait for a call share its error, and its result unless `fresh` is set. If the last call
        showed that there is no such list, its error is raised again until it is older than `max_age`: the
        parent may be gone, or the credentials may not see it.
        """
        cached = self._list(key)
        failures = cached.failures
        with cached.call_lock:
            if cached.failure is not None and cached.failures > failures:
                raise cached.failure  # the error of the call that this caller waited for
            if not fresh:
                oldest = self._clock() - max_age
                unavailable = isinstance(cached.failure, ApiError) and cached.failure.status in UNAVAILABLE
                if cached.failure is not None and unavailable and cached.failed_at > oldest:
                    raise cached.failure
                if cached.fetched_at is not None and cached.fetched_at > oldest:
                    return cached
            self._call(cached, key)
        return cached

    def _call(self, cached: CachedList, key: ListKey) -> None:
        written = cached.written()
        try:
            shown = {str(item["id"]): item for item in self._fetch_objects(key)}
        except TalendError as error:
            cached.failure, cached.failed_at = error, self._clock()
            cached.failures += 1
            raise
        cached.failure = None
        cached.take(shown, written)
        cached.fetched_at = self._clock()

    def _fetch_objects(self, key: ListKey) -> list[JsonObject]:
        lister, parents = key
        if callable(lister):
            return [model.wire() for model in lister(self._client(), *parents)]
        endpoints: object = getattr(self._client(), lister)
        if not isinstance(endpoints, Listing):
            raise TypeError(f"the API does not list {lister}")
        return [model.wire() for model in endpoints.list(*parents)]
