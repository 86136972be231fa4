"""A topology as an SVG picture: environments as frames, clusters as boxes, engines as cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from talend_processing.review.folding import folded
from talend_processing.review.topology import Node, Topology

_CARD_WIDTH, _CARD_HEIGHT, _GAP, _PAD, _HEAD = 196, 58, 12, 16, 34
_COLUMNS: Final = 4
_WIDTH: Final = _COLUMNS * (_CARD_WIDTH + _GAP) - _GAP + 4 * _PAD
_LONGEST: Final = 25
"""Characters of a name that fit on a card."""
_CHANGES: Final = ("create", "update", "replace", "delete")
_STYLE: Final = """
svg{--ink:#1f2328;--dim:#59636e;--page:#ffffff;--frame:#f6f8fa;--line:#d1d9e0;--box:#eaeef2;--card:#ffffff;
--create:#1a7f37;--update:#9a6700;--replace:#bc4c00;--delete:#cf222e}
@media (prefers-color-scheme:dark){svg{--ink:#f0f6fc;--dim:#9198a1;--page:#0d1117;--frame:#151b23;
--line:#3d444d;--box:#212830;--card:#0d1117;--create:#3fb950;--update:#d29922;--replace:#f0883e;--delete:#f85149}}
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}
.title{font-size:18px;font-weight:600}.head{font-weight:600}.dim{font-size:11px;fill:var(--dim)}
.page{fill:var(--page)}.frame{fill:var(--frame);stroke:var(--line)}.box{fill:var(--box);stroke:var(--line)}
.card{fill:var(--card);stroke:var(--line)}
.create{stroke:var(--create);stroke-width:2}.update{stroke:var(--update);stroke-width:2}
.replace{stroke:var(--replace);stroke-width:2;stroke-dasharray:5 3}
.delete{stroke:var(--delete);stroke-width:2;stroke-dasharray:2 3}
.t-create{fill:var(--create)}.t-update{fill:var(--update)}.t-replace{fill:var(--replace)}
.t-delete{fill:var(--delete)}
"""


@dataclass
class _Pen:
    """What is drawn so far."""

    topology: Topology
    parts: list[str]

    def text(self, x: int, y: int, text: str, style: str = "") -> None:
        self.parts.append(f'<text x="{x}" y="{y}" class="{style}">{escape(text)}</text>')

    def rectangle(self, x: int, y: int, width: int, height: int, style: str) -> None:
        self.parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" class="{style}"/>')


def svg(topology: Topology, title: str, *, most: int = 12) -> str:
    """The picture's text; the same topology gives the same text."""
    small = folded(topology, most)
    pen = _Pen(small, [])
    pen.text(_PAD, 30, title, "title")
    y = 48
    for environment in small.environments():
        y = _environment(pen, environment, y) + _GAP
    if not small.environments():
        pen.text(_PAD, y + 12, "no engines and no clusters", "dim")
        y += 24
    y = _legend(pen, y)
    size = f'width="{_WIDTH}" height="{y}" viewBox="0 0 {_WIDTH} {y}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}">'
    page = f'<rect width="{_WIDTH}" height="{y}" class="page"/>'
    return "\n".join([head, f"<style>{_STYLE}</style>", page, *pen.parts, "</svg>"]) + "\n"


def _environment(pen: _Pen, name: str, top: int) -> int:
    """Draw an environment's frame; where it ends."""
    here = [node for node in pen.topology.nodes if node.environment == name and node.kind != "profile"]
    clusters = [node for node in here if node.kind == "cluster"]
    keys = {node.key for node in clusters}
    alone = [node for node in here if node.kind != "cluster" and node.inside not in keys]
    frame = len(pen.parts)
    pen.text(2 * _PAD, top + 23, f"environment {name}", "head")
    y = top + _HEAD
    for cluster in clusters:
        members = pen.topology.inside(cluster.key, "engine")
        height = _HEAD + max(_rows(members), 1) * (_CARD_HEIGHT + _GAP) + 4
        pen.rectangle(_PAD + 8, y, _WIDTH - 2 * _PAD - 16, height, f"box {cluster.change}")
        pen.text(2 * _PAD, y + 22, f"cluster {_short(cluster.name, 60)}{_chips(pen, cluster)}", "head")
        _tag(pen, cluster, _WIDTH - 2 * _PAD - 52, y + 22)
        if not members:
            pen.text(2 * _PAD, y + _HEAD + 24, "no engines", "dim")
        _cards(pen, members, y + _HEAD)
        y += height + _GAP
    if alone:
        _cards(pen, alone, y)
        y += _rows(alone) * (_CARD_HEIGHT + _GAP)
    around: list[str] = pen.parts[frame:]
    del pen.parts[frame:]
    pen.rectangle(_PAD, top, _WIDTH - 2 * _PAD, y - top, "frame")
    pen.parts += around
    return y


def _rows(nodes: Sequence[Node]) -> int:
    return -(-len(nodes) // _COLUMNS)


def _cards(pen: _Pen, nodes: Sequence[Node], top: int) -> None:
    for number, node in enumerate(nodes):
        x = 2 * _PAD + number % _COLUMNS * (_CARD_WIDTH + _GAP)
        y = top + number // _COLUMNS * (_CARD_HEIGHT + _GAP)
        pen.rectangle(x, y, _CARD_WIDTH, _CARD_HEIGHT, f"card {node.change}")
        pen.text(x + 10, y + 21, _short(node.name, _LONGEST - (8 if node.change else 0)), "head")
        kind = "Pipeline Engine" if node.kind == "pipeline" else ""
        facts = [kind, node.status.lower().replace("_", " ")]
        pen.text(x + 10, y + 43, " · ".join(f for f in facts if f) + _chips(pen, node), "dim")
        _tag(pen, node, x + _CARD_WIDTH - 52, y + 21)


def _tag(pen: _Pen, node: Node, x: int, y: int) -> None:
    if node.change:
        pen.text(x, y, node.change, f"dim t-{node.change}")


def _chips(pen: _Pen, node: Node) -> str:
    """How many run profiles there are, and how many of them change."""
    profiles = pen.topology.inside(node.key, "profile")
    if not profiles:
        return ""
    changed = sum(1 for one in profiles if one.change)
    told = f", {changed} change" if changed else ""
    return f" · {len(profiles)} profile{'s' if len(profiles) > 1 else ''}{told}"


def _legend(pen: _Pen, top: int) -> int:
    used = [change for change in _CHANGES if any(node.change == change for node in pen.topology.nodes)]
    for number, change in enumerate(used):
        x = _PAD + number * 110
        pen.rectangle(x, top + 4, 22, 14, f"card {change}")
        pen.text(x + 30, top + 16, change, "dim")
    return top + (30 if used else 8)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
