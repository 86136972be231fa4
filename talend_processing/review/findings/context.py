"""The preview and the live account, as far as findings about one resource depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from talend_processing.graph.topology import Resolver, Topology
from talend_processing.review.findings.facts import Facts
from talend_processing.stack.step import Step


@dataclass(frozen=True)
class Context:
    """The whole preview, and facts of the live account if they were read."""

    resolver: Resolver
    before: Topology
    after: Topology
    includes_unchanged: bool
    """Whether the preview also contains unchanged resources."""
    declared_clusters: tuple[Mapping[str, str], Mapping[str, str]]
    """For each engine, the cluster that the program declares for it, before and after the change."""
    facts: Facts | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The result of `renames`: by URN, a sentence about an engine or cluster that is only renamed."""

    def is_unpaired(self, step: Step) -> bool:
        """Return whether the account shows that an engine is not paired.

        The state cannot show that: it dates from the last refresh, and engines are usually paired later.
        """
        return self.facts is not None and self.facts.statuses.get(step.object_id) == "NOT_PAIRED"

    def cluster_of(self, step: Step) -> str:
        """Return the key of an engine's cluster before the change, or an empty string."""
        return next((node.inside for node in self.before.nodes if node.key == step.urn), "")

    def members(self, cluster_urn: str) -> int:
        """Count the engines of a cluster after the change.

        Engines that the program does not declare count too, unless the program lists the members.
        """
        declared = len(self._declared_members(cluster_urn))
        cluster = self.resolver.step(cluster_urn)
        if cluster is not None and self.resolver.members(cluster, cluster.new or {}) is not None:
            return declared
        before, _ = self.declared_clusters
        return declared + sum(1 for one in self._foreign_members(cluster_urn) if one not in before)

    def version(self, engine_urn: str) -> str:
        """Return the installed version of an engine, or an empty string if it is new or unknown.

        Args:
            engine_urn: Its URN, or its id if it is outside the program.

        """
        step = self.resolver.step(engine_urn)
        if step is not None and step.op in {"create", "replace"}:
            return ""
        live = self.facts.versions.get(step.object_id if step else engine_urn, "") if self.facts else ""
        return live or (str((step.old or {}).get("version") or "") if step else "")

    def other_versions(self, engine_urn: str, cluster_urn: str) -> dict[str, str]:
        """Return the versions of a cluster's other engines, by name, if they differ from this engine's."""
        own = self.version(engine_urn)
        others = [*self._declared_members(cluster_urn), *self._foreign_members(cluster_urn)]
        known = {self.resolver.name(one): self.version(one) for one in others if one != engine_urn}
        return {name: found for name, found in known.items() if own and found and found != own}

    def _declared_members(self, cluster_urn: str) -> list[str]:
        """Return the declared engines of a cluster after the change."""
        _, after = self.declared_clusters
        return [one for one, home in after.items() if home == cluster_urn and not self._is_deleted(one)]

    def _foreign_members(self, cluster_urn: str) -> list[str]:
        """Return the ids of the cluster's engines that are in the account but not managed by the program."""
        cluster = self.resolver.step(cluster_urn)
        listed = (
            self.facts.members.get(cluster.object_id if cluster else cluster_urn, ()) if self.facts else ()
        )
        return [one for one in listed if self.resolver.urn_of(one) is None]

    def _is_deleted(self, engine_urn: str) -> bool:
        step = self.resolver.step(engine_urn)
        return step is not None and step.op == "delete" and not step.retained
