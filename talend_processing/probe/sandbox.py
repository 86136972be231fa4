"""The throw-away objects of one run. Each is entered in the run log before its create is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from talend_processing.client.errors import CallError
from talend_processing.probe.api import Api, Record, Reply
from talend_processing.probe.experiment import NotObservedError
from talend_processing.probe.kinds import Kind
from talend_processing.probe.markers import PREFIX, description_of, has_number, name_of
from talend_processing.probe.removal import Left, Thing, remove
from talend_processing.probe.run_log import RunLog

_QUICK: Final = (0.0, 0.5, 1.0)
_PATIENT: Final = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Pauses before the list calls of a look-up, because lists may show a new object late."""
_CREATED: Final = 201
_REFUSED: Final = frozenset(range(400, 500)) - {408}
"""Statuses that show that the request had no effect."""


class Sandbox:
    """Create and remove the objects of one run."""

    def __init__(self, api: Api, log: RunLog, run: str) -> None:
        self._api = api
        self._log = log
        self.run = run
        self.things: list[Thing] = []
        """Every object that may exist."""
        self._serial = 0

    def create(
        self,
        kind: Kind,
        label: str,
        body: Mapping[str, object],
        *,
        parent: str = "",
        number: int | None = None,
        change_name: Callable[[str], str] = str,
    ) -> tuple[Thing | None, Reply]:
        """Create an object. Return it with the response, or None with the API's refusal.

        Args:
            kind: The kind of object.
            label: The last part of its name.
            body: The body without name and description.
            parent: The id of its engine or cluster.
            number: The number in its name, for experiments with names. The default is its position in the
                creation order of the run.
            change_name: Changes the name, for experiments with names.

        Raises:
            NotObservedError: There was no usable response, and no list shows the object.
            CallError: The create was not sent, or the look-up of its object got no response.

        """
        self._serial += 1
        number = self._serial if number is None else number
        name = change_name(name_of(self.run, number, label))
        thing = Thing(kind, name, parent, serial=self._serial, number=number)
        self._log.about_to_create(thing.serial, kind.name, name, parent)
        self.things.append(thing)
        full_body = {**body, "name": name, "description": description_of(self.run, self._api.now())}
        try:
            reply = self._api.post(kind.creates(parent), full_body)
        except CallError as error:
            if error.outcome == "not_sent":
                self._forget(thing)
                raise
            return self._find_or_raise(thing)
        if reply.ok:
            thing.acknowledged = True
            self._record_id(thing, reply)
            return thing, reply
        if reply.status in _REFUSED:
            self._forget(thing)
            return None, reply
        return self._find_or_raise(thing)

    def discard(self, thing: Thing) -> Reply:
        """Delete an object before the end of the run, and return the response.

        Raises:
            CallError: There was no response. `remove_all` removes the object.

        """
        reply = self._api.delete(thing.path)
        if reply.ok or reply.gone:
            self._forget(thing)
        return reply

    def remove_all(self) -> Iterator[Thing | Left]:
        """Look up the objects without an id, then remove all objects with `removal.remove`.

        Yields each object once it is removed, or `Left` with the reason.
        """
        known: list[Thing] = []
        for thing in list(self.things):
            if not thing.id:
                if thing.parent:
                    self._forget(thing)  # deleted with its engine or cluster, unless that is kept
                    continue
                try:
                    self._look_up_id(thing, _PATIENT)
                except CallError as error:
                    yield Left(thing, str(error))
                    continue
            if thing.id:
                known.append(thing)
            elif thing.acknowledged:
                yield Left(thing, "the API created it, but no list shows it. Run --clean-up later")
        for outcome in remove(self._api, known):
            if isinstance(outcome, Thing):
                self._forget(outcome)
            yield outcome

    def _find_or_raise(self, thing: Thing) -> tuple[Thing, Reply]:
        """Look up the object of a create without a usable response. Return it with its list entry as reply.

        Raises:
            NotObservedError: No list shows it.
            CallError: The look-up failed.

        """
        self._look_up_id(thing, _PATIENT)
        if not thing.id:
            raise NotObservedError("a create got no usable response, and no list shows the object")
        return thing, Reply(_CREATED, content=json.dumps(thing.record).encode(), lost=True)

    def _record_id(self, thing: Thing, reply: Reply) -> None:
        """Record the id from the body or the `Location` of a response to a create, or else from a list."""
        found = reply.get("id")
        if not found and (location := reply.headers.get("location", "")):
            found = location.rstrip("/").rpartition("/")[2]
        if found:
            thing.id, thing.record = found, reply.record
            self._log.created(thing.serial, found)
        else:
            self._look_up_id(thing, _QUICK)

    def _look_up_id(self, thing: Thing, pauses: tuple[float, ...]) -> None:
        """Look up the id of an object in the lists.

        If no list shows the object, a create without a usable response is assumed to have had no effect.
        """
        for pause in pauses:
            self._api.wait(pause)
            found = self._list_entry(thing)
            object_id = None if found is None else found.get("id")
            if found is not None and isinstance(object_id, str):
                thing.id, thing.record = object_id, found
                self._log.created(thing.serial, object_id)
                return
        if not thing.acknowledged:
            self._forget(thing)

    def _list_entry(self, thing: Thing) -> Record | None:
        if thing.kind.list_path:
            listed = self._api.get(thing.kind.lists(thing.parent)).records
        else:
            listed = self._api.search({"offset": 0, "name": f"{PREFIX}{self.run}"}).records
        known = {one.id for one in self.things if one.id}
        fits = (one for one in listed if has_number(one, self.run, thing.number))
        return next((one for one in fits if one.get("id") not in known), None)

    def _forget(self, thing: Thing) -> None:
        """Record that an object was removed or never created."""
        thing.gone = True
        self._log.absent(thing.serial)
        if thing in self.things:
            self.things.remove(thing)
