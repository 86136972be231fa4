"""A topology as a Mermaid diagram, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from talend_processing.graph.change_labels import MARKS, mark, profiles_label
from talend_processing.graph.topology import Node, Topology
from talend_processing.secret_text import mask

_STYLES = (
    "classDef create fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    "classDef update fill:#fff8c5,stroke:#9a6700,color:#1f2328",
    "classDef move fill:#ddf4ff,stroke:#0969da,color:#1f2328,stroke-dasharray:9 3",
    "classDef replace fill:#fbefff,stroke:#8250df,color:#1f2328,stroke-dasharray:5 3",
    "classDef delete fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:2 3",
)
MOST = 60
"""The number of engines and clusters above which a diagram is unreadable."""


def mermaid(topology: Topology) -> str:
    """Return the diagram's text."""
    names: dict[str, str] = {}

    def known(node: Node) -> str:
        return names.setdefault(node.key, f"n{len(names)}")

    lines = ["flowchart LR"]
    drawn: list[Node] = []
    for number, environment in enumerate(topology.environments()):
        lines.append(f'  subgraph e{number}["{_text(environment)}"]')
        here = [n for n in topology.nodes if n.environment == environment and n.kind != "profile"]
        for cluster in [node for node in here if node.kind == "cluster"]:
            drawn.append(cluster)
            labels = _lines(topology, cluster, f"cluster {cluster.name}")
            lines.append(f'    subgraph {known(cluster)}["{", ".join(labels)}"]')
            lines.append("      direction TB")
            members = topology.inside(cluster.key, "engine")
            lines.extend(f"      {_box(topology, known(one), one)}" for one in members)
            if not members:
                lines.append(f'      {known(cluster)}x["{cluster.note or "no engines"}"]')
            lines.append("    end")
            drawn.extend(members)
        alone = [node for node in here if node not in drawn]
        lines.extend(f"    {_box(topology, known(one), one)}" for one in alone)
        drawn.extend(alone)
        lines.append("  end")
    lines += [f"  {style}" for style in _STYLES]
    for change in MARKS:
        if marked := [known(node) for node in drawn if node.change == change]:
            lines.append(f"  class {','.join(marked)} {change}")
    return "\n".join(lines)


def _box(topology: Topology, key: str, node: Node) -> str:
    text = f'"{"<br/>".join(_lines(topology, node, node.name))}"'
    return f"{key}[[{text}]]" if node.kind == "pipeline" else f"{key}[{text}]"


def _lines(topology: Topology, node: Node, name: str) -> list[str]:
    """Return the lines about a runtime.

    Words describe the change, so readers do not depend on colours.
    """
    profiles = profiles_label(topology, node)
    return [_text(one) for one in (name, node.pairing, profiles, mark(node.change)) if one]


def _text(text: str) -> str:
    """Return a name for a diagram: without secrets, escaped with Mermaid's entities."""
    text = mask(text)
    for character, entity in (("#", "#35;"), ("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        text = text.replace(character, entity)
    return text
