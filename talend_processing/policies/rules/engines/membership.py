"""The declared members of clusters."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.resource_view import Stack, Subject

CLUSTER = "EngineCluster"
ENGINE = "RemoteEngine"
MEMBERSHIP = "ClusterMembership"
MEMBERS = "remoteEngines"


def memberships(stack: Stack, cluster: Subject) -> list[Subject]:
    """Return the memberships of a cluster."""
    return [one for one in stack.of(MEMBERSHIP) if cluster in one.references.get("clusterId", ())]


def engines_of(stack: Stack, cluster: Subject) -> Iterator[Subject]:
    """Yield the engines of this stack that are declared members of a cluster."""
    yield from cluster.referred(MEMBERS, ENGINE)
    for one in memberships(stack, cluster):
        yield from one.referred("engineId", ENGINE)


def count(stack: Stack, cluster: Subject) -> int | None:
    """Count the members that a cluster declares, or None if the number is not known yet."""
    if joined := memberships(stack, cluster):
        return len(joined)
    if cluster.is_unknown(MEMBERS):
        return None
    listed = cluster.values.get(MEMBERS)
    return len(listed) if isinstance(listed, list) else 0
