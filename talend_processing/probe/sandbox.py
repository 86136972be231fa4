"""Create the probe's temporary objects, each after an entry in the run log, and remove them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from talend_processing.client.errors import CallError
from talend_processing.probe.api import Api, Record, Reply
from talend_processing.probe.experiment import NotObservedError
from talend_processing.probe.kinds import Kind
from talend_processing.probe.markers import PREFIX, description_of, has_number, name_of
from talend_processing.probe.removal import NotRemoved, ProbeObject, remove
from talend_processing.probe.run_log import RunLog

_SHORT_PAUSES: Final = (0.0, 0.5, 1.0)
_LONG_PAUSES: Final = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each read of a list, because a list may show a new object late."""
_CREATED: Final = 201
_REFUSED: Final = frozenset(range(400, 500)) - {408}
"""If a POST returns one of these statuses, it created no object."""


class Sandbox:
    """Create and remove the objects of one run."""

    def __init__(self, api: Api, log: RunLog, run_id: str) -> None:
        self._api = api
        self._log = log
        self.run_id = run_id
        self.objects: list[ProbeObject] = []
        """The objects that exist, and those whose create got no usable response."""
        self._serial = 0

    def create(
        self,
        kind: Kind,
        label: str,
        body: Mapping[str, object],
        *,
        parent_id: str = "",
        number: int | None = None,
        change_name: Callable[[str], str] = str,
    ) -> tuple[ProbeObject | None, Reply]:
        """Create an object. Return the object (None if the API refused it) and the response.

        Args:
            kind: The kind of object.
            label: The last part of the object's name.
            body: The request body without name and description.
            parent_id: For a run profile, the id of its engine or cluster.
            number: The number in the object's name. By default, 1 for the first object of the run, 2 for
                the second one.
            change_name: Turns the usual name into the name to send.

        Raises:
            NotObservedError: No response showed whether the object was created, and no list contains it.
            CallError: The POST was not sent, or a list could not be read.

        """
        self._serial += 1
        number = self._serial if number is None else number
        name = change_name(name_of(self.run_id, number, label))
        obj = ProbeObject(kind, name, parent_id, serial=self._serial, number=number)
        self._log.about_to_create(obj.serial, kind.name, name, parent_id)
        self.objects.append(obj)
        full_body = {**body, "name": name, "description": description_of(self.run_id, self._api.now())}
        try:
            reply = self._api.post(kind.path_to_create(parent_id), full_body)
        except CallError as error:
            if error.outcome == "not_sent":
                self._mark_absent(obj)
                raise
            return self._find_or_raise(obj)
        if reply.ok:
            obj.acknowledged = True
            self._record_id(obj, reply)
            return obj, reply
        if reply.status in _REFUSED:
            self._mark_absent(obj)
            return None, reply
        return self._find_or_raise(obj)

    def discard(self, obj: ProbeObject) -> Reply:
        """Delete an object during the run, and return the response.

        Raises:
            CallError: There was no response. `remove_all` will delete the object.

        """
        reply = self._api.delete(obj.path)
        if reply.ok or reply.not_found:
            self._mark_absent(obj)
        return reply

    def remove_all(self) -> Iterator[ProbeObject | NotRemoved]:
        """Look up the missing ids, then remove all objects with `removal.remove`.

        Yields each removed object, or `NotRemoved` with the reason.
        """
        objects_with_id: list[ProbeObject] = []
        for obj in list(self.objects):
            if not obj.id:
                if obj.parent_id:
                    # The DELETE of the engine or cluster deletes its run profiles, too.
                    self._mark_absent(obj)
                    continue
                try:
                    self._look_up_id(obj, _LONG_PAUSES)
                except CallError as error:
                    yield NotRemoved(obj, str(error))
                    continue
            if obj.id:
                objects_with_id.append(obj)
            elif obj.acknowledged:
                yield NotRemoved(obj, "the API created it, but no list shows it. Run --clean-up later")
        for outcome in remove(self._api, objects_with_id):
            if isinstance(outcome, ProbeObject):
                self._mark_absent(outcome)
            yield outcome

    def _find_or_raise(self, obj: ProbeObject) -> tuple[ProbeObject, Reply]:
        """Look up an object whose create got no usable response. Return it, and its list entry as a reply."""
        self._look_up_id(obj, _LONG_PAUSES)
        if not obj.id:
            raise NotObservedError("a create got no usable response, and no list shows the object")
        return obj, Reply(_CREATED, content=json.dumps(obj.record).encode(), from_list=True)

    def _record_id(self, obj: ProbeObject, reply: Reply) -> None:
        """Record the id of a new object: from the response's body or `Location`, or else from a list."""
        object_id = reply.get("id")
        if not object_id and (location := reply.headers.get("location", "")):
            object_id = location.rstrip("/").rpartition("/")[2]
        if object_id:
            obj.id, obj.record = object_id, reply.record
            self._log.created(obj.serial, object_id)
        else:
            self._look_up_id(obj, _SHORT_PAUSES)

    def _look_up_id(self, obj: ProbeObject, pauses: tuple[float, ...]) -> None:
        """Look up the id of an object in the list of its kind.

        If the list does not contain the object and the API did not confirm its create, mark it as absent.
        """
        for pause in pauses:
            self._api.wait(pause)
            entry = self._list_entry(obj)
            object_id = None if entry is None else entry.get("id")
            if entry is not None and isinstance(object_id, str):
                obj.id, obj.record = object_id, entry
                self._log.created(obj.serial, object_id)
                return
        if not obj.acknowledged:
            self._mark_absent(obj)

    def _list_entry(self, obj: ProbeObject) -> Record | None:
        if obj.kind.list_path:
            entries = self._api.get(obj.kind.path_to_list(obj.parent_id)).records
        else:
            entries = self._api.search({"offset": 0, "name": f"{PREFIX}{self.run_id}"}).records
        known_ids = {one.id for one in self.objects if one.id}
        same_number = (one for one in entries if has_number(one, self.run_id, obj.number))
        return next((one for one in same_number if one.get("id") not in known_ids), None)

    def _mark_absent(self, obj: ProbeObject) -> None:
        """Record that an object was removed or never created."""
        obj.absent = True
        self._log.absent(obj.serial)
        if obj in self.objects:
            self.objects.remove(obj)
