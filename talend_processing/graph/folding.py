"""Folding of large topologies: similar engines become one node."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from talend_processing.graph.topology import Node, Topology

_MOST = 12
"""The maximum number of separate engines in a location."""
_FOLD = "~|"
"""The prefix of the keys of nodes that represent several engines, which sorts after all other keys."""


def is_fold(node: Node) -> bool:
    """Whether a node represents several engines."""
    return node.key.startswith(_FOLD)


def folded(topology: Topology, *, beside: Topology | None = None) -> Topology:
    """Return the topology with at most `_MOST` separate engines in each location, changed ones first.

    The others become one node for each change and status, with their run profiles. Both sides of a comparison
    show the same engines if each call gets the other side as `beside`.
    """
    places: dict[tuple[str, str, str], list[Node]] = defaultdict(list)
    here = {(node.key, node.inside) for node in topology.nodes}
    there = [node for node in beside.nodes if (node.key, node.inside) not in here] if beside else []
    marked = [node for side in (topology, beside) if side for node in side.nodes if node.change]
    # If only a run profile changes, its engine counts as changed too.
    changed = {key for node in marked for key in (node.key, node.inside)}
    for node in sorted((*topology.nodes, *there), key=lambda node: node.key):
        if node.kind in {"engine", "pipeline"}:
            places[node.environment, node.inside, node.kind].append(node)
    moved: dict[str, str] = {}
    groups: list[Node] = []
    for place in [place for place, nodes in places.items() if len(nodes) > _MOST]:
        ranked = sorted(places[place], key=lambda node: node.key not in changed)
        rest = [node for node in ranked[_MOST - 1 :] if (node.key, node.inside) in here]
        counts = Counter((node.change, node.status) for node in rest)
        for change, status in counts:
            number = counts[change, status]
            key = _FOLD + "|".join((*place, change, status))
            moved |= {node.key: key for node in rest if (node.change, node.status) == (change, status)}
            name = f"{number} more engine{'s' if number > 1 else ''}"
            groups.append(
                replace(rest[0], key=key, name=name, status=status, note="", change=change, version="")
            )
    kept = [
        replace(node, inside=moved.get(node.inside, node.inside))
        for node in topology.nodes
        if node.key not in moved
    ]
    return Topology((*kept, *groups))
