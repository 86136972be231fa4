"""The declared members of clusters."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.resource_view import Stack, Subject

CLUSTER = "EngineCluster"
ENGINE = "RemoteEngine"
MEMBERSHIP = "ClusterMembership"
MEMBERS = "remoteEngines"


def memberships(stack: Stack, cluster: Subject) -> list[Subject]:
    """Return the ClusterMembership resources of a cluster."""
    return [
        membership
        for membership in stack.of(MEMBERSHIP)
        if cluster in membership.references.get("clusterId", ())
    ]


def engines_of(stack: Stack, cluster: Subject) -> Iterator[Subject]:
    """Yield the engines of this stack that the stack declares as members of a cluster."""
    yield from cluster.referred(MEMBERS, ENGINE)
    for membership in memberships(stack, cluster):
        yield from membership.referred("engineId", ENGINE)


def count(stack: Stack, cluster: Subject) -> int | None:
    """Count the declared members of a cluster. Return None if the number is not known yet."""
    if declared_memberships := memberships(stack, cluster):
        return len(declared_memberships)
    if cluster.is_unknown(MEMBERS):
        return None
    engine_ids = cluster.values.get(MEMBERS)
    return len(engine_ids) if isinstance(engine_ids, list) else 0
