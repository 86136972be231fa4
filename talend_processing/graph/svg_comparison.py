"""An SVG picture of the topologies before and after a change. Both show an engine at the same position."""

from __future__ import annotations

from typing import Final, TypeAlias

from talend_processing.graph.canvas import CARD_HEIGHT, PAD, Canvas, truncated
from talend_processing.graph.change_labels import MARKS, mark
from talend_processing.graph.folding import folded
from talend_processing.graph.topology import Node, Topology

_CARD_WIDTH, _GAP, _HEAD, _INSET = 188, 10, 34, 9
_COLUMNS: Final = 2
_CLUSTER_WIDTH: Final = _COLUMNS * (_CARD_WIDTH + _GAP) + _GAP
_SIDE_WIDTH: Final = _CLUSTER_WIDTH + 2 * _INSET
_WIDTH: Final = 2 * _SIDE_WIDTH + 3 * PAD
_LEFT_EDGES: Final = (PAD, 2 * PAD + _SIDE_WIDTH)
"""The left edges of both sides of the picture."""

Sides: TypeAlias = tuple[Topology, Topology]
"""The topologies before and after the change."""
Slot: TypeAlias = tuple[Node | None, Node | None]
"""The node in one position before the change and after the change. None if the position is empty."""


def svg_comparison(before: Topology, after: Topology, title: str) -> str:
    """Return the SVG source. Similar engines of a large topology share a box."""
    sides = folded(before, other_side=after).without_update_marks(), folded(after, other_side=before)
    canvas = Canvas(title, _WIDTH, _description(before, after))
    for left, heading in zip(_LEFT_EDGES, ("before", "after"), strict=True):
        canvas.text(left, 56, heading, "head")
    y = 66
    environments = dict.fromkeys([*sides[0].environments(), *sides[1].environments()])
    for environment in environments:
        y = _environment(canvas, sides, environment, y) + _GAP
    if not environments:
        canvas.text(PAD, y + 12, "no engines and no clusters", "dim")
        y += 24
    return canvas.document(canvas.legend(y, *sides))


def _description(before: Topology, after: Topology) -> str:
    """Describe the change as text, for readers who cannot see the picture."""
    deleted = [node for node in before.nodes if node.change == "delete"]
    # By key: an object that remains after its resource is deleted (`retain_on_delete`) is on both sides.
    nodes = {node.key: node for node in (*after.nodes, *deleted) if node.change in MARKS}
    changes = [f"{node.kind} {node.name} {mark(node.change)[2:]}" for node in nodes.values()]
    return "; ".join(changes) or "nothing changes"


def _environment(canvas: Canvas, sides: Sides, name: str, top: int) -> int:
    """Draw an environment on both sides. Return its bottom edge."""
    frame_start = len(canvas.parts)
    (old_clusters, old_others), (new_clusters, new_others) = (
        side.clusters_and_others(name) for side in sides
    )
    y = top + _HEAD
    for clusters in _slots(old_clusters, new_clusters):
        y = _cluster(canvas, sides, clusters, y) + _GAP
    other_engines = _slots(old_others, new_others)
    if other_engines:
        framed = [name in side.environments() for side in sides]
        _cards(canvas, sides, other_engines, y, outlined=(framed[0], framed[1]))
        y += _row_count(other_engines) * (CARD_HEIGHT + _GAP)
    for left, side in reversed(list(zip(_LEFT_EDGES, sides, strict=True))):
        if name in side.environments():
            canvas.frame_behind(frame_start, left, top, _SIDE_WIDTH, y - top)
            canvas.text(left + 2 * _INSET, top + 23, f"environment {truncated(name, 40)}", "head")
    return y


def _cluster(canvas: Canvas, sides: Sides, clusters: Slot, top: int) -> int:
    """Draw a cluster on the sides where it exists. Return its bottom edge."""
    members = _slots(
        *(
            side.children(cluster.key, "engine") if cluster else []
            for side, cluster in zip(sides, clusters, strict=True)
        )
    )
    height = _HEAD + max(_row_count(members), 1) * (CARD_HEIGHT + _GAP)
    for left, side, cluster in zip(_LEFT_EDGES, sides, clusters, strict=True):
        if cluster is None:
            continue
        right = left + _INSET + _CLUSTER_WIDTH - _GAP
        canvas.rectangle(left + _INSET, top, _CLUSTER_WIDTH, height, f"box {cluster.change}")
        canvas.text(left + 2 * _INSET, top + 22, f"cluster {truncated(cluster.name, 26)}", "head")
        canvas.profiles(side, cluster, right - (90 if cluster.change else 0), top + 22, "end")
        canvas.tag(cluster.change, right, top + 22)
        if not members:
            canvas.text(left + 2 * _INSET, top + _HEAD + 24, cluster.note or "no engines", "dim")
    outlined = clusters[0] is not None, clusters[1] is not None
    _cards(canvas, sides, members, top + _HEAD, outlined=outlined)
    return top + height


def _cards(canvas: Canvas, sides: Sides, slots: list[Slot], top: int, *, outlined: tuple[bool, bool]) -> None:
    """Draw each engine on the sides where it exists.

    On the other side, draw a dashed outline if `outlined` is set for that side.
    """
    for index, slot in enumerate(slots):
        y = top + index // _COLUMNS * (CARD_HEIGHT + _GAP)
        for left, side, node, has_outline in zip(_LEFT_EDGES, sides, slot, outlined, strict=True):
            x = left + _INSET + _GAP + index % _COLUMNS * (_CARD_WIDTH + _GAP)
            if node is not None:
                canvas.card(side, node, x, y, _CARD_WIDTH)
            elif has_outline:
                canvas.rectangle(x, y, _CARD_WIDTH, CARD_HEIGHT, "outline")


def _slots(before: list[Node], after: list[Node]) -> list[Slot]:
    """Pair the nodes of both sides by key, in the order of keys."""
    old, new = {node.key: node for node in before}, {node.key: node for node in after}
    return [(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]


def _row_count(slots: list[Slot]) -> int:
    return -(-len(slots) // _COLUMNS)
