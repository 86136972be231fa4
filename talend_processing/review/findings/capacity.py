"""The number of engines and clusters in each environment before and after a change."""

from __future__ import annotations

from dataclasses import dataclass

from talend_processing.graph.topology import Topology


@dataclass(frozen=True)
class Capacity:
    """The number of engines and clusters in one environment, before and after the change."""

    environment: str
    engines: tuple[int, int]
    paired: tuple[int, int]
    """Paired Remote Engines. The second number excludes engines that the change replaces or unpairs."""
    clusters: tuple[int, int]
    pipeline_engines: tuple[int, int]

    @property
    def changes(self) -> bool:
        """Whether any of the numbers changes."""
        figures = (self.engines, self.paired, self.clusters, self.pipeline_engines)
        return any(before != after for before, after in figures)


def capacities(before: Topology, after: Topology) -> tuple[Capacity, ...]:
    """Return the capacities of all environments."""
    names = dict.fromkeys([*before.environments(), *after.environments()])

    def before_and_after(name: str, kind: str, *, paired: bool = False) -> tuple[int, int]:
        return (_count(before, name, kind, paired=paired), _count(after, name, kind, paired=paired))

    return tuple(
        Capacity(
            name,
            before_and_after(name, "engine"),
            before_and_after(name, "engine", paired=True),
            before_and_after(name, "cluster"),
            before_and_after(name, "pipeline"),
        )
        for name in names
    )


def _count(topology: Topology, environment: str, kind: str, *, paired: bool) -> int:
    nodes = [node for node in topology.nodes_of_kind(kind) if node.environment == environment]
    return sum(1 for node in nodes if not paired or node.status == "PAIRED")
