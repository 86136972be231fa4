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
    after: Topology
    includes_unchanged: bool
    """Whether the preview also contains unchanged resources."""
    declared_clusters: tuple[Mapping[str, str], Mapping[str, str]]
    """By engine, the cluster that the program declares for it, before and after the change."""
    facts: Facts | None = None
    """What the review read from the account, or None if it read nothing."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Sentences about engines and clusters that are replaced only because of a new name, by URN."""

    def is_unpaired(self, step: Step) -> bool:
        """Whether an engine is not paired according to the account.

        The state is not enough, because an engine is usually paired after the last `up` or `refresh`.
        """
        return self.facts is not None and self.facts.statuses.get(step.object_id) == "NOT_PAIRED"

    def cluster_of(self, step: Step) -> str:
        """Return the URN or id of an engine's cluster before the change, or an empty string."""
        return next((node.parent_key for node in self.before.nodes if node.key == step.urn), "")

    def count_members(self, cluster_urn: str) -> int:
        """Count the engines of a cluster after the change.

        This includes engines that only the account shows, unless `remote_engines` lists the members: then the
        change removes all others.
        """
        declared = set(self._declared_members(cluster_urn))
        cluster = self.resolver.step(cluster_urn)
        if cluster is not None and self.resolver.members(cluster, cluster.new or {}) is not None:
            return len(declared)
        before, _ = self.declared_clusters
        foreign = (engine_id for engine_id in self._foreign_members(cluster_urn) if engine_id not in before)
        return len(declared.union(foreign))

    def version(self, engine_urn: str) -> str:
        """Return the installed version of an engine, or an empty string if the engine is new.

        The result is also empty if the version is unknown. An engine outside the program is given by its id.
        """
        step = self.resolver.step(engine_urn)
        if step is not None and step.op in {"create", "replace"}:
            return ""
        in_account = self.facts.versions.get(step.object_id if step else engine_urn, "") if self.facts else ""
        return in_account or (str((step.old or {}).get("version") or "") if step else "")

    def other_versions(self, engine_urn: str, cluster_urn: str) -> dict[str, str]:
        """Return, by engine name, the versions in the cluster that differ from the version of this engine."""
        own = self.version(engine_urn)
        others = [*self._declared_members(cluster_urn), *self._foreign_members(cluster_urn)]
        versions = {self.resolver.name(urn): self.version(urn) for urn in others if urn != engine_urn}
        return {name: version for name, version in versions.items() if own and version and version != own}

    def _declared_members(self, cluster_urn: str) -> list[str]:
        """Return the URNs (or ids) of the engines that the program declares in a cluster after the change."""
        _, after = self.declared_clusters
        return [
            engine
            for engine, cluster in after.items()
            if cluster == cluster_urn and not self._is_deleted(engine)
        ]

    def _foreign_members(self, cluster_urn: str) -> list[str]:
        """Return the ids of the cluster's engines in the account that are not resources of the program."""
        cluster = self.resolver.step(cluster_urn)
        listed = (
            self.facts.members.get(cluster.object_id if cluster else cluster_urn, ()) if self.facts else ()
        )
        return [one for one in listed if self.resolver.urn_of(one) is None]

    def _is_deleted(self, engine_urn: str) -> bool:
        step = self.resolver.step(engine_urn)
        return step is not None and step.op == "delete" and not step.retained
