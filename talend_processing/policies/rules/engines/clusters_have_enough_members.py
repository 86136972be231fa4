"""The policy that clusters have enough members."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import Stack
from talend_processing.policies.rules.engines import membership
from talend_processing.policies.settings import FLAG, WHOLE_NUMBER, Setting, Settings


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Count the members of each cluster."""
    minimum = settings.number("minMembers")
    for cluster in stack.of(membership.CLUSTER):
        if settings.flag("productionOnly") and not is_production(cluster, settings):
            continue
        members = membership.count(stack, cluster)
        if members is not None and members < minimum:
            plural = "" if members == 1 else "s"
            yield cluster, f"it has {members} member{plural}, fewer than minMembers ({minimum})"


POLICY = StackPolicy(
    name="clusters-have-enough-members",
    says="A cluster has at least `minMembers` engines.",
    why="A cluster of one engine stops with that engine.",
    fix="Add engines to the cluster with remote_engines or ClusterMembership.",
    level="mandatory",
    severity="high",
    tags=("availability", "cluster"),
    settings={
        **PRODUCTION,
        "minMembers": Setting(WHOLE_NUMBER, 2, "The minimum number of members."),
        "productionOnly": Setting(
            FLAG, default=True, meaning="Whether to check only the clusters in production."
        ),
    },
    limits="Memberships that another stack declares are not counted.",
    check=check,
)
