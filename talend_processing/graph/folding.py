"""Fold large topologies: one node, such as `20 more engines`, replaces similar engines."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from talend_processing.graph.topology import Node, Topology

_MAX_ENGINES = 12
"""A cluster with more engines is folded, as is an environment with more engines that are in no cluster."""
_FOLD_PREFIX = "~|"
"""The prefix of the key of a node for several engines. It sorts after all other keys."""


def is_fold(node: Node) -> bool:
    """Whether a node represents several engines."""
    return node.key.startswith(_FOLD_PREFIX)


def folded(topology: Topology, *, other_side: Topology | None = None) -> Topology:
    """Keep at most 11 engines of a large cluster or environment, changed engines first.

    All other engines with the same change and status become one node, which gets their run profiles. For a
    comparison, also give the topology of the other side, so that both sides keep the same engines.
    """
    engines_by_container: dict[tuple[str, str, str], list[Node]] = defaultdict(list)
    own_positions = {(node.key, node.parent_key) for node in topology.nodes}
    other_nodes = [
        node
        for node in (other_side.nodes if other_side else ())
        if (node.key, node.parent_key) not in own_positions
    ]
    changed_nodes = [node for side in (topology, other_side) if side for node in side.nodes if node.change]
    # If only a run profile changes, its engine counts as changed too.
    changed_keys = {key for node in changed_nodes for key in (node.key, node.parent_key)}
    for node in sorted((*topology.nodes, *other_nodes), key=lambda node: node.key):
        if node.kind in {"engine", "pipeline"}:
            engines_by_container[node.environment, node.parent_key, node.kind].append(node)
    fold_key_by_engine: dict[str, str] = {}
    folds: list[Node] = []
    for container, engines in engines_by_container.items():
        if len(engines) <= _MAX_ENGINES:
            continue
        changed_first = sorted(engines, key=lambda node: node.key not in changed_keys)
        rest = [
            node for node in changed_first[_MAX_ENGINES - 1 :] if (node.key, node.parent_key) in own_positions
        ]
        counts = Counter((node.change, node.status) for node in rest)
        for (change, status), count in counts.items():
            key = _FOLD_PREFIX + "|".join((*container, change, status))
            similar_engines = [node for node in rest if (node.change, node.status) == (change, status)]
            fold_key_by_engine |= {node.key: key for node in similar_engines}
            name = f"{count} more engine{'s' if count > 1 else ''}"
            folds.append(
                replace(rest[0], key=key, name=name, status=status, note="", change=change, version="")
            )
    kept = [
        replace(node, parent_key=fold_key_by_engine.get(node.parent_key, node.parent_key))
        for node in topology.nodes
        if node.key not in fold_key_by_engine
    ]
    return Topology((*kept, *folds))
