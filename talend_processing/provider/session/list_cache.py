"""One list call that many share, with what this run has written since."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from talend_processing.client.errors import NotFoundError, TalendError
from talend_processing.client.operation import JsonObject


class Listing:
    """The objects of one place by id."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        """Held during a list call."""
        self.fetched_at: float | None = None
        self.failures = 0
        """How often the call has failed."""
        self._guard = threading.Lock()
        self._objects: dict[str, JsonObject] = {}
        self._written: dict[str, JsonObject] = {}
        self._removed: set[str] = set()
        self._failure: TalendError | None = None
        self._failed_at = 0.0

    def current(self) -> dict[str, JsonObject]:
        """What was listed and what this run wrote, without what it deleted."""
        with self._guard:
            merged = self._objects | self._written
            return {key: value for key, value in merged.items() if key not in self._removed}

    def one(self, object_id: str) -> JsonObject | None:
        """The object as `current` has it, without going through all."""
        with self._guard:
            if object_id in self._removed:
                return None
            return self._written.get(object_id) or self._objects.get(object_id)

    def ids(self) -> frozenset[str]:
        """Every id ever seen here."""
        with self._guard:
            return frozenset((*self._objects, *self._written, *self._removed))

    def mark(self) -> dict[str, JsonObject]:
        """What this run has written so far, to be given to `take` with a list that is asked for now."""
        with self._guard:
            return dict(self._written)

    def take(self, objects: dict[str, JsonObject], written: Mapping[str, JsonObject]) -> None:
        """Replace what was listed; a list knows better than what was written before it was asked for."""
        with self._guard:
            self._failure = None
            self._objects = objects
            self._written = {
                key: value
                for key, value in self._written.items()
                if key not in objects or written.get(key) is not value
            }

    def write(self, object_id: str, answer: JsonObject) -> None:
        """Have an object that was created or changed."""
        with self._guard:
            self._removed.discard(object_id)
            self._written[object_id] = dict(answer)

    def remove(self, object_id: str) -> None:
        """Have an object no longer."""
        with self._guard:
            self._removed.add(object_id)

    def forget(self) -> None:
        """Know nothing but what was removed."""
        with self._guard:
            self.fetched_at = None
            self._written.clear()

    def fail(self, error: TalendError, now: float) -> None:
        """Remember that the list could not be had."""
        self._failure = error
        self._failed_at = now
        self.failures += 1

    def meet_absence_after(self, moment: float) -> None:
        """Fail if there was no such place later than that: its parent is gone, for all who ask.

        Raises:
            NotFoundError: The last call told so.

        """
        if isinstance(self._failure, NotFoundError) and self._failed_at > moment:
            raise self._failure

    def meet_failure_since(self, failures: int) -> None:
        """Fail as the call did that was waited for, instead of trying all over, one waiting after the other.

        Raises:
            TalendError: The list has failed since there were that many failures.

        """
        if self._failure is not None and self.failures > failures:
            raise self._failure
