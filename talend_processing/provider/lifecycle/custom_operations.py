"""Calls that are neither a POST, a PUT nor a DELETE of the object itself; declarations name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from talend_processing.client.errors import ApiError, ConflictError, NotFoundError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.values import Inputs, Value
from talend_processing.provider.lifecycle.diff import declared
from talend_processing.provider.session.declared_members import leave, let_go
from talend_processing.provider.session.session import Session

_ENGINES: Final = ("remote_engines", ())
_MEMBERS: Final = "remoteEngines"
"""The argument of a cluster that says exactly which engines are in it."""
_BEFORE: Final = (
    "If that cluster's list in this program gives it up, let this one depend on that one (`depends_on`), so"
    " that it leaves first; if the program takes that cluster or its list away, give it `remote_engines=[]`"
    " in an `up` before; if a ClusterMembership put the engine there, remove that in an `up` before"
)
"""What to do about a cluster that has the engine and does not give it up."""

Action: TypeAlias = Callable[[Session, str, Mapping[str, Value], Inputs], None]
Enrichment: TypeAlias = Callable[[Session, str, JsonObject], JsonObject]
Remedy: TypeAlias = Callable[[Session, str, Mapping[str, Value]], bool]


def unpair_remote_engine(session: Session, object_id: str, olds: Mapping[str, Value], inputs: Inputs) -> None:
    """Unpair a Remote Engine: it keeps its id and gets a new key. Only a changed trigger does."""
    if not _triggered(olds, inputs):
        return
    session.client.remote_engines.unpair(
        object_id,
        keep_osgi_deployments=_flag(inputs.get("keepOsgiDeployments")),
        keep_microservice_deployments=_flag(inputs.get("keepMicroserviceDeployments")),
    )


def unpair_pipeline_engine(
    session: Session, object_id: str, olds: Mapping[str, Value], inputs: Inputs
) -> None:
    """Unpair a Pipeline Engine: it keeps its id and gets a new key. Only a changed trigger does."""
    if _triggered(olds, inputs):
        session.client.pipeline_engines.unpair(object_id)


def set_members(session: Session, object_id: str, olds: Mapping[str, Value], inputs: Inputs) -> None:
    """Make the engines of a cluster exactly those declared; no longer declared, they are left alone."""
    del olds
    listed = inputs.get(_MEMBERS)
    if not isinstance(listed, list):
        return
    wanted = [str(engine) for engine in listed]
    members = set(session.client.clusters.get(object_id).engines or [])
    # Who can join does so before others leave, so that the cluster is never emptier than it must be.
    refused = [
        engine for engine in wanted if engine not in members and not _joins(session, object_id, engine)
    ]
    for engine in sorted(members - set(wanted)):
        leave(session, object_id, engine)
    for engine in refused:
        _move(session, object_id, engine)
    session.forget(_ENGINES)


def _joins(session: Session, cluster: str, engine: str) -> bool:
    try:
        session.client.cluster_members.add(cluster, engine)
    except ConflictError:
        return False
    return True


def _move(session: Session, cluster: str, engine: str) -> None:
    """Have an engine join that another cluster of the program gives up, whichever is updated first."""
    if there := _cluster_of(session, engine):
        let_go(session, there, engine)
    try:
        session.client.cluster_members.add(cluster, engine)
    except ConflictError as error:
        raise LifecycleError(f"engine {engine} cannot join cluster {cluster}: {error}. {_BEFORE}") from error


def make_room(session: Session, engines: Value, error: ApiError) -> bool:
    """Take engines that a new cluster was refused for out of clusters of the program that give them up.

    Says whether there are engines at all: one that was in the way may have left meanwhile.

    Raises:
        LifecycleError: Another cluster has one of them, and does not give it up.

    """
    wanted = [str(engine) for engine in engines] if isinstance(engines, list) else []
    for engine in wanted:
        there = _cluster_of(session, engine)
        if there and not let_go(session, there, engine):
            raise LifecycleError(f"{error}. Engine {engine} is in cluster {there}. {_BEFORE}") from error
    return bool(wanted)


def _cluster_of(session: Session, engine: str) -> str:
    try:
        return str(session.client.remote_engines.get(engine).wire().get("clusterId") or "")
    except NotFoundError:
        return ""


def leave_cluster(session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
    """Take an engine out of its cluster; says whether there was one to leave."""
    del olds
    try:
        cluster = session.client.remote_engines.get(object_id).wire().get("clusterId")
        if not cluster:
            return False
        session.client.cluster_members.remove(str(cluster), object_id)
    except NotFoundError:
        return True
    return True


def members_leave(session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
    """Take the engines out of a cluster that is about to be deleted; says whether there was one.

    Only where the program says exactly which engines are in it: what others put into it is theirs.
    """
    if _MEMBERS not in declared(olds):
        return False
    members = session.client.clusters.get(object_id).engines or []
    for engine in members:
        session.client.cluster_members.remove(object_id, engine)
    session.forget(_ENGINES)
    return bool(members)


def unpair(session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
    """Unpair an engine that is about to be deleted; says whether it was paired."""
    del olds
    if session.client.remote_engines.get(object_id).wire().get("status") != "PAIRED":
        return False
    session.client.remote_engines.unpair(object_id)
    return True


def unpair_pipeline(session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
    """Unpair a Pipeline Engine that is about to be deleted; says whether it was paired."""
    del olds
    if session.client.pipeline_engines.get(object_id).wire().get("status") != "PAIRED":
        return False
    session.client.pipeline_engines.unpair(object_id)
    return True


def cluster_engines(session: Session, object_id: str, answer: JsonObject) -> JsonObject:
    """Add a cluster's members, which its list leaves out, from the list of engines."""
    if "engines" in answer:
        return answer
    engines = session.objects(_ENGINES).items()
    return {**answer, "engines": [engine for engine, item in engines if item.get("clusterId") == object_id]}


def _triggered(olds: Mapping[str, Value], inputs: Inputs) -> bool:
    """Whether one value follows another: a first one is a mark, a removed one asks for nothing."""
    return bool(olds.get("unpairTriggers")) and bool(inputs.get("unpairTriggers"))


def _flag(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


ACTIONS: Final[Mapping[str, Action]] = {
    "unpair_remote_engine": unpair_remote_engine,
    "unpair_pipeline_engine": unpair_pipeline_engine,
    "set_members": set_members,
}
REMEDIES: Final[Mapping[str, Remedy]] = {
    "leave_cluster": leave_cluster,
    "members_leave": members_leave,
    "unpair": unpair,
    "unpair_pipeline_engine": unpair_pipeline,
}
ENRICHMENTS: Final[Mapping[str, Enrichment]] = {"cluster_engines": cluster_engines}
