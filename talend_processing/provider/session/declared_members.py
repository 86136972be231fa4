"""Edges that the list of another object declares: which engines a cluster of the program names as its own.

Pulumi knows nothing of them, so what it does in one place must not undo what the program declares in
another: a membership that gives way to a list is no reason to leave, and an engine that one list gives up is
free for the next.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from talend_processing.client.errors import NotFoundError
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Value, holds_unknown
from talend_processing.provider.session.session import Session

_LOOKS: Final = (0.0, 1.0, 2.0)
"""Seconds to wait before each look at what the program says of another owner: Pulumi may come to it later."""


class Edges:
    """What the program's lists name, as far as this run has seen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._named: dict[str, frozenset[str]] = {}

    def declare(self, owner: str, members: Value) -> None:
        """Remember the members of an owner; anything but a list of ids says nothing about them."""
        with self._lock:
            if isinstance(members, list) and not holds_unknown(members):
                self._named[owner] = frozenset(str(member) for member in members)
            else:
                self._named.pop(owner, None)

    def names(self, owner: str, member: str) -> bool:
        """Whether the owner's list has the member."""
        with self._lock:
            return member in self._named.get(owner, ())

    def gives_up(self, owner: str, member: str) -> bool:
        """Whether the owner has a list, and the member is not in it."""
        with self._lock:
            return owner in self._named and member not in self._named[owner]


def edges(session: Session) -> Edges:
    """Those of this run."""
    shared: Edges = session.shared("edges", Edges)
    return shared


def declare(session: Session, spec: ResourceSpec, object_id: str, inputs: Mapping[str, Value] | None) -> None:
    """Remember what a resource of the program names; without inputs it is about to go and names nothing."""
    if spec.members:
        edges(session).declare(object_id, (inputs or {}).get(spec.members))


def let_go(session: Session, owner: str, member: str) -> bool:
    """Take an engine out of a cluster of the program that gives it up; says whether there is such a one."""
    for seconds in _LOOKS:
        session.wait(seconds)
        if edges(session).gives_up(owner, member):
            leave(session, owner, member)
            return True
        if edges(session).names(owner, member):
            return False
    return False


def leave(session: Session, owner: str, member: str) -> None:
    """Take an engine out of a cluster, if nobody else of the program was quicker."""
    with suppress(NotFoundError):
        session.client.cluster_members.remove(owner, member)
