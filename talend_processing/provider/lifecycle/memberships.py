"""The lifecycle of a membership, and functions that add, remove and move the engines of clusters."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from talend_processing.client.errors import ConflictError, NotFoundError, TalendError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.availability import (
    check_visible,
    explain_read,
    explain_write,
    unavailable,
)
from talend_processing.provider.lifecycle.lifecycle import Lifecycle, ReadResult
from talend_processing.provider.lifecycle.state import (
    HIDDEN_ENVIRONMENT,
    HIDDEN_WORKSPACE,
    environment_of,
    inputs_of,
    outputs,
)
from talend_processing.provider.session.session import Session

_TARGET_ADVICE: Final = (
    ". If `pulumi up --target` has replaced the cluster, run it with --target-dependents, or without targets"
)
_ENGINES: Final = ("remote_engines", ())
RELEASE_ADVICE: Final = (
    "If the other cluster's `remote_engines` no longer contain the engine, let this cluster depend on"
    " the other cluster (`depends_on`), so that the engine leaves first. If the program removes the other"
    " cluster or its `remote_engines`, set that list to `[]` in an earlier `up`. If a ClusterMembership"
    " put the engine into the other cluster, remove the membership in an earlier `up`"
)
"""What to do if an engine is in another cluster that does not release it (`leave_if_released`)."""
_CHECK_DELAYS: Final = (0.0, 1.0, 2.0)
"""Seconds before each check whether a cluster releases an engine: Pulumi may process that cluster later."""


class MembershipLifecycle(Lifecycle):
    """The lifecycle of a membership: one engine in one cluster. A create adopts an existing membership.

    A read uses the engine's `clusterId` in the shared list of engines. If that list does not
    confirm the membership, the read fetches the engine.
    """

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Add the engine to the cluster, unless the engine is already a member.

        Raises:
            LifecycleError: The engine is in another cluster that does not release it (`leave_if_released`),
                two resources of the program declare the membership, or the API refuses to add the engine.

        """
        cluster_id, engine_id = str(inputs["clusterId"]), str(inputs["engineId"])
        object_id = f"{cluster_id}/{engine_id}"
        with session.ownership.reserve((self.spec.collection_key(inputs), (engine_id,))) as commit:
            if commit is None:
                raise LifecycleError(self._duplicate_error(cluster_id, engine_id))
            outs = self._join(session, inputs, cluster_id, engine_id)
            commit(object_id)
        return object_id, outs

    def _join(self, session: Session, inputs: Inputs, cluster_id: str, engine_id: str) -> Outputs:
        current_id = self._cluster_of(session, engine_id)
        if current_id not in {None, cluster_id}:
            if not leave_if_released(session, str(current_id), engine_id):
                raise LifecycleError(
                    f"{self.spec.endpoint.noun}: engine {engine_id} is in cluster {current_id}, and an engine"
                    " can be in one cluster only. If another membership of this program put it into that"
                    " cluster, change the cluster_id of that membership, or declare that membership's name as"
                    " an alias of this one. If the `remote_engines` of that cluster put the engine into it,"
                    " remove the engine from that list, but keep the argument. Otherwise remove the engine"
                    " from that cluster first"
                )
            current_id = None
        if current_id is None:
            self._add(session, inputs, cluster_id, engine_id)
            session.lists.changed(_ENGINES, engine_id, {"clusterId": cluster_id})
        else:
            with session.ownership.adopt(f"{cluster_id}/{engine_id}") as is_free:
                if not is_free:
                    raise LifecycleError(self._duplicate_error(cluster_id, engine_id))
        return self._outputs(session, inputs, self._engine(session, engine_id))

    @explain_read
    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> ReadResult | None:
        """Look up the engine. Return None if the engine does not exist or is not in the cluster."""
        engine = self._engine(session, str(olds["engineId"]))
        if engine is None:
            check_visible(session, self.spec, object_id, olds)
            return None
        if engine.get("clusterId") != olds["clusterId"]:
            engine = self._fetch_engine(session, str(olds["engineId"])) or {}  # a list may lag behind
            if engine.get("clusterId") != olds["clusterId"]:
                return None
        inputs = inputs_of(self.spec, olds)
        outs = self._outputs(session, inputs, engine)
        return ReadResult(outs, inputs_of(self.spec, outs))

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Store the changed options in state. They apply the next time that the engine joins the cluster."""
        del object_id
        return self._outputs(session, inputs, None) | {
            name: olds[name] for name in (HIDDEN_ENVIRONMENT, HIDDEN_WORKSPACE) if name in olds
        }

    @explain_write
    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Remove the engine from the cluster, unless another resource declares the same membership."""
        if session.ownership.is_taken_over(object_id):
            return
        cluster_id, engine_id = str(olds["clusterId"]), str(olds["engineId"])
        if session.ownership.declares_member(cluster_id, engine_id):
            return  # the cluster's `remote_engines` now contain the engine
        try:
            session.client.cluster_members.remove(cluster_id, engine_id)
        except NotFoundError as error:
            # The membership no longer exists, unless these credentials do not see the engine or the cluster.
            check_visible(session, self.spec, object_id, olds)
            if (self._fetch_engine(session, engine_id) or {}).get("clusterId") == cluster_id:
                raise unavailable(self.spec.describe(olds, object_id), str(error)) from error
            return
        except ConflictError as error:
            raise LifecycleError(f"Engine {engine_id} cannot leave its cluster. {error}") from error
        session.lists.changed(_ENGINES, engine_id, {"clusterId": None})

    def state_before_first_read(self, object_id: str, arguments: Mapping[str, Value]) -> Outputs | None:
        """Return the state that the first read of a `.get()` needs. The id is `cluster_id/engine_id`.

        Raises:
            LifecycleError: The id does not have this form.

        """
        parents, parent_ids = self.spec.endpoint.parents, object_id.split("/")
        if len(parent_ids) != len(parents) or not all(parent_ids):
            form = "/".join(self.spec.python_name(parent) for parent in parents)
            raise LifecycleError(f"{self.spec.endpoint.noun} {object_id}: the id must have the form {form}")
        id_arguments = dict(zip(parents, parent_ids, strict=True))
        return super().state_before_first_read(object_id, {**arguments, **id_arguments})

    def _add(self, session: Session, inputs: Inputs, cluster_id: str, engine_id: str) -> None:
        method, run_profile_id = inputs.get("method"), inputs.get("runProfileId")
        try:
            session.client.cluster_members.add(
                cluster_id,
                engine_id,
                method=None if method is None else str(method),
                run_profile_id=None if run_profile_id is None else str(run_profile_id),
            )
        except TalendError as error:
            if error.outcome == "unknown" and self._cluster_of(session, engine_id, fresh=True) == cluster_id:
                return
            engine_name = (self._engine(session, engine_id) or {}).get("name", engine_id)
            advice = _TARGET_ADVICE if isinstance(error, NotFoundError) else ""
            raise LifecycleError(
                f"Engine {engine_name!r} cannot join its cluster. {error}{advice}"
            ) from error

    def _cluster_of(self, session: Session, engine_id: str, *, fresh: bool = False) -> str | None:
        cluster_id = (self._engine(session, engine_id, fresh=fresh) or {}).get("clusterId")
        return str(cluster_id) if cluster_id else None

    def _engine(self, session: Session, engine_id: str, *, fresh: bool = False) -> JsonObject | None:
        """Return the engine from the list of engines, or fetch it. Return None if it does not exist."""
        list_entry = session.lists.object(_ENGINES, engine_id, fresh=fresh)
        if list_entry is not None:
            return list_entry
        return self._fetch_engine(session, engine_id)

    def _fetch_engine(self, session: Session, engine_id: str) -> JsonObject | None:
        """Fetch the engine by its own GET. Return None if it does not exist."""
        try:
            return session.client.remote_engines.get(engine_id).wire()
        except NotFoundError:
            return None

    def _duplicate_error(self, cluster_id: str, engine_id: str) -> str:
        return (
            f"{self.spec.endpoint.noun}: two resources of this program put engine {engine_id} into cluster"
            f" {cluster_id}. Remove one of the two"
        )

    def _outputs(self, session: Session, inputs: Inputs, engine: JsonObject | None) -> Outputs:
        outs = outputs(self.spec, inputs, {}, api_url=session.api_url)
        return {**outs, **environment_of(engine)}


def join(session: Session, cluster_id: str, engine_id: str) -> bool:
    """Add an engine to a cluster. Return False on a conflict: the engine may be in another cluster."""
    try:
        session.client.cluster_members.add(cluster_id, engine_id)
    except ConflictError:
        return False
    return True


def move(session: Session, cluster_id: str, engine_id: str) -> None:
    """Move an engine to a cluster, if its current cluster releases it (`leave_if_released`).

    Raises:
        LifecycleError: The API refuses to add the engine, usually because its current cluster keeps it.

    """
    if current_id := cluster_of(session, engine_id):
        leave_if_released(session, current_id, engine_id)
    try:
        session.client.cluster_members.add(cluster_id, engine_id)
    except ConflictError as error:
        raise LifecycleError(
            f"engine {engine_id} cannot join cluster {cluster_id}: {error}. {RELEASE_ADVICE}"
        ) from error


def cluster_of(session: Session, engine_id: str) -> str:
    """Return the id of an engine's cluster, or an empty string."""
    try:
        return str(session.client.remote_engines.get(engine_id).wire().get("clusterId") or "")
    except NotFoundError:
        return ""


def leave_if_released(session: Session, cluster_id: str, engine_id: str) -> bool:
    """Remove an engine from a cluster if the cluster releases it. Return whether the engine left.

    A cluster releases an engine if the program declares the cluster's `remote_engines` without the engine, or
    is about to replace the engine's `ClusterMembership` in that cluster.
    """
    for delay in _CHECK_DELAYS:
        session.wait(delay)
        if session.ownership.releases(cluster_id, engine_id) or session.ownership.is_replaced(
            f"{cluster_id}/{engine_id}"
        ):
            leave(session, cluster_id, engine_id)
            return True
        if session.ownership.declares_member(cluster_id, engine_id):
            return False
    return False


def leave(session: Session, cluster_id: str, engine_id: str) -> None:
    """Remove an engine from a cluster, unless it has already left."""
    with suppress(NotFoundError):
        session.client.cluster_members.remove(cluster_id, engine_id)
