"""A topology of hundreds made small enough to be read: engines that are alike become one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from talend_processing.review.topology import Node, Topology


def folded(topology: Topology, most: int = 12) -> Topology:
    """The topology with at most so many engines shown one by one in each place, the changed ones first.

    The rest stands in one node for each change and status, and its run profiles with it.
    """
    places: dict[tuple[str, str, str], list[Node]] = defaultdict(list)
    for node in topology.nodes:
        if node.kind in {"engine", "pipeline"}:
            places[node.environment, node.inside, node.kind].append(node)
    moved: dict[str, str] = {}
    groups: list[Node] = []
    for place in [place for place, nodes in places.items() if len(nodes) > most]:
        rest = sorted(places[place], key=lambda node: not node.change)[most - 1 :]
        counts = Counter((node.change, node.status) for node in rest)
        for change, status in counts:
            number = counts[change, status]
            key = "|".join((*place, change, status))
            moved |= {node.key: key for node in rest if (node.change, node.status) == (change, status)}
            name = f"{number} more engine{'s' if number > 1 else ''}"
            groups.append(replace(rest[0], key=key, name=name, status=status, note="", change=change))
    kept = [
        replace(node, inside=moved.get(node.inside, node.inside))
        for node in topology.nodes
        if node.key not in moved
    ]
    return Topology((*kept, *groups))
