"""The lifecycle of Remote Engine clusters. `memberships.py` says how engines join, leave and move."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar, Final

from talend_processing.client.errors import ApiError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.diff import declared
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.delete import Remedy
from talend_processing.provider.lifecycle.memberships import (
    RELEASE_ADVICE,
    cluster_of,
    join,
    leave,
    leave_if_released,
    move,
)
from talend_processing.provider.lifecycle.objects import ObjectLifecycle
from talend_processing.provider.session.session import Session

_ENGINES: Final = ("remote_engines", ())


class ClusterLifecycle(ObjectLifecycle):
    """A cluster. If `remote_engines` is given, it is the exact list of members."""

    # The reference lists no 409 here. If a cluster still has engines, the API may answer 400.
    conflicts: ClassVar[tuple[int, ...]] = (400, 409)

    def create_body(self, inputs: Inputs) -> Outputs:
        """Return the body of a create. The API requires members and a description, even empty ones."""
        return {self.spec.members: [], "description": ""} | super().create_body(inputs)

    def make_room(self, session: Session, inputs: Inputs, error: ApiError) -> bool:
        """Remove the engines of the new cluster from other clusters of the program that release them.

        Return whether the new cluster lists engines. If so, a second create may succeed, because an engine
        may just have left its other cluster.

        Raises:
            LifecycleError: Another cluster has one of them and does not release it.

        """
        wanted = _ids(inputs.get(self.spec.members)) or []
        for engine in wanted:
            other = cluster_of(session, engine)
            if other and not leave_if_released(session, other, engine):
                raise LifecycleError(
                    f"{error}. Engine {engine} is in cluster {other}. {RELEASE_ADVICE}"
                ) from error
        return bool(wanted)

    def complete(self, session: Session, object_id: str, answer: JsonObject) -> JsonObject:
        """Add the members, if the response omits them. The list of clusters may omit them."""
        if "engines" in answer:
            return answer
        engines = session.lists.objects(_ENGINES).items()
        return {
            **answer,
            "engines": [engine for engine, item in engines if item.get("clusterId") == object_id],
        }

    def act(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
        changed: Collection[str],
    ) -> None:
        """Make the members exactly those declared. If the list is no longer declared, change nothing."""
        del olds, changed
        wanted = _ids(inputs.get(self.spec.members))
        if wanted is None:
            return
        members = set(session.client.clusters.get(object_id).engines or [])
        # New members join before others leave, so that the cluster keeps as many engines as possible.
        refused = [
            engine for engine in wanted if engine not in members and not join(session, object_id, engine)
        ]
        for engine in sorted(members - set(wanted)):
            leave(session, object_id, engine)
        for engine in refused:
            move(session, object_id, engine)
        session.lists.forget(_ENGINES)

    def remedies(self) -> list[Remedy]:
        """Remove the cluster's engines if the program declares `remote_engines`."""
        return [self._remove_members]

    def _remove_members(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
        """Remove the engines from a cluster that is about to be deleted. Return whether it had any.

        If the program does not declare the list, the engines stay: memberships or users have added them.
        """
        if self.spec.members not in declared(olds):
            return False
        members = session.client.clusters.get(object_id).engines or []
        for engine in members:
            leave(session, object_id, engine)
        session.lists.forget(_ENGINES)
        return bool(members)


def _ids(members: Value) -> list[str] | None:
    return [str(member) for member in members] if isinstance(members, list) else None
