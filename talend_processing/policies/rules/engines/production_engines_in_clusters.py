"""The policy that every engine in production is in a cluster."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import Stack
from talend_processing.policies.rules.engines import membership
from talend_processing.policies.settings import PATTERNS, Setting, Settings


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Report engines in production that the program adds to no cluster, and that have no `clusterId`."""
    members = {engine.urn for one in stack.of(membership.MEMBERSHIP) for engine in one.referred("engineId")}
    for cluster in stack.of(membership.CLUSTER):
        members |= {engine.urn for engine in cluster.referred(membership.MEMBERS)}
    for engine in stack.of(membership.ENGINE):
        if engine.urn in members or engine.text("clusterId") or not is_production(engine, settings):
            continue
        if not settings.matches("except", engine.name):
            yield engine, "it is not in a cluster; add a ClusterMembership"


POLICY = StackPolicy(
    name="production-engines-in-clusters",
    says="Every engine in production is in a cluster.",
    why="Tasks on an engine outside a cluster stop if the engine stops.",
    fix="Add a ClusterMembership, or name the engine in `except`.",
    level="advisory",
    severity="medium",
    tags=("availability", "cluster", "production"),
    settings={
        **PRODUCTION,
        "except": Setting(
            PATTERNS, [], "Patterns of engine names in Pulumi. A matching engine needs no cluster."
        ),
    },
    limits="If another stack adds an engine to a cluster, the policy sees the cluster only after a"
    " `pulumi refresh`, and never in a preview that changes the engine. If the policy"
    " does not see the cluster, the engine is a violation.",
    check=check,
)
