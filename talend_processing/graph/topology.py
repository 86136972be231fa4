"""The topology of a stack or an account: engines, clusters, run profiles, and the parent of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Final

from talend_processing.provider.kinds.values import UNKNOWN, Value
from talend_processing.secret_text import MASK
from talend_processing.stack.step import Step, display_text

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
    parent_key: str = ""
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

    def as_json(self) -> dict[str, str]:
        """Return the fields for JSON output, where `parent_key` keeps its published name `inside`."""
        return {"inside" if name == "parent_key" else name: value for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Topology:
    """The engines, clusters and run profiles of a stack or an account."""

    nodes: tuple[Node, ...]

    def nodes_of_kind(self, kind: str) -> list[Node]:
        """Return the nodes of a kind."""
        return [node for node in self.nodes if node.kind == kind]

    def children(self, key: str, kind: str) -> list[Node]:
        """Return the nodes of a kind whose parent has this key."""
        return [node for node in self.nodes if node.parent_key == key and node.kind == kind]

    def clusters_and_others(self, environment: str) -> tuple[list[Node], list[Node]]:
        """Return the clusters of an environment, and the engines outside of them."""
        nodes = [node for node in self.nodes if node.environment == environment and node.kind != "profile"]
        clusters = [node for node in nodes if node.kind == "cluster"]
        keys = {node.key for node in clusters}
        return clusters, [node for node in nodes if node.kind != "cluster" and node.parent_key not in keys]

    def without_update_marks(self) -> Topology:
        """Return a copy for the picture before a change: it marks only replaced, deleted and moved nodes."""
        kept_changes = ("replace", "delete", "move")
        return Topology(
            tuple(node if node.change in kept_changes else replace(node, change="") for node in self.nodes)
        )

    def environments(self) -> list[str]:
        """Return the names of the environments, in order of appearance."""
        return list(dict.fromkeys(node.environment for node in self.nodes if node.kind != "profile"))


class Resolver:
    """Finds the resource to which an argument refers. Uses Pulumi's references if the id is unknown."""

    def __init__(self, steps: Iterable[Step], names: Mapping[str, str] | None = None) -> None:
        steps = list(steps)
        self._step_by_urn = {step.urn: step for step in steps}
        # An EnginePairing has the same id as its engine, so only resources that become nodes have an entry.
        node_steps = (step for step in steps if step.kind in RUNTIMES or step.is_run_profile)
        self._urn_by_id = {step.object_id: step.urn for step in node_steps if step.object_id}
        self._environment_names: dict[str, str] = dict(names or {})
        for step in steps:
            workspace = (step.old or {}).get("workspace")
            environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
            if isinstance(environment, Mapping) and environment.get("name"):
                self._environment_names[str(environment.get("id"))] = str(environment["name"])

    def urn(self, step: Step, argument: str, values: Mapping[str, Value]) -> str:
        """Return the URN of the engine or cluster to which an argument of a resource refers.

        Return the id if the object is not in the program, and "" if the reference is unknown.
        """
        value = values.get(argument)
        if isinstance(value, str):
            return self._urn_by_id.get(value, value)
        target_classes = _TARGET_CLASSES.get(argument, tuple(RUNTIMES))
        for urn in step.references.get(argument, ()):
            target = self._step_by_urn.get(urn)
            if target is not None and target.kind in target_classes:
                return urn
        return ""

    def urn_of(self, object_id: str) -> str | None:
        """Return the URN of the resource that manages an object of the account, or None."""
        return self._urn_by_id.get(object_id)

    def step(self, urn: str) -> Step | None:
        """Return the step of the resource with this URN, or None."""
        return self._step_by_urn.get(urn)

    def name(self, urn: str) -> str:
        """Return the name of the resource with this URN. Return an id as it is, and `?` for an empty text."""
        step = self._step_by_urn.get(urn)
        name = step.values.get("name") if step else None
        return display_text(name if isinstance(name, str) and name else step.name if step else urn or "?")

    def members(self, step: Step, values: Mapping[str, Value]) -> list[str] | None:
        """Return the URNs of a cluster's `remote_engines`, or None if the cluster does not set them.

        Engines that are not in the program have their id instead of a URN.
        """
        engine_ids = values.get("remoteEngines")
        if engine_ids is UNKNOWN:
            engine_ids = [UNKNOWN]
        if not isinstance(engine_ids, list):
            return None
        members = [self._urn_by_id.get(str(one), str(one)) for one in engine_ids if one is not UNKNOWN]
        for urn in step.references.get("remoteEngines", ()) if UNKNOWN in engine_ids else ():
            target = self._step_by_urn.get(urn)
            if target is not None and target.kind == "RemoteEngine" and urn not in members:
                members.append(urn)
        return members

    def knows_environment(self, environment_id: str) -> bool:
        """Whether the name of an environment is known."""
        return environment_id in self._environment_names

    def environment(self, values: Mapping[str, Value]) -> str:
        """Return the name of an environment, its id if the name is unknown, or "(not known yet)"."""
        environment_id = values.get("environmentId")
        if not isinstance(environment_id, str):
            return "(not known yet)"
        return display_text(self._environment_names.get(environment_id, environment_id))


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
        names: The names of environments by id, if the state does not contain them.

    """
    # The Pulumi engine reports resources in a varying order.
    steps = sorted((step for step in steps if step.kind), key=lambda step: step.urn)
    resolver = Resolver(steps, names)
    existing_steps = [step for step in steps if _exists(step, after=after)]
    clusters = declared_clusters(existing_steps, resolver, after=after)
    foreign_members = Counter(
        cluster for engine, cluster in clusters.items() if engine and resolver.step(engine) is None
    )
    nodes: list[Node] = []
    for step in existing_steps:
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
                    clusters.get(key, ""),
                    status,
                    _foreign_members_note(foreign_members[key]),
                    _change(step),
                    display_text(values.get("version") or "") if status == "PAIRED" else "",
                )
            )
        elif step.is_run_profile:
            parents = (resolver.urn(step, argument, values) for argument in _PARENT_ARGUMENTS)
            parent = next(filter(None, parents), "")
            arguments = values.get("jvmArguments")
            note = " ".join(display_text(one) for one in arguments) if isinstance(arguments, list) else ""
            parent_step = resolver.step(parent)
            environment = resolver.environment(parent_step.values) if parent_step else ""
            name = resolver.name(step.urn) if after else _old_name(step)
            nodes.append(Node(key, "profile", name, environment, parent, "", note, _change(step)))
    return Topology(tuple(nodes))


def before_and_after(
    steps: Iterable[Step],
    *,
    newer_statuses: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> tuple[Topology, Topology]:
    """Return the topologies before and after the changes.

    If an engine only joins, leaves or changes its cluster, its change is `move` in both topologies.
    """
    steps = list(steps)
    before = topology_of(steps, after=False, newer_statuses=newer_statuses, names=names)
    after = topology_of(steps, after=True, newer_statuses=newer_statuses, names=names)
    old_clusters = {node.key: node.parent_key for node in before.nodes_of_kind("engine")}
    moved = {
        node.key
        for node in after.nodes_of_kind("engine")
        if old_clusters.get(node.key, node.parent_key) != node.parent_key
    }

    def with_moves(topology: Topology) -> Topology:
        return Topology(
            tuple(
                replace(node, change="move") if node.key in moved and not node.change else node
                for node in topology.nodes
            )
        )

    return with_moves(before), with_moves(after)


def declared_clusters(steps: Iterable[Step], resolver: Resolver, *, after: bool) -> dict[str, str]:
    """Map each engine to its cluster, for the memberships that the program declares.

    Both are URNs, or ids if the engine or the cluster is not in the program.
    """
    clusters: dict[str, str] = {}
    for step in steps:
        if not _exists(step, after=after):
            continue
        values = _values(step, after=after)
        if step.kind == "ClusterMembership":
            clusters[resolver.urn(step, "engineId", values)] = resolver.urn(step, "clusterId", values)
        elif step.kind == "EngineCluster":
            # Read the inputs, because the outputs also contain members that `remote_engines` does not list.
            inputs = (step.new or step.old_inputs) if after else step.old_inputs
            clusters |= dict.fromkeys(resolver.members(step, inputs) or (), step.urn)
    return clusters


def _foreign_members_note(count: int) -> str:
    return f"{count} engine{'s' if count > 1 else ''} outside the program" if count else ""


def _exists(step: Step, *, after: bool) -> bool:
    return step.op != "delete" or step.retained if after else step.op != "create" and step.old is not None


def _values(step: Step, *, after: bool) -> Mapping[str, Value]:
    return step.values if after else (step.old or {})


def _change(step: Step) -> str:
    return step.op if step.op in {"create", "update", "replace", "delete"} else ""


def _old_name(step: Step) -> str:
    name = (step.old or {}).get("name")
    return display_text(name if isinstance(name, str) and name else step.name)


def unpairs(step: Step) -> bool:
    """Whether an update unpairs the engine: `unpair_triggers` changes from one value to another."""
    old, new = (step.old or {}).get("unpairTriggers"), (step.new or {}).get("unpairTriggers")
    secret_changed = MASK in {str(old), str(new)} and "unpairTriggers" in step.changed
    return step.op == "update" and bool(old) and bool(new) and (old != new or secret_changed)
