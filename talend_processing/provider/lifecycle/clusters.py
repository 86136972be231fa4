"""The lifecycle of Remote Engine clusters. `memberships.py` adds, removes and moves their engines."""

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
    """The lifecycle of a cluster. If `remote_engines` is given, it is the exact list of members."""

    # The API reference has no 409 for this delete. If a cluster still has engines, the API may answer 400.
    refusal_statuses: ClassVar[tuple[int, ...]] = (400, 409)

    def create_body(self, inputs: Inputs) -> Outputs:
        """Return the body of the POST. The API requires members and a description, even if they are empty."""
        return {self.spec.members: [], "description": ""} | super().create_body(inputs)

    def resolve_refusal(self, session: Session, inputs: Inputs, error: ApiError) -> bool:
        """Remove the declared engines from the other clusters that release them (`leave_if_released`).

        Return whether the program declares any engines. If so, a second POST may succeed.

        Raises:
            LifecycleError: Another cluster contains one of the engines and does not release it.

        """
        declared_ids = _ids(inputs.get(self.spec.members)) or []
        for engine_id in declared_ids:
            current_id = cluster_of(session, engine_id)
            if current_id and not leave_if_released(session, current_id, engine_id):
                raise LifecycleError(
                    f"{error}. Engine {engine_id} is in cluster {current_id}. {RELEASE_ADVICE}"
                ) from error
        return bool(declared_ids)

    def with_omitted_values(self, session: Session, object_id: str, api_object: JsonObject) -> JsonObject:
        """Add the ids of the cluster's engines, which the list of clusters may omit."""
        if "engines" in api_object:
            return api_object
        engines = session.lists.objects(_ENGINES).items()
        return {
            **api_object,
            "engines": [engine_id for engine_id, engine in engines if engine.get("clusterId") == object_id],
        }

    def act(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
        changed: Collection[str],
    ) -> None:
        """Make the declared engines the only members. If `remote_engines` is not declared, change nothing."""
        del olds, changed
        declared_ids = _ids(inputs.get(self.spec.members))
        if declared_ids is None:
            return
        member_ids = set(session.client.clusters.get(object_id).engines or [])
        # New members join before others leave, so that the cluster keeps as many engines as possible.
        refused_ids = [
            engine_id
            for engine_id in declared_ids
            if engine_id not in member_ids and not join(session, object_id, engine_id)
        ]
        for engine_id in sorted(member_ids - set(declared_ids)):
            leave(session, object_id, engine_id)
        for engine_id in refused_ids:
            move(session, object_id, engine_id)
        session.lists.invalidate(_ENGINES)

    def remedies(self) -> list[Remedy]:
        """Remove the cluster's engines if the program declares `remote_engines`."""
        return [self._remove_members]

    def _remove_members(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
        """Remove all engines from a cluster before its deletion. Return False if it had no engines.

        If the program does not declare `remote_engines`, remove none and return False: memberships or users
        have added the engines.
        """
        if self.spec.members not in declared(olds):
            return False
        member_ids = session.client.clusters.get(object_id).engines or []
        for engine_id in member_ids:
            leave(session, object_id, engine_id)
        session.lists.invalidate(_ENGINES)
        return bool(member_ids)


def _ids(remote_engines: Value) -> list[str] | None:
    return [str(engine_id) for engine_id in remote_engines] if isinstance(remote_engines, list) else None
