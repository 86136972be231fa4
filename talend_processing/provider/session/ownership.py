"""Ownership: the resource of the program that manages each object, as far as this process knows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

from talend_processing.provider.kinds.spec import Place
from talend_processing.provider.kinds.values import Value, holds_unknown

Key: TypeAlias = tuple[Place, tuple[str, ...]]
"""A natural key with its location."""
How: TypeAlias = Literal["created", "adopted", "registered", "shared"]
"""How a resource got an object: created or adopted in this process, registered from state, or shared.

The parts of a run share its execution.
"""


@dataclass(frozen=True)
class _Owner:
    resource: str
    how: How


class Ownership:
    """The objects that resources of a program own, the keys that they reserve, and the members of clusters.

    All of this lasts as long as the provider's process, which serves one `pulumi` command. Pulumi knows
    resources, the account has objects, and only the provider can relate them. The provider sees a resource
    only when Pulumi calls it for that resource. These calls come in any order and from several threads.

    The rules:

    1. **One create for each natural key.** A create reserves the key, unless the program gives `adopt_id` or
       `on_existing="create"`. Another create that reserves the same key is refused. A failed create releases
       the key, and so does `removed`.
    2. **One resource for each object.** A resource owns an object that it created or adopted in this process,
       or that `diff` registered for it. Another resource can neither adopt nor register it.
    3. **A resource may adopt its own object**, as in a replacement, but not one that this process created. An
       adoption that fails restores the previous owner.
    4. **A delete keeps an object that has a new owner.** If a resource was renamed without an alias, or
       replaced, Pulumi may delete it after its successor has adopted the object. So a delete does nothing if
       another resource owns the object, or if any resource adopted it in this process. If the command fails
       before that delete, the successor has another name, so that in the next command it owns the object by
       rule 2 (see docs/reliability.md).
    5. **A refresh registers nothing.** Pulumi compares every resource that it has read, including resources
       that the program no longer has. So the first `diff` after a `read` of a resource does not register it.
    6. **The parts of a run share its execution.** No resource adopts or deletes it. It is recorded, so that
       the look-up of another lost start does not return it.
    7. **A cluster's list decides about its members.** If the program replaces a `ClusterMembership` with an
       entry in the list, the membership stays. An engine that is not in the list may leave for another
       cluster. So may an engine whose membership is about to be replaced: two memberships can exchange
       their engines, although Pulumi deletes the old memberships last.

    Resources are identified by Pulumi's URN. An unavailable URN is empty. With an empty URN, every
    adoption counts as that of another resource, and `register` refuses nothing.
    """

    def __init__(self, current_urn: Callable[[], str] = lambda: "") -> None:
        self._current_urn = current_urn
        """Returns the URN of the resource that Pulumi's call on this thread is about."""
        self._lock = threading.Lock()
        self._reserved: dict[Key, str] = {}
        """Natural keys with the id of the object, which is empty during the create."""
        self._owners: dict[str, _Owner] = {}
        self._replaced: set[str] = set()
        """Objects in state whose resource is about to be replaced."""
        self._refreshed: set[str] = set()
        self._members: dict[str, frozenset[str]] = {}

    @contextmanager
    def reserve(self, key: Key) -> Iterator[Callable[[str], None] | None]:
        """Reserve a natural key for the current resource (rule 1).

        Yields None if the key is reserved already. Otherwise it yields a function that commits the key to
        an object's id and makes the resource the object's owner. A key that is not committed is released.
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
        """Make the current resource the owner of a new object (rule 2). An adopted object stays adopted."""
        with self._lock:
            self._owners.setdefault(object_id, _Owner(self._current_urn(), "created"))

    @contextmanager
    def adopt(self, object_id: str) -> Iterator[bool]:
        """Make the current resource the owner of an object (rules 2 and 3).

        Yields False if another resource owns it. An error in the block restores the previous owner.
        """
        urn = self._current_urn()
        with self._lock:
            before = self._owners.get(object_id)
            free = before is None or (before.how != "created" and before.resource == urn != "")
            if free:
                self._owners[object_id] = _Owner(urn, "adopted")
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
        """Make the current resource the owner of its object in state (rules 2 and 5).

        Returns False if another resource owns it.
        """
        urn = self._current_urn()
        with self._lock:
            if urn in self._refreshed:
                self._refreshed.discard(urn)
                return True
            self._replaced.discard(object_id)
            owner = self._owners.setdefault(object_id, _Owner(urn, "registered"))
            return owner.resource == urn

    def replaces(self, object_id: str) -> None:
        """Remember that the current resource, and so its object, is about to be replaced (rule 7)."""
        with self._lock:
            self._replaced.add(object_id)

    def is_replaced(self, object_id: str) -> bool:
        """Return whether an object's resource is about to be replaced and no other resource owns it."""
        with self._lock:
            return object_id in self._replaced and object_id not in self._owners

    def refreshed(self) -> None:
        """Remember that the current resource was read: Pulumi compares it next (rule 5)."""
        if urn := self._current_urn():
            with self._lock:
                self._refreshed.add(urn)

    def record(self, object_id: str) -> None:
        """Record the execution of a run (rule 6)."""
        with self._lock:
            self._owners.setdefault(object_id, _Owner(self._current_urn(), "shared"))

    def removed(self, object_id: str) -> None:
        """Forget the owner of a deleted object, and release its key (rule 1)."""
        with self._lock:
            self._owners.pop(object_id, None)
            self._reserved = {key: kept for key, kept in self._reserved.items() if kept != object_id}

    def is_managed(self, object_id: str) -> bool:
        """Return whether a resource of the program owns the object."""
        with self._lock:
            return object_id in self._owners

    def has_another_owner(self, object_id: str) -> bool:
        """Return whether another resource of the program owns the object."""
        urn = self._current_urn()
        with self._lock:
            owner = self._owners.get(object_id)
            return owner is not None and owner.resource != urn

    def is_taken_over(self, object_id: str) -> bool:
        """Return whether the object has a new owner, so that a delete must keep it (rule 4)."""
        urn = self._current_urn()
        with self._lock:
            owner = self._owners.get(object_id)
            return owner is not None and (owner.how == "adopted" or owner.resource != urn)

    def declare_members(self, cluster: str, members: Value) -> None:
        """Remember the list of a cluster's members (rule 7). Forget it if the value is not a known list."""
        with self._lock:
            if isinstance(members, list) and not holds_unknown(members):
                self._members[cluster] = frozenset(str(member) for member in members)
            else:
                self._members.pop(cluster, None)

    def lists(self, cluster: str, member: str) -> bool:
        """Return whether the declared list of a cluster contains the member."""
        with self._lock:
            return member in self._members.get(cluster, ())

    def releases(self, cluster: str, member: str) -> bool:
        """Return whether a cluster has a declared list that does not contain the member."""
        with self._lock:
            return cluster in self._members and member not in self._members[cluster]
