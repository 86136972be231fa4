"""Which resource of the program stands for which object, as far as this run has seen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

from talend_processing.provider.kinds.spec import Place
from talend_processing.provider.kinds.values import Value, holds_unknown

Key: TypeAlias = tuple[Place, tuple[str, ...]]
"""A natural key in its place."""
How: TypeAlias = Literal["created", "adopted", "registered", "shared"]
"""How a resource came to an object: it was created or adopted in this run, was in state, or is a run's."""


@dataclass(frozen=True)
class _Owner:
    resource: str
    how: How


class Ownership:
    """The objects that the resources of one run stand for, and the keys and members that they claim.

    Pulumi knows resources, the account knows objects, and only the provider knows both. It learns of a
    resource when Pulumi calls `diff`, `create`, `read` or `delete` for it, in any order and from several
    threads. The rules:

    1. **One create for each natural key.** A create reserves the key. Another resource of the run with the
       same key is refused. A create that fails gives the key back, and so does a delete of the object.
    2. **One resource for each object.** A resource owns an object that it created or adopted in this run, or
       that `diff` registered for it. Another resource can neither adopt nor register it.
    3. **A resource may adopt its own object**, as in a replacement, but not one that this run created. An
       adoption that fails restores the owner before.
    4. **A delete spares an object that has a new owner.** Pulumi deletes a resource that was renamed without
       an alias, or replaced, after its successor has adopted the object. So a delete does nothing if another
       resource owns the object, or if any resource adopted it in this run. If the run fails before that
       delete, the next one knows a successor of another name by rule 2 (docs/reliability.md has the rest).
    5. **A refresh registers nothing.** Pulumi compares every resource that it has read, also those that the
       program does not have any longer. So the first `diff` after a `read` of a resource does not count.
    6. **The parts of a run share its execution**, which nobody adopts or deletes. It is recorded, so that
       a look-up of a lost start does not take it for another one.
    7. **A list of members decides about them.** A membership that a cluster's list names stays when a
       `ClusterMembership` gives way to the list. An engine that the list does not name is free to leave for
       another cluster.

    A resource is known by Pulumi's name for it. If that is out of reach, the name is empty. Then every
    adoption counts as another resource's, and `register` refuses nothing.
    """

    def __init__(self, asking: Callable[[], str] = lambda: "") -> None:
        self._asking = asking
        """Returns the resource that the call on this thread is for."""
        self._lock = threading.Lock()
        self._reserved: dict[Key, str] = {}
        """Natural keys with the id of the object, which is empty during the create."""
        self._owners: dict[str, _Owner] = {}
        self._refreshed: set[str] = set()
        self._members: dict[str, frozenset[str]] = {}

    @contextmanager
    def reserve(self, key: Key) -> Iterator[Callable[[str], None] | None]:
        """Reserve a natural key for the resource that asks (rule 1).

        Yields None if another resource of the run has it, else a function that commits the key to an object's
        id. A key that is not committed is given back.
        """
        with self._lock:
            taken = key in self._reserved
            if not taken:
                self._reserved[key] = ""
        if taken:
            yield None
            return

        def commit(object_id: str) -> None:
            with self._lock:
                self._reserved[key] = object_id
            self.created(object_id)

        try:
            yield commit
        finally:
            with self._lock:
                if not self._reserved[key]:
                    del self._reserved[key]

    def created(self, object_id: str) -> None:
        """Make the resource that asks the owner of a new object (rule 2). An adopted one stays adopted."""
        with self._lock:
            self._owners.setdefault(object_id, _Owner(self._asking(), "created"))

    @contextmanager
    def adopt(self, object_id: str) -> Iterator[bool]:
        """Make the resource that asks the owner of an object (rules 2 and 3).

        Yields False if another resource owns it. An error in the block restores the owner before.
        """
        asking = self._asking()
        with self._lock:
            before = self._owners.get(object_id)
            free = before is None or (before.how != "created" and before.resource == asking != "")
            if free:
                self._owners[object_id] = _Owner(asking, "adopted")
        try:
            yield free
        except BaseException:
            if free:
                with self._lock:
                    del self._owners[object_id]
                    if before is not None:
                        self._owners[object_id] = before
            raise

    def register(self, object_id: str) -> bool:
        """Make the resource that asks the owner of its object in state (rules 2 and 5).

        Returns False if another resource owns it.
        """
        asking = self._asking()
        with self._lock:
            if asking in self._refreshed:
                self._refreshed.discard(asking)
                return True
            owner = self._owners.setdefault(object_id, _Owner(asking, "registered"))
            return owner.resource == asking

    def refreshed(self) -> None:
        """Remember that the resource that asks was read: Pulumi compares it next (rule 5)."""
        if asking := self._asking():
            with self._lock:
                self._refreshed.add(asking)

    def record(self, object_id: str) -> None:
        """Remember an execution that the parts of a run stand for (rule 6)."""
        with self._lock:
            self._owners.setdefault(object_id, _Owner(self._asking(), "shared"))

    def removed(self, object_id: str) -> None:
        """Forget the owner of an object that was deleted, and give its key back (rule 1)."""
        with self._lock:
            self._owners.pop(object_id, None)
            self._reserved = {key: kept for key, kept in self._reserved.items() if kept != object_id}

    def is_managed(self, object_id: str) -> bool:
        """Return whether a resource of the program owns the object."""
        with self._lock:
            return object_id in self._owners

    def is_anothers(self, object_id: str) -> bool:
        """Return whether another resource of the program owns the object."""
        asking = self._asking()
        with self._lock:
            owner = self._owners.get(object_id)
            return owner is not None and owner.resource != asking

    def is_taken_over(self, object_id: str) -> bool:
        """Return whether the resource that asks must not delete the object (rule 4)."""
        asking = self._asking()
        with self._lock:
            owner = self._owners.get(object_id)
            return owner is not None and (owner.how == "adopted" or owner.resource != asking)

    def declare_members(self, owner: str, members: Value) -> None:
        """Remember the members that a list declares (rule 7); anything else declares none."""
        with self._lock:
            if isinstance(members, list) and not holds_unknown(members):
                self._members[owner] = frozenset(str(member) for member in members)
            else:
                self._members.pop(owner, None)

    def lists(self, owner: str, member: str) -> bool:
        """Return whether the owner's list names the member."""
        with self._lock:
            return member in self._members.get(owner, ())

    def gives_up(self, owner: str, member: str) -> bool:
        """Return whether the owner has a list that does not name the member."""
        with self._lock:
            return owner in self._members and member not in self._members[owner]
