"""The topology: engines, clusters and run profiles, and which of them contains which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from talend_processing.provider.kinds.values import UNKNOWN, Value
from talend_processing.secret_text import MASK
from talend_processing.stack.step import Step, shown

RUNTIMES: Final = {"RemoteEngine": "engine", "EngineCluster": "cluster", "PipelineEngine": "pipeline"}
"""The kind of node for each class."""
_PARENT_ARGUMENTS: Final = ("engineId", "clusterId", "runtimeId")
"""The arguments of run profiles that refer to an engine or a cluster."""
_TARGET_CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "engineId": ("RemoteEngine", "PipelineEngine"),
    "clusterId": ("EngineCluster",),
}
"""The classes to which these arguments refer. Other arguments can refer to any engine or cluster."""


@dataclass(frozen=True)
class Node:
    """One engine, cluster or run profile."""

    key: str
    """The URN of its resource, or its id in the account."""
    kind: str
    """engine, cluster, pipeline or profile."""
    name: str
    environment: str
    inside: str = ""
    """The key of an engine's cluster, or of a run profile's parent."""
    status: str = ""
    """The status in the API, such as PAIRED."""
    note: str = ""
    """The JVM arguments of a run profile, or how many engines of a cluster the program does not declare."""
    change: str = ""
    """create, update, move (joins, leaves or changes its cluster), replace, delete, or empty if unchanged."""
    version: str = ""
    """The version of an engine's installation, if known."""

    @property
    def pairing(self) -> str:
        """The status and version of an engine, such as `paired, 2.13.9`."""
        status = "" if self.kind == "cluster" else self.status.lower().replace("_", " ")
        return ", ".join(filter(None, (status, self.version)))


@dataclass(frozen=True)
class Topology:
    """The engines, clusters and run profiles of a stack or an account."""

    nodes: tuple[Node, ...]

    def of(self, kind: str) -> list[Node]:
        """Return the nodes of a kind."""
        return [node for node in self.nodes if node.kind == kind]

    def inside(self, key: str, kind: str) -> list[Node]:
        """Return the children of a node, of one kind."""
        return [node for node in self.nodes if node.inside == key and node.kind == kind]

    def clusters_and_others(self, environment: str) -> tuple[list[Node], list[Node]]:
        """Return the clusters of an environment, and the engines outside of them."""
        here = [node for node in self.nodes if node.environment == environment and node.kind != "profile"]
        clusters = [node for node in here if node.kind == "cluster"]
        keys = {node.key for node in clusters}
        return clusters, [node for node in here if node.kind != "cluster" and node.inside not in keys]

    def as_before_side(self) -> Topology:
        """Return a copy for the picture before a change. Created and updated nodes count as unchanged."""
        kept = ("replace", "delete", "move")
        return Topology(
            tuple(node if node.change in kept else replace(node, change="") for node in self.nodes)
        )

    def environments(self) -> list[str]:
        """Return the names of the environments, in order of appearance."""
        return list(dict.fromkeys(node.environment for node in self.nodes if node.kind != "profile"))


class Resolver:
    """Finds the resource to which an argument refers: by id, or by Pulumi's references if that is unknown."""

    def __init__(self, steps: Iterable[Step], names: Mapping[str, str] | None = None) -> None:
        listed = list(steps)
        self._urns = {step.urn: step for step in listed}
        # Not every resource: an EnginePairing has the same id as its engine.
        self._ids = {step.object_id: step.urn for step in listed if step.object_id and _becomes_node(step)}
        self._environments: dict[str, str] = dict(names or {})
        for step in listed:
            workspace = (step.old or {}).get("workspace")
            place = workspace.get("environment") if isinstance(workspace, Mapping) else None
            if isinstance(place, Mapping) and place.get("name"):
                self._environments[str(place.get("id"))] = str(place["name"])

    def urn(self, step: Step, argument: str, values: Mapping[str, Value]) -> str:
        """Return the URN of the engine or cluster to which an argument of a resource refers.

        Return the id if the object is not in the program, and "" if the reference is unknown.
        """
        value = values.get(argument)
        if isinstance(value, str):
            return self._ids.get(value, value)
        wanted = _TARGET_CLASSES.get(argument, tuple(RUNTIMES))
        for urn in step.references.get(argument, ()):
            found = self._urns.get(urn)
            if found is not None and found.kind in wanted:
                return urn
        return ""

    def urn_of(self, object_id: str) -> str | None:
        """Return the URN of the resource that manages an object of the account, or None."""
        return self._ids.get(object_id)

    def step(self, urn: str) -> Step | None:
        """Return the step with a URN, or None."""
        return self._urns.get(urn)

    def name(self, urn: str) -> str:
        """Return the name of a URN's resource, for reports. Return any other id unchanged."""
        found = self._urns.get(urn)
        name = found.values.get("name") if found else None
        return shown(name if isinstance(name, str) and name else found.name if found else urn or "?")

    def members(self, step: Step, values: Mapping[str, Value]) -> list[str] | None:
        """Return the engines in a cluster's list: URNs, or ids outside the program. None without a list."""
        listed = values.get("remoteEngines")
        if listed is UNKNOWN:
            listed = [UNKNOWN]
        if not isinstance(listed, list):
            return None
        known = [self._ids.get(str(one), str(one)) for one in listed if one is not UNKNOWN]
        if UNKNOWN in listed:
            urns = [urn for urn in step.references.get("remoteEngines", ()) if urn not in known]
            known += [urn for urn in urns if urn in self._urns and self._urns[urn].kind == "RemoteEngine"]
        return known

    def knows_environment(self, environment_id: str) -> bool:
        """Whether the name of an environment is known."""
        return environment_id in self._environments

    def environment(self, values: Mapping[str, Value]) -> str:
        """Return the name of an environment, its id if the name is unknown, or "(not known yet)"."""
        found = values.get("environmentId")
        return shown(self._environments.get(found, found)) if isinstance(found, str) else "(not known yet)"


def topology_of(
    steps: Iterable[Step],
    *,
    after: bool,
    newer_statuses: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Topology:
    """Return the topology before or after the changes.

    Args:
        steps: All steps of a preview or of a state.
        after: Whether to return the topology after the changes.
        newer_statuses: The status of each engine by id, if newer than in the state.
        names: Names of environments by id, for those whose name the state does not contain.

    """
    # The Pulumi engine reports resources in a varying order.
    listed = sorted((step for step in steps if step.kind), key=lambda step: step.urn)
    resolver = Resolver(listed, names)
    existing = [step for step in listed if _exists(step, after=after)]
    membership = declared_clusters(existing, resolver, after=after)
    foreign_members = Counter(
        cluster for engine, cluster in membership.items() if engine and resolver.step(engine) is None
    )
    nodes: list[Node] = []
    for step in existing:
        values = _values(step, after=after)
        key = f"{step.urn}#{step.object_id}" if step.delete_pending else step.urn
        if step.kind in RUNTIMES:
            status = str(values.get("status") or "")
            if after and (step.op in {"create", "replace"} or unpairs(step)):
                status = "" if step.kind == "EngineCluster" else "NOT_PAIRED"
            elif newer_statuses and step.object_id in newer_statuses:
                status = newer_statuses[step.object_id]
            nodes.append(
                Node(
                    key,
                    RUNTIMES[step.kind],
                    resolver.name(step.urn) if after else _old_name(step),
                    resolver.environment(values),
                    membership.get(key, ""),
                    status,
                    _foreign_members_note(foreign_members[key]),
                    _change(step),
                    shown(values.get("version") or "") if status == "PAIRED" else "",
                )
            )
        elif step.is_run_profile:
            owner = next((o for a in _PARENT_ARGUMENTS if (o := resolver.urn(step, a, values))), "")
            flags = values.get("jvmArguments")
            note = " ".join(shown(flag) for flag in flags) if isinstance(flags, list) else ""
            owner_step = resolver.step(owner)
            environment = resolver.environment(owner_step.values) if owner_step else ""
            name = resolver.name(step.urn) if after else _old_name(step)
            nodes.append(Node(key, "profile", name, environment, owner, "", note, _change(step)))
    return Topology(tuple(nodes))


def before_and_after(
    steps: Iterable[Step],
    *,
    newer_statuses: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> tuple[Topology, Topology]:
    """Return the topologies before and after the changes.

    If an engine only joins, leaves or changes its cluster, its change is `move` in both.
    """
    listed = list(steps)
    before, after = (
        topology_of(listed, after=later, newer_statuses=newer_statuses, names=names)
        for later in (False, True)
    )
    old_clusters = {node.key: node.inside for node in before.of("engine")}
    moved = {one.key for one in after.of("engine") if old_clusters.get(one.key, one.inside) != one.inside}

    def with_moves(topology: Topology) -> Topology:
        return Topology(
            tuple(
                replace(node, change="move") if node.key in moved and not node.change else node
                for node in topology.nodes
            )
        )

    return with_moves(before), with_moves(after)


def declared_clusters(steps: Iterable[Step], resolver: Resolver, *, after: bool) -> dict[str, str]:
    """Return the declared cluster of each engine. Both are URNs, or ids if they are not in the program."""
    found: dict[str, str] = {}
    for step in steps:
        if not _exists(step, after=after):
            continue
        values = _values(step, after=after)
        if step.kind == "ClusterMembership":
            found[resolver.urn(step, "engineId", values)] = resolver.urn(step, "clusterId", values)
        elif step.kind == "EngineCluster":
            # Only the inputs: the outputs also list engines that joined the cluster otherwise.
            declared = (step.new or step.old_inputs) if after else step.old_inputs
            found |= dict.fromkeys(resolver.members(step, declared) or (), step.urn)
    return found


def _foreign_members_note(count: int) -> str:
    return f"{count} engine{'s' if count > 1 else ''} from elsewhere" if count else ""


def _exists(step: Step, *, after: bool) -> bool:
    return step.op != "delete" or step.retained if after else step.op != "create" and step.old is not None


def _values(step: Step, *, after: bool) -> Mapping[str, Value]:
    return step.values if after else (step.old or {})


def _change(step: Step) -> str:
    return step.op if step.op in {"create", "update", "replace", "delete"} else ""


def _old_name(step: Step) -> str:
    name = (step.old or {}).get("name")
    return shown(name if isinstance(name, str) and name else step.name)


def _becomes_node(step: Step) -> bool:
    return step.kind in RUNTIMES or step.is_run_profile


def unpairs(step: Step) -> bool:
    """Whether an update unpairs the engine: `unpair_triggers` changes from one value to another."""
    before, now = (step.old or {}).get("unpairTriggers"), (step.new or {}).get("unpairTriggers")
    secret_changed = MASK in {str(before), str(now)} and "unpairTriggers" in step.changed
    return step.op == "update" and bool(before) and bool(now) and (before != now or secret_changed)
