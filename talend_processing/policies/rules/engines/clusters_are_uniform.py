"""The engines of a cluster have one environment, one ESB compatibility version and one installed version."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.resource_view import Stack
from talend_processing.policies.rules.engines import membership
from talend_processing.policies.settings import Settings

_VERSION = "esbCompatibilityVersion"
_INSTALLED = "version"


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Compare the members of each cluster with the cluster and with each other."""
    del settings
    for cluster in stack.of(membership.CLUSTER):
        place = cluster.text("environmentId")
        engines = list(membership.engines_of(stack, cluster))
        for engine in engines:
            other = engine.text("environmentId")
            if place and other and place != other:
                yield engine, f"environment_id is {other}, but that of its cluster {cluster.name} is {place}"
        installed = sorted({version for engine in engines if (version := engine.text(_INSTALLED))})
        if len(installed) > 1:
            yield cluster, f"its engines have different installed versions: {', '.join(installed)}"
        if any(engine.is_unknown(_VERSION) for engine in engines):
            continue
        versions = sorted({engine.text(_VERSION) or "none" for engine in engines})
        if len(versions) > 1:
            yield cluster, f"its engines differ in esb_compatibility_version: {', '.join(versions)}"


POLICY = StackPolicy(
    name="clusters-are-uniform",
    says="The engines of a cluster have the same environment, esb_compatibility_version and version.",
    why="The API refuses an engine of another environment. A Route that works on only one member fails when"
    " another one takes over. Routes and Data Services need engines of one version.",
    fix="Give all engines the cluster's environment_id and the same esb_compatibility_version, and"
    " upgrade all of them to one version.",
    level="mandatory",
    severity="high",
    tags=("availability", "cluster"),
    limits="Engines that are given by plain ids, not by their resources, are not compared. The version of"
    " an installation comes from the state, which is as old as the last `pulumi refresh`. A preview does not"
    " show it for an engine that changes.",
    check=check,
)
