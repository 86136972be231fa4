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
    topology = folded(topology)
    canvas = Canvas(title, _WIDTH)
    y = 48
    for environment in topology.environments():
        y = _environment(canvas, topology, environment, y) + _GAP
    if not topology.environments():
        canvas.text(PAD, y + 12, "no engines and no clusters", "dim")
        y += 24
    return canvas.document(canvas.legend(y, topology))


def _environment(canvas: Canvas, topology: Topology, name: str, top: int) -> int:
    """Draw an environment with its clusters and engines. Return its bottom edge."""
    clusters, other_engines = topology.clusters_and_others(name)
    frame_start = len(canvas.parts)
    canvas.text(2 * PAD, top + 23, f"environment {name}", "head")
    y = top + _HEAD
    for cluster in clusters:
        members = topology.children(cluster.key, "engine")
        height = _HEAD + max(_row_count(members), 1) * (CARD_HEIGHT + _GAP) + 4
        canvas.rectangle(PAD + 8, y, _WIDTH - 2 * PAD - 16, height, f"box {cluster.change}")
        canvas.text(2 * PAD, y + 22, f"cluster {truncated(cluster.name, 60)}", "head")
        canvas.profiles(topology, cluster, _WIDTH - 2 * PAD - (90 if cluster.change else 0), y + 22, "end")
        canvas.tag(cluster.change, _WIDTH - 2 * PAD, y + 22)
        if not members:
            canvas.text(2 * PAD, y + _HEAD + 24, cluster.note or "no engines", "dim")
        _cards(canvas, topology, members, y + _HEAD)
        y += height + _GAP
    if other_engines:
        _cards(canvas, topology, other_engines, y)
        y += _row_count(other_engines) * (CARD_HEIGHT + _GAP)
    canvas.frame_behind(frame_start, PAD, top, _WIDTH - 2 * PAD, y - top)
    return y


def _row_count(nodes: Sequence[Node]) -> int:
    return -(-len(nodes) // _COLUMNS)


def _cards(canvas: Canvas, topology: Topology, nodes: Sequence[Node], top: int) -> None:
    for index, node in enumerate(nodes):
        x = 2 * PAD + index % _COLUMNS * (_CARD_WIDTH + _GAP)
        y = top + index // _COLUMNS * (CARD_HEIGHT + _GAP)
        canvas.card(topology, node, x, y, _CARD_WIDTH)
