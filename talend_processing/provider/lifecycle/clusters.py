"""The lifecycle of Remote Engine clusters: engines join, leave and move between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import ClassVar, Final

from talend_processing.client.errors import ApiError, ConflictError, NotFoundError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.diff import declared
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.delete import Remedy
from talend_processing.provider.lifecycle.objects import ObjectLifecycle
from talend_processing.provider.session.session import Session

_ENGINES: Final = ("remote_engines", ())
_ADVICE: Final = (
    "If the other cluster's list in this program no longer contains the engine, let this cluster depend on"
    " the other one (`depends_on`), so that the engine leaves first. If the program removes the other cluster"
    " or its list, give it `remote_engines=[]` in an earlier `up`. If a ClusterMembership put the engine"
    " there, remove that in an earlier `up`"
)
"""The advice about another cluster that has the engine and does not release it."""
_LOOKS: Final = (0.0, 1.0, 2.0)
"""Seconds to wait before each check of another cluster's list, because Pulumi may declare that list later."""


class ClusterLifecycle(ObjectLifecycle):
    """A cluster. If `remote_engines` is given, it is the exact list of members."""

    # The reference lists no 409: a cluster that is not empty may be refused as invalid.
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
            other = _cluster_of(session, engine)
            if other and not leave_if_released(session, other, engine):
                raise LifecycleError(f"{error}. Engine {engine} is in cluster {other}. {_ADVICE}") from error
        return bool(wanted)

    def complete(self, session: Session, object_id: str, answer: JsonObject) -> JsonObject:
        """Add the members from the list of engines if the answer omits them, as the list of clusters may."""
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
            engine for engine in wanted if engine not in members and not _join(session, object_id, engine)
        ]
        for engine in sorted(members - set(wanted)):
            _leave(session, object_id, engine)
        for engine in refused:
            _move(session, object_id, engine)
        session.lists.forget(_ENGINES)

    def remedies(self) -> list[Remedy]:
        """Remove the cluster's engines if the program declares `remote_engines`."""
        return [self._remove_members]

    def _remove_members(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
        """Remove the engines from a cluster that is about to be deleted. Return whether there was one.

        If the program does not declare the list, the engines stay: memberships or users have added them.
        """
        if self.spec.members not in declared(olds):
            return False
        members = session.client.clusters.get(object_id).engines or []
        for engine in members:
            _leave(session, object_id, engine)
        session.lists.forget(_ENGINES)
        return bool(members)


def _ids(members: Value) -> list[str] | None:
    return [str(member) for member in members] if isinstance(members, list) else None


def _join(session: Session, cluster: str, engine: str) -> bool:
    """Add an engine to a cluster. Return False if there is a conflict: it may be in another cluster."""
    try:
        session.client.cluster_members.add(cluster, engine)
    except ConflictError:
        return False
    return True


def _move(session: Session, cluster: str, engine: str) -> None:
    """Move an engine to this cluster, if its current cluster releases it.

    Raises:
        LifecycleError: The API still refuses to add the engine: usually its current cluster keeps it.

    """
    if other := _cluster_of(session, engine):
        leave_if_released(session, other, engine)
    try:
        session.client.cluster_members.add(cluster, engine)
    except ConflictError as error:
        raise LifecycleError(f"engine {engine} cannot join cluster {cluster}: {error}. {_ADVICE}") from error


def _cluster_of(session: Session, engine: str) -> str:
    """Return the id of an engine's cluster, or an empty string."""
    try:
        return str(session.client.remote_engines.get(engine).wire().get("clusterId") or "")
    except NotFoundError:
        return ""


def leave_if_released(session: Session, cluster: str, engine: str) -> bool:
    """Remove an engine from a cluster that releases it. Return whether it left.

    A cluster releases an engine if its declared list does not contain the engine, or if the membership of the
    engine is about to be replaced.
    """
    for seconds in _LOOKS:
        session.wait(seconds)
        if session.ownership.releases(cluster, engine) or session.ownership.is_replaced(
            f"{cluster}/{engine}"
        ):
            _leave(session, cluster, engine)
            return True
        if session.ownership.lists(cluster, engine):
            return False
    return False


def _leave(session: Session, cluster: str, engine: str) -> None:
    """Remove an engine from a cluster, unless it has already left."""
    with suppress(NotFoundError):
        session.client.cluster_members.remove(cluster, engine)
