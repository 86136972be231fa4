"""The context of a finding: other resources of the preview, and the live account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from talend_processing.graph.topology import Resolver, Topology
from talend_processing.review.findings.facts import Facts
from talend_processing.stack.step import Step


@dataclass(frozen=True)
class Context:
    """The whole preview, and what the review knows about the live account."""

    resolver: Resolver
    before: Topology
    """The engines, clusters and run profiles before the change."""
    after: Topology
    """The engines, clusters and run profiles after the change."""
    includes_unchanged: bool
    """Whether the preview also contains unchanged resources."""
    declared_clusters: tuple[Mapping[str, str], Mapping[str, str]]
    """Two maps from the URN or id of an engine to its declared cluster: before and after the change."""
    facts: Facts | None = None
    """What the review read from the account, or None if it read nothing."""
    rename_sentences: Mapping[str, str] = field(default_factory=dict)
    """By URN, a sentence about each engine or cluster that is replaced only because of a new name."""

    def is_unpaired(self, step: Step) -> bool:
        """Whether an engine is not paired according to the account.

        The state may be out of date, because users usually pair an engine after the last `up` or `refresh`.
        """
        return self.facts is not None and self.facts.statuses.get(step.object_id) == "NOT_PAIRED"

    def cluster_of(self, step: Step) -> str:
        """Return the URN or id of an engine's cluster before the change, or an empty string."""
        return next((node.parent_key for node in self.before.nodes if node.key == step.urn), "")

    def count_members(self, cluster_urn: str) -> int:
        """Count the engines of a cluster after the change.

        If `remote_engines` lists the members, the change removes all other engines. Otherwise, count also the
        members that are in the account but not in the program.
        """
        declared = set(self._declared_members(cluster_urn))
        cluster = self.resolver.step(cluster_urn)
        if cluster is not None and self.resolver.members(cluster, cluster.new or {}) is not None:
            return len(declared)
        clusters_before, _ = self.declared_clusters
        foreign = (one for one in self._foreign_members(cluster_urn) if one not in clusters_before)
        return len(declared.union(foreign))

    def version(self, engine_urn: str) -> str:
        """Return the installed version of an engine, or an empty string for a new engine or unknown version.

        For an engine outside the program, `engine_urn` is its id.
        """
        step = self.resolver.step(engine_urn)
        if step is not None and step.op in {"create", "replace"}:
            return ""
        engine_id = step.object_id if step is not None else engine_urn
        version_in_account = self.facts.versions.get(engine_id, "") if self.facts else ""
        version_in_state = str((step.old or {}).get("version") or "") if step is not None else ""
        return version_in_account or version_in_state

    def other_versions(self, engine_urn: str, cluster_urn: str) -> dict[str, str]:
        """Return, by engine name, the versions in the cluster that differ from the version of this engine."""
        own_version = self.version(engine_urn)
        if not own_version:
            return {}
        members = [*self._declared_members(cluster_urn), *self._foreign_members(cluster_urn)]
        versions = {self.resolver.name(urn): self.version(urn) for urn in members if urn != engine_urn}
        return {name: version for name, version in versions.items() if version and version != own_version}

    def _declared_members(self, cluster_urn: str) -> list[str]:
        """Return the URNs (or ids) of the engines that the program declares in a cluster after the change."""
        _, clusters_after = self.declared_clusters
        return [
            engine
            for engine, cluster in clusters_after.items()
            if cluster == cluster_urn and not self._is_deleted(engine)
        ]

    def _foreign_members(self, cluster_urn: str) -> list[str]:
        """Return the ids of the cluster's engines in the account that are not resources of the program."""
        cluster = self.resolver.step(cluster_urn)
        cluster_id = cluster.object_id if cluster is not None else cluster_urn
        engine_ids = self.facts.members.get(cluster_id, ()) if self.facts else ()
        return [one for one in engine_ids if self.resolver.urn_of(one) is None]

    def _is_deleted(self, engine_urn: str) -> bool:
        step = self.resolver.step(engine_urn)
        return step is not None and step.op == "delete" and not step.retained
