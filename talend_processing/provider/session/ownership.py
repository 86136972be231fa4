"""The ownership of objects: which resource of the program manages which object in the account."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

from talend_processing.provider.kinds.spec import CollectionKey
from talend_processing.provider.kinds.values import Value, holds_unknown

NaturalKey: TypeAlias = tuple[CollectionKey, tuple[str, ...]]
"""The collection and the parents' ids, and the values that identify an object there, such as its name."""
Origin: TypeAlias = Literal["created", "adopted", "registered", "shared"]
"""Why a resource owns an object: this process created or adopted the object, or state contains it.

A `shared` object is the execution of a run, which several resources represent.
"""


@dataclass(frozen=True)
class _Owner:
    resource: str
    origin: Origin


class Ownership:
    """The objects that the resources of a program own, and the natural keys that their creates reserve.

    The ownership lasts as long as the provider's process, which serves one `pulumi` command. Pulumi knows
    resources, the account has objects, and only the provider can relate them. The provider sees a resource
    only when Pulumi calls it for that resource. These calls come in any order and from several threads.

    The rules:

    1. **One create for each natural key.** A create reserves the key, unless the program gives `adopt_id` or
       `on_existing="create"`. Another create that reserves the same key is refused. A failed create releases
       the key, and so does `removed`.
    2. **One resource for each object.** A resource owns an object that it created or adopted in this process,
       or that `diff` registered for it. Another resource can neither adopt nor register it.
    3. **A resource may adopt its own object**, as in a replacement, unless this process created the object.
       An adoption that fails restores the previous owner.
    4. **A delete keeps an object that has a new owner.** If a resource was renamed without an alias, or
       replaced, Pulumi may delete the old resource after its successor has adopted the object. So a delete
       does nothing if another resource owns the object, or if any resource adopted it in this process.
       After a rename, this holds even if the command fails before the delete: in the next command, `diff`
       registers the object for the successor (see docs/reliability.md).
    5. **A refresh registers nothing.** After a refresh has read a resource, Pulumi calls `diff` for it, even
       if the program no longer declares it. So the first `diff` after a `read` registers no owner.
    6. **The resources of a run share its execution.** No resource adopts or deletes an execution. The
       execution is recorded, so that another run whose start got no response does not take it for its own.
    7. **A cluster's `remote_engines` decide about its members.** If the program replaces a
       `ClusterMembership` with an entry in `remote_engines`, the engine stays in the cluster. An engine that
       is not in `remote_engines` may move to another cluster. So may an engine whose membership is about to
       be replaced: two memberships can exchange their engines, although Pulumi deletes the old
       memberships last.

    The URN identifies a resource. It is empty if Pulumi does not pass it. Then no resource can adopt an
    object that has an owner, and `register` refuses nothing.
    """

    def __init__(self, current_urn: Callable[[], str] = lambda: "") -> None:
        self._current_urn = current_urn
        """Returns the URN of the resource for which Pulumi called the provider on this thread."""
        self._lock = threading.Lock()
        self._reserved: dict[NaturalKey, str] = {}
        """Maps each reserved key to the id of its object. The id is empty during the create."""
        self._owners: dict[str, _Owner] = {}
        self._replaced: set[str] = set()
        """The ids of objects whose resources are about to be replaced."""
        self._refreshed: set[str] = set()
        """The URNs of resources that were read and not compared yet (rule 5)."""
        self._members: dict[str, frozenset[str]] = {}
        """By cluster id, the ids of the declared engines (rule 7)."""

    @contextmanager
    def reserve(self, natural_key: NaturalKey) -> Iterator[Callable[[str], None] | None]:
        """Reserve a natural key for the current resource (rule 1).

        Yields None if the key is already reserved. Otherwise it yields a function that takes the id of the
        new object and makes the resource its owner. If the block does not call the
        function, the key is released.
        """
        with self._lock:
            is_taken = natural_key in self._reserved
            if not is_taken:
                self._reserved[natural_key] = ""
        if is_taken:
            yield None
            return

        def commit(object_id: str) -> None:
            with self._lock:
                self._reserved[natural_key] = object_id
            self.created(object_id)

        try:
            yield commit
        finally:
            with self._lock:
                if not self._reserved[natural_key]:
                    del self._reserved[natural_key]

    def created(self, object_id: str) -> None:
        """Make the current resource the owner of a new object (rule 2), unless the object has an owner."""
        with self._lock:
            self._owners.setdefault(object_id, _Owner(self._current_urn(), "created"))

    @contextmanager
    def adopt(self, object_id: str) -> Iterator[bool]:
        """Make the current resource the owner of an object (rules 2 and 3).

        Yields False if the resource may not adopt it. An error in the block restores the previous owner.
        """
        urn = self._current_urn()
        with self._lock:
            previous_owner = self._owners.get(object_id)
            is_free = previous_owner is None or (
                previous_owner.origin != "created" and previous_owner.resource == urn != ""
            )
            if is_free:
                self._owners[object_id] = _Owner(urn, "adopted")
        try:
            yield is_free
        except BaseException:
            if is_free:
                with self._lock:
                    del self._owners[object_id]
                    if previous_owner is not None:
                        self._owners[object_id] = previous_owner
            raise

    def register(self, object_id: str) -> bool:
        """Make the current resource the owner of the object that it has in state (rules 2 and 5).

        Returns False if another resource owns the object.
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
        """Remember that Pulumi is about to replace the current resource, which owns this object (rule 7)."""
        with self._lock:
            self._replaced.add(object_id)

    def is_replaced(self, object_id: str) -> bool:
        """Return whether Pulumi is about to replace the object's resource and no resource owns the object."""
        with self._lock:
            return object_id in self._replaced and object_id not in self._owners

    def refreshed(self) -> None:
        """Remember that the current resource was read, so that `diff` does not register it (rule 5)."""
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
            self._reserved = {
                key: reserved_id for key, reserved_id in self._reserved.items() if reserved_id != object_id
            }

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
        """Return whether a resource has adopted the object, so that a delete must keep it (rule 4)."""
        urn = self._current_urn()
        with self._lock:
            owner = self._owners.get(object_id)
            return owner is not None and (owner.origin == "adopted" or owner.resource != urn)

    def declare_members(self, cluster_id: str, remote_engines: Value) -> None:
        """Remember the declared engines of a cluster (rule 7), or forget them if they are not known."""
        with self._lock:
            if isinstance(remote_engines, list) and not holds_unknown(remote_engines):
                self._members[cluster_id] = frozenset(str(engine_id) for engine_id in remote_engines)
            else:
                self._members.pop(cluster_id, None)

    def declares_member(self, cluster_id: str, engine_id: str) -> bool:
        """Return whether the declared `remote_engines` of a cluster contain the engine."""
        with self._lock:
            return engine_id in self._members.get(cluster_id, ())

    def releases(self, cluster_id: str, engine_id: str) -> bool:
        """Return whether the program declares `remote_engines` for a cluster, but without the engine."""
        with self._lock:
            return cluster_id in self._members and engine_id not in self._members[cluster_id]
