"""The cached result of a list call, with the objects that this run has written since."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Final

from talend_processing.client.errors import ApiError, TalendError
from talend_processing.client.operation import JsonObject, JsonValue

UNAVAILABLE: Final = frozenset({403, 404, 405, 410})
"""Statuses of an operation that the account no longer has, or that these credentials may not use."""
"""Answers that a second call would get as well."""


def _plain(name: JsonValue) -> str:
    """A name as the API may compare it: it may remove white space at the ends."""
    return str(name or "").strip()


class Listing:
    """The objects of one list by id."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        """Held during a list call."""
        self.fetched_at: float | None = None
        self.failures = 0
        """The number of failed calls."""
        self._guard = threading.Lock()
        self._objects: dict[str, JsonObject] = {}
        self._written: dict[str, JsonObject] = {}
        self._removed: set[str] = set()
        self._names: dict[str, dict[str, None]] = {}
        """The ids of the objects that have or had a name, in the order of the list."""
        self._failure: TalendError | None = None
        self._failed_at = 0.0

    def current(self) -> dict[str, JsonObject]:
        """Return the listed objects and those that this run wrote, without those that it deleted."""
        with self._guard:
            merged = self._objects | self._written
            return {key: value for key, value in merged.items() if key not in self._removed}

    def one(self, object_id: str) -> JsonObject | None:
        """Return one object of `current`, or None."""
        with self._guard:
            if object_id in self._removed:
                return None
            return self._written.get(object_id) or self._objects.get(object_id)

    def named(self, name: str) -> dict[str, JsonObject]:
        """Return the objects of `current` with a name, apart from white space at its ends.

        It compares no other objects: each create looks for its name, in a list that may have thousands.
        """
        with self._guard:
            wanted = _plain(name)
            found = {
                key: self._written.get(key) or self._objects.get(key) for key in self._names.get(wanted, ())
            }
            return {
                key: one
                for key, one in found.items()
                if one and key not in self._removed and _plain(one.get("name")) == wanted
            }

    def ids(self) -> frozenset[str]:
        """Return every id that was ever in the list, including deleted objects."""
        with self._guard:
            return frozenset((*self._objects, *self._written, *self._removed))

    def mark(self) -> dict[str, JsonObject]:
        """Return the objects that this run has written so far. `take` needs them after the call."""
        with self._guard:
            return dict(self._written)

    def take(self, objects: dict[str, JsonObject], written: Mapping[str, JsonObject]) -> None:
        """Replace the listed objects with the result of a call.

        Args:
            objects: The result.
            written: The result of `mark` before the call. The list call is newer than these writes.

        """
        with self._guard:
            self._failure = None
            self._objects = objects
            self._names = {}
            self._written = {
                key: value
                for key, value in self._written.items()
                if key not in objects or written.get(key) is not value
            }
            for key, value in (*objects.items(), *self._written.items()):
                self._index(key, value)

    def write(self, object_id: str, answer: JsonObject) -> None:
        """Add an object that was created or changed."""
        with self._guard:
            self._removed.discard(object_id)
            self._written[object_id] = dict(answer)
            self._index(object_id, answer)

    def _index(self, object_id: str, answer: JsonObject) -> None:
        self._names.setdefault(_plain(answer.get("name")), {})[object_id] = None

    def remove(self, object_id: str) -> None:
        """Mark an object as deleted."""
        with self._guard:
            self._removed.add(object_id)

    def forget(self) -> None:
        """Invalidate the list but remember deletions."""
        with self._guard:
            self.fetched_at = None
            self._written.clear()

    def fail(self, error: TalendError, now: float) -> None:
        """Remember that the list call failed."""
        self._failure = error
        self._failed_at = now
        self.failures += 1

    def raise_if_unavailable_after(self, moment: float) -> None:
        """Re-raise the error of the last call if it shows that there is no such list.

        Its parent may be gone, or the credentials may not see it.

        Raises:
            ApiError: The last call failed with it, later than `moment`.

        """
        if (
            isinstance(self._failure, ApiError)
            and self._failure.status in UNAVAILABLE
            and self._failed_at > moment
        ):
            raise self._failure

    def raise_if_failed_since(self, failures: int) -> None:
        """Re-raise the error of the call that this caller waited for, instead of repeating the call.

        Raises:
            TalendError: The call has failed more often than `failures` times.

        """
        if self._failure is not None and self.failures > failures:
            raise self._failure
