"""A topology as an SVG picture: environments are frames, clusters and engines are boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from talend_processing.graph.canvas import CARD_HEIGHT, PAD, Canvas, truncated
from talend_processing.graph.folding import folded
from talend_processing.graph.topology import Node, Topology

_CARD_WIDTH, _GAP, _HEAD = 196, 12, 34
_COLUMNS: Final = 4
_WIDTH: Final = _COLUMNS * (_CARD_WIDTH + _GAP) - _GAP + 4 * PAD


def svg(topology: Topology, title: str) -> str:
    """Return the SVG source. Similar engines of a large topology share a box."""
    small = folded(topology)
    canvas = Canvas(title, _WIDTH)
    y = 48
    for environment in small.environments():
        y = _environment(canvas, small, environment, y) + _GAP
    if not small.environments():
        canvas.text(PAD, y + 12, "no engines and no clusters", "dim")
        y += 24
    return canvas.document(canvas.legend(y, small))


def _environment(canvas: Canvas, topology: Topology, name: str, top: int) -> int:
    """Draw an environment with its clusters and engines. Return its bottom edge."""
    clusters, alone = topology.clusters_and_others(name)
    frame = len(canvas.parts)
    canvas.text(2 * PAD, top + 23, f"environment {name}", "head")
    y = top + _HEAD
    for cluster in clusters:
        members = topology.inside(cluster.key, "engine")
        height = _HEAD + max(_rows(members), 1) * (CARD_HEIGHT + _GAP) + 4
        canvas.rectangle(PAD + 8, y, _WIDTH - 2 * PAD - 16, height, f"box {cluster.change}")
        canvas.text(2 * PAD, y + 22, f"cluster {truncated(cluster.name, 60)}", "head")
        canvas.profiles(topology, cluster, _WIDTH - 2 * PAD - (90 if cluster.change else 0), y + 22, "end")
        canvas.tag(cluster.change, _WIDTH - 2 * PAD, y + 22)
        if not members:
            canvas.text(2 * PAD, y + _HEAD + 24, cluster.note or "no engines", "dim")
        _cards(canvas, topology, members, y + _HEAD)
        y += height + _GAP
    if alone:
        _cards(canvas, topology, alone, y)
        y += _rows(alone) * (CARD_HEIGHT + _GAP)
    canvas.frame_behind(frame, PAD, top, _WIDTH - 2 * PAD, y - top)
    return y


def _rows(nodes: Sequence[Node]) -> int:
    return -(-len(nodes) // _COLUMNS)


def _cards(canvas: Canvas, topology: Topology, nodes: Sequence[Node], top: int) -> None:
    for number, node in enumerate(nodes):
        x = 2 * PAD + number % _COLUMNS * (_CARD_WIDTH + _GAP)
        y = top + number // _COLUMNS * (CARD_HEIGHT + _GAP)
        canvas.card(topology, node, x, y, _CARD_WIDTH)
