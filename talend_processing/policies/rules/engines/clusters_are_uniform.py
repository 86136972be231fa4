"""The policy that the engines of a cluster have the same environment and the same versions."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.resource_view import Stack
from talend_processing.policies.rules.engines import membership
from talend_processing.policies.settings import Settings

_ESB_VERSION = "esbCompatibilityVersion"
_INSTALLED_VERSION = "version"


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Compare the environment of each engine with its cluster, and the versions of the engines."""
    del settings
    for cluster in stack.of(membership.CLUSTER):
        cluster_environment = cluster.text("environmentId")
        engines = list(membership.engines_of(stack, cluster))
        for engine in engines:
            engine_environment = engine.text("environmentId")
            if engine_environment and cluster_environment and engine_environment != cluster_environment:
                of_cluster = f"cluster {cluster.name} has environment_id {cluster_environment}"
                yield engine, f"environment_id is {engine_environment}, but {of_cluster}"
        versions = sorted({version for engine in engines if (version := engine.text(_INSTALLED_VERSION))})
        if len(versions) > 1:
            yield cluster, f"its engines have different installed versions: {', '.join(versions)}"
        if any(engine.is_unknown(_ESB_VERSION) for engine in engines):
            continue
        esb_versions = sorted({engine.text(_ESB_VERSION) or "none" for engine in engines})
        if len(esb_versions) > 1:
            yield cluster, f"its engines differ in esb_compatibility_version: {', '.join(esb_versions)}"


POLICY = StackPolicy(
    name="clusters-are-uniform",
    says="The engines of a cluster have the same environment, esb_compatibility_version and version.",
    why="The API adds an engine only to a cluster of the engine's environment. Routes and Data Services need"
    " engines of the same version, because another engine of the cluster can take over.",
    fix="Give all engines the cluster's environment_id and the same esb_compatibility_version, and"
    " upgrade all of them to one version.",
    level="mandatory",
    severity="high",
    tags=("availability", "cluster"),
    limits="Engines that the program gives as plain ids, not as resources, are not compared. The `version`"
    " comes from the state, which is as old as the last `pulumi refresh`. In a preview, it is missing for an"
    " engine that changes.",
    check=check,
)
