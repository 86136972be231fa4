"""An SVG canvas that draws texts, boxes and engines, with colours for light and dark mode."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from talend_processing.graph.change_labels import MARKS, mark, profiles_label
from talend_processing.graph.topology import Node, Topology
from talend_processing.secret_text import mask

CARD_HEIGHT: Final = 70
"""The height of the box of an engine, in pixels."""
PAD: Final = 16
"""The margin of the picture, in pixels."""
_MAX_NAME_LENGTH: Final = 23
"""The number of characters of a name that fit into an engine's box."""
_LIGHT: Final = {
    "ink": "#1f2328",
    "dim": "#59636e",
    "page": "#ffffff",
    "frame": "#f6f8fa",
    "line": "#d1d9e0",
    "box": "#eaeef2",
    "card": "#ffffff",
    "create": "#1a7f37",
    "update": "#9a6700",
    "move": "#0969da",
    "replace": "#8250df",
    "delete": "#cf222e",
}
_DARK: Final = {
    "ink": "#f0f6fc",
    "dim": "#9198a1",
    "page": "#0d1117",
    "frame": "#151b23",
    "line": "#3d444d",
    "box": "#212830",
    "card": "#0d1117",
    "create": "#3fb950",
    "update": "#d29922",
    "move": "#4493f8",
    "replace": "#ab7df8",
    "delete": "#f85149",
}
_COMMON_RULES: Final = """
text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif;font-size:13px}
.title{font-size:18px;font-weight:600}.head{font-weight:600}.dim{font-size:12px}
.end{text-anchor:end}.tag{font-size:12px;font-weight:600}
.outline{fill:none;stroke-dasharray:2 4}
.create{stroke-width:2}
.update{stroke-width:2}
.move{stroke-width:2;stroke-dasharray:9 3}
.replace{stroke-width:2;stroke-dasharray:5 3}
.delete{stroke-width:2;stroke-dasharray:2 3}
"""


def _colours(palette: Mapping[str, str]) -> str:
    """Return the CSS rules for a palette, without CSS variables, which librsvg draws as black boxes."""
    fills = "".join(f".{name}{{fill:{palette[name]}}}" for name in ("page", "frame", "box", "card"))
    lines = f".frame,.box,.card,.outline{{stroke:{palette['line']}}}"
    changes = "".join(
        f".{change}{{stroke:{palette[change]}}}.t-{change}{{fill:{palette[change]}}}" for change in MARKS
    )
    return f"text{{fill:{palette['ink']}}}.dim{{fill:{palette['dim']}}}{fills}{lines}{changes}"


_STYLE: Final = (
    f"{_COMMON_RULES}{_colours(_LIGHT)}\n@media (prefers-color-scheme:dark){{{_colours(_DARK)}}}\n"
)


class Canvas:
    """A picture that is being drawn."""

    def __init__(self, title: str, width: int, description: str = "") -> None:
        self._title, self._width, self._description = mask(title), width, mask(description)
        self.parts: list[str] = []
        self.text(PAD, 30, title, "title")

    def text(self, x: int, y: int, text: str, style: str = "") -> None:
        """Write a line of text. `style` is its CSS classes."""
        if text:
            self.parts.append(f'<text x="{x}" y="{y}" class="{style}">{escape(mask(text))}</text>')

    def rectangle(self, x: int, y: int, width: int, height: int, style: str) -> None:
        """Draw a box."""
        shape = f'x="{x}" y="{y}" width="{width}" height="{height}" rx="6"'
        self.parts.append(f'<rect {shape} class="{style.strip()}"/>')

    def card(self, topology: Topology, node: Node, x: int, y: int, width: int) -> None:
        """Draw the box of an engine: its name, its status, its run profiles, and its change."""
        self.rectangle(x, y, width, CARD_HEIGHT, f"card {node.change}")
        word = "pipeline" if node.kind == "pipeline" else ""
        self.text(x + 10, y + 20, truncated(node.name, _MAX_NAME_LENGTH - len(word)), "head")
        self.text(x + width - 10, y + 20, word, "dim end")
        self.text(x + 10, y + 40, node.pairing, "dim")
        self.tag(node.change, x + width - 10, y + 40)
        self.profiles(topology, node, x + 10, y + 59)

    def profiles(self, topology: Topology, node: Node, x: int, y: int, style: str = "") -> None:
        """Write the number of run profiles of an engine or a cluster, and their changes."""
        label = profiles_label(topology, node)
        changes = [one.change for one in topology.children(node.key, "profile")]
        first_change = next((change for change in changes if change not in {"", node.change}), "")
        self.text(x, y, label, f"dim {style} t-{first_change}".removesuffix(" t-").strip())

    def tag(self, change: str, x: int, y: int) -> None:
        """Write the sign and word of a change so that they end at `x`."""
        self.text(x, y, mark(change), f"tag end t-{change}")

    def frame_behind(self, start: int, x: int, y: int, width: int, height: int) -> None:
        """Draw a frame behind the parts from index `start` on."""
        framed_parts = self.parts[start:]
        del self.parts[start:]
        self.rectangle(x, y, width, height, "frame")
        self.parts += framed_parts

    def legend(self, y: int, *topologies: Topology) -> int:
        """Draw the legend of the changes in the topologies. Return its bottom edge."""
        changes = {
            node.change for topology in topologies for node in topology.nodes if node.kind != "profile"
        }
        entries = [change for change in MARKS if change in changes]
        for index, change in enumerate(entries):
            x = PAD + index * 120
            self.rectangle(x, y + 5, 22, 14, f"card {change}")
            self.text(x + 30, y + 16, mark(change), "dim")
        return y + (32 if entries else 8)

    def document(self, height: int) -> str:
        """Return the SVG source of the picture."""
        width, title = self._width, escape(self._title)
        size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{title}">'
        description = [f"<desc>{escape(self._description)}</desc>"] if self._description else []
        page = f'<rect width="{width}" height="{height}" class="page"/>'
        return "\n".join([head, *description, f"<style>{_STYLE}</style>", page, *self.parts, "</svg>"]) + "\n"


def truncated(text: str, length: int) -> str:
    """Truncate a text to a length."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
