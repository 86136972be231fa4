"""A change as an SVG picture: the topologies before and after it. Engines have the same position in both."""

from __future__ import annotations

from typing import Final, TypeAlias

from talend_processing.graph.canvas import CARD_HEIGHT, PAD, Canvas, short
from talend_processing.graph.change_labels import MARKS, mark
from talend_processing.graph.folding import folded
from talend_processing.graph.topology import Node, Topology

_CARD_WIDTH, _GAP, _HEAD, _INSET = 188, 10, 34, 9
_COLUMNS: Final = 2
_BOX: Final = _COLUMNS * (_CARD_WIDTH + _GAP) + _GAP
_PANEL: Final = _BOX + 2 * _INSET
_WIDTH: Final = 2 * _PANEL + 3 * PAD
_LEFTS: Final = (PAD, 2 * PAD + _PANEL)

Sides: TypeAlias = tuple[Topology, Topology]
Slot: TypeAlias = tuple[Node | None, Node | None]
"""The objects in one position before and after the change."""


def svg_comparison(before: Topology, after: Topology, title: str) -> str:
    """Return the picture's source. Large topologies are folded."""
    sides = folded(before, beside=after).as_before_side(), folded(after, beside=before)
    canvas = Canvas(title, _WIDTH, _description(before, after))
    for left, words in zip(_LEFTS, ("before", "after"), strict=True):
        canvas.text(left, 56, words, "head")
    y = 66
    names = dict.fromkeys([*sides[0].environments(), *sides[1].environments()])
    for name in names:
        y = _environment(canvas, sides, name, y) + _GAP
    if not names:
        canvas.text(PAD, y + 12, "no engines and no clusters", "dim")
        y += 24
    return canvas.document(canvas.legend(y, *sides))


def _description(before: Topology, after: Topology) -> str:
    """Describe the change as text, for readers who cannot see the picture."""
    goes = [node for node in before.nodes if node.change == "delete"]
    # An object that remains after its resource is deleted (`retain_on_delete`) is on both sides.
    nodes = {node.key: node for node in (*after.nodes, *goes) if node.change in MARKS}
    changes = [f"{node.kind} {node.name} {mark(node.change)[2:]}" for node in nodes.values()]
    return "; ".join(changes) or "nothing changes"


def _environment(canvas: Canvas, sides: Sides, name: str, top: int) -> int:
    """Draw the frames of an environment, and return their bottom edge."""
    frame = len(canvas.parts)
    (clusters, single), (new_clusters, new_single) = (side.clusters_and_others(name) for side in sides)
    y = top + _HEAD
    for pair in _slots(clusters, new_clusters):
        y = _cluster(canvas, sides, pair, y) + _GAP
    alone = _slots(single, new_single)
    if alone:
        framed = [name in side.environments() for side in sides]
        _cards(canvas, sides, alone, y, frames=(framed[0], framed[1]))
        y += _rows(alone) * (CARD_HEIGHT + _GAP)
    for left, side in reversed(list(zip(_LEFTS, sides, strict=True))):
        if name in side.environments():
            canvas.behind(frame, left, top, _PANEL, y - top)
            canvas.text(left + 2 * _INSET, top + 23, f"environment {short(name, 40)}", "head")
    return y


def _cluster(canvas: Canvas, sides: Sides, pair: Slot, top: int) -> int:
    """Draw a cluster on the sides where it exists, and return its bottom edge."""
    members = _slots(
        *(side.inside(one.key, "engine") if one else [] for side, one in zip(sides, pair, strict=True))
    )
    height = _HEAD + max(_rows(members), 1) * (CARD_HEIGHT + _GAP)
    for left, side, cluster in zip(_LEFTS, sides, pair, strict=True):
        if cluster is None:
            continue
        right = left + _INSET + _BOX - _GAP
        canvas.rectangle(left + _INSET, top, _BOX, height, f"box {cluster.change}")
        canvas.text(left + 2 * _INSET, top + 22, f"cluster {short(cluster.name, 26)}", "head")
        canvas.profiles(side, cluster, right - (90 if cluster.change else 0), top + 22, "end")
        canvas.tag(cluster.change, right, top + 22)
        if not members:
            canvas.text(left + 2 * _INSET, top + _HEAD + 24, cluster.note or "no engines", "dim")
    _cards(canvas, sides, members, top + _HEAD, frames=(pair[0] is not None, pair[1] is not None))
    return top + height


def _cards(canvas: Canvas, sides: Sides, slots: list[Slot], top: int, *, frames: tuple[bool, bool]) -> None:
    """Draw each engine on the sides where it exists.

    On the other side draw an empty frame, if `frames` says that the engine's surroundings exist there.
    """
    for number, slot in enumerate(slots):
        y = top + number // _COLUMNS * (CARD_HEIGHT + _GAP)
        for index, left in enumerate(_LEFTS):
            x = left + _INSET + _GAP + number % _COLUMNS * (_CARD_WIDTH + _GAP)
            node = slot[index]
            if node is not None:
                canvas.card(sides[index], node, x, y, _CARD_WIDTH)
            elif frames[index]:
                canvas.rectangle(x, y, _CARD_WIDTH, CARD_HEIGHT, "gone")


def _slots(before: list[Node], after: list[Node]) -> list[Slot]:
    """Pair the nodes of both sides by key, in the order of keys."""
    there = ({node.key: node for node in before}, {node.key: node for node in after})
    return [(there[0].get(key), there[1].get(key)) for key in sorted(there[0].keys() | there[1].keys())]


def _rows(slots: list[Slot]) -> int:
    return -(-len(slots) // _COLUMNS)
