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
    "If the other cluster's list in this program no longer contains the engine, let this cluster depend on"
    " the other cluster (`depends_on`), so that the engine leaves first. If the program removes the other"
    " cluster or its list, set `remote_engines=[]` there in an earlier `up`. If a ClusterMembership put the"
    " engine there, remove the membership in an earlier `up`"
)
"""What to do if an engine is in another cluster that does not release it (`leave_if_released`)."""
_CHECK_DELAYS: Final = (0.0, 1.0, 2.0)
"""Seconds to wait before each check of another cluster's declared list, which Pulumi may pass later."""


class MembershipLifecycle(Lifecycle):
    """The lifecycle of a membership: one engine in one cluster. A create adopts an existing membership.

    A read uses the engine's `clusterId` in the shared list of engines. If that list does not
    confirm the membership, the read fetches the engine.
    """

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Add the engine to the cluster, unless it is already a member.

        Raises:
            LifecycleError: The engine is in another cluster that does not release it, two resources of the
                program declare the membership, or the API refuses to add the engine.

        """
        cluster, engine = str(inputs["clusterId"]), str(inputs["engineId"])
        object_id = f"{cluster}/{engine}"
        with session.ownership.reserve((self.spec.place(inputs), (engine,))) as commit:
            if commit is None:
                raise LifecycleError(self._duplicate_error(cluster, engine))
            outs = self._join(session, inputs, cluster, engine)
            commit(object_id)
        return object_id, outs

    def _join(self, session: Session, inputs: Inputs, cluster: str, engine: str) -> Outputs:
        current = self._cluster_of(session, engine)
        if current not in {None, cluster}:
            if not leave_if_released(session, str(current), engine):
                raise LifecycleError(
                    f"{self.spec.endpoint.noun}: engine {engine} is in cluster {current}, and an engine is in"
                    " one cluster at most. If a membership of this program put it there, change its"
                    " cluster_id, or give this membership an alias of it. If that cluster's `remote_engines`"
                    " contained the engine, remove it from the list but keep the argument. Otherwise remove"
                    " the engine from that cluster first"
                )
            current = None
        if current is None:
            self._add(session, inputs, cluster, engine)
            session.lists.changed(_ENGINES, engine, {"clusterId": cluster})
        else:
            with session.ownership.adopt(f"{cluster}/{engine}") as is_free:
                if not is_free:
                    raise LifecycleError(self._duplicate_error(cluster, engine))
        return self._outputs(session, inputs, self._engine(session, engine))

    @explain_read
    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> ReadResult | None:
        """Look up the engine. The membership is gone if the engine is gone or not in the cluster."""
        item = self._engine(session, str(olds["engineId"]))
        if item is None:
            check_visible(session, self.spec, object_id, olds)
            return None
        if item.get("clusterId") != olds["clusterId"]:
            item = self._fetch_engine(session, str(olds["engineId"])) or {}  # a list may lag behind
            if item.get("clusterId") != olds["clusterId"]:
                return None
        inputs = inputs_of(self.spec, olds)
        outs = self._outputs(session, inputs, item)
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
        """Remove the engine from the cluster, unless another resource keeps it there."""
        if session.ownership.is_taken_over(object_id):
            return
        cluster, engine = str(olds["clusterId"]), str(olds["engineId"])
        if session.ownership.declares_member(cluster, engine):
            return  # the cluster's list now contains the engine
        try:
            session.client.cluster_members.remove(cluster, engine)
        except NotFoundError as error:
            # The membership is gone, unless these credentials do not see the engine or the cluster.
            check_visible(session, self.spec, object_id, olds)
            if (self._fetch_engine(session, engine) or {}).get("clusterId") == cluster:
                raise unavailable(self.spec.describe(olds, object_id), str(error)) from error
            return
        except ConflictError as error:
            raise LifecycleError(f"Engine {engine} cannot leave its cluster. {error}") from error
        session.lists.changed(_ENGINES, engine, {"clusterId": None})

    def state_before_first_read(self, object_id: str, arguments: Mapping[str, Value]) -> Outputs | None:
        """Return the state that the first read of a `.get()` needs. The id is `cluster/engine`.

        Raises:
            LifecycleError: The id has another form.

        """
        parents, ids = self.spec.endpoint.parents, object_id.split("/")
        if len(ids) != len(parents) or not all(ids):
            form = "/".join(self.spec.python_name(parent) for parent in parents)
            raise LifecycleError(f"{self.spec.endpoint.noun} {object_id}: the id must have the form {form}")
        id_parts = dict(zip(parents, ids, strict=True))
        return super().state_before_first_read(object_id, {**arguments, **id_parts})

    def _add(self, session: Session, inputs: Inputs, cluster: str, engine: str) -> None:
        method, profile = inputs.get("method"), inputs.get("runProfileId")
        try:
            session.client.cluster_members.add(
                cluster,
                engine,
                method=None if method is None else str(method),
                run_profile_id=None if profile is None else str(profile),
            )
        except TalendError as error:
            if error.outcome == "unknown" and self._cluster_of(session, engine, fresh=True) == cluster:
                return
            name = (self._engine(session, engine) or {}).get("name", engine)
            advice = _TARGET_ADVICE if isinstance(error, NotFoundError) else ""
            raise LifecycleError(f"Engine {name!r} cannot join its cluster. {error}{advice}") from error

    def _cluster_of(self, session: Session, engine: str, *, fresh: bool = False) -> str | None:
        cluster = (self._engine(session, engine, fresh=fresh) or {}).get("clusterId")
        return str(cluster) if cluster else None

    def _engine(self, session: Session, engine: str, *, fresh: bool = False) -> JsonObject | None:
        """Return the engine from the list of engines, or fetch it. Return None if it does not exist."""
        listed = session.lists.object(_ENGINES, engine, fresh=fresh)
        if listed is not None:
            return listed
        return self._fetch_engine(session, engine)

    def _fetch_engine(self, session: Session, engine: str) -> JsonObject | None:
        """Fetch the engine by its own GET. Return None if it does not exist."""
        try:
            return session.client.remote_engines.get(engine).wire()
        except NotFoundError:
            return None

    def _duplicate_error(self, cluster: str, engine: str) -> str:
        return (
            f"{self.spec.endpoint.noun}: two resources of this program put engine {engine} into cluster"
            f" {cluster}. Remove one of them"
        )

    def _outputs(self, session: Session, inputs: Inputs, engine: JsonObject | None) -> Outputs:
        outs = outputs(self.spec, inputs, {}, api_url=session.api_url)
        return {**outs, **environment_of(engine)}


def join(session: Session, cluster: str, engine: str) -> bool:
    """Add an engine to a cluster. Return False on a conflict: the engine may be in another cluster."""
    try:
        session.client.cluster_members.add(cluster, engine)
    except ConflictError:
        return False
    return True


def move(session: Session, cluster: str, engine: str) -> None:
    """Move an engine to a cluster, if its current cluster releases it (`leave_if_released`).

    Raises:
        LifecycleError: The API refuses to add the engine, usually because its current cluster keeps it.

    """
    if other := cluster_of(session, engine):
        leave_if_released(session, other, engine)
    try:
        session.client.cluster_members.add(cluster, engine)
    except ConflictError as error:
        raise LifecycleError(
            f"engine {engine} cannot join cluster {cluster}: {error}. {RELEASE_ADVICE}"
        ) from error


def cluster_of(session: Session, engine: str) -> str:
    """Return the id of an engine's cluster, or an empty string."""
    try:
        return str(session.client.remote_engines.get(engine).wire().get("clusterId") or "")
    except NotFoundError:
        return ""


def leave_if_released(session: Session, cluster: str, engine: str) -> bool:
    """Remove an engine from a cluster if the cluster releases it. Return whether the engine left.

    A cluster releases an engine if the program declares `remote_engines` without the engine, or is about to
    replace the engine's membership.
    """
    for seconds in _CHECK_DELAYS:
        session.wait(seconds)
        if session.ownership.releases(cluster, engine) or session.ownership.is_replaced(
            f"{cluster}/{engine}"
        ):
            leave(session, cluster, engine)
            return True
        if session.ownership.declares_member(cluster, engine):
            return False
    return False


def leave(session: Session, cluster: str, engine: str) -> None:
    """Remove an engine from a cluster, unless it has already left."""
    with suppress(NotFoundError):
        session.client.cluster_members.remove(cluster, engine)
