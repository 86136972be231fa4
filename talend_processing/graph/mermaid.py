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
MAX_NODES = 60
"""A diagram with more engines and clusters is unreadable."""


def mermaid(topology: Topology) -> str:
    """Return the diagram's text."""
    ids: dict[str, str] = {}

    def id_of(node: Node) -> str:
        return ids.setdefault(node.key, f"n{len(ids)}")

    lines = ["flowchart LR"]
    drawn: list[Node] = []
    for index, environment in enumerate(topology.environments()):
        lines.append(f'  subgraph e{index}["{_escaped(environment)}"]')
        nodes = [n for n in topology.nodes if n.environment == environment and n.kind != "profile"]
        for cluster in [node for node in nodes if node.kind == "cluster"]:
            drawn.append(cluster)
            labels = _lines(topology, cluster, f"cluster {cluster.name}")
            lines.append(f'    subgraph {id_of(cluster)}["{", ".join(labels)}"]')
            lines.append("      direction TB")
            members = topology.children(cluster.key, "engine")
            lines.extend(f"      {_box(topology, id_of(one), one)}" for one in members)
            if not members:
                lines.append(f'      {id_of(cluster)}x["{cluster.note or "no engines"}"]')
            lines.append("    end")
            drawn.extend(members)
        other_engines = [node for node in nodes if node not in drawn]
        lines.extend(f"    {_box(topology, id_of(one), one)}" for one in other_engines)
        drawn.extend(other_engines)
        lines.append("  end")
    lines += [f"  {style}" for style in _STYLES]
    for change in MARKS:
        if changed_ids := [id_of(node) for node in drawn if node.change == change]:
            lines.append(f"  class {','.join(changed_ids)} {change}")
    return "\n".join(lines)


def _box(topology: Topology, node_id: str, node: Node) -> str:
    text = f'"{"<br/>".join(_lines(topology, node, node.name))}"'
    return f"{node_id}[[{text}]]" if node.kind == "pipeline" else f"{node_id}[{text}]"


def _lines(topology: Topology, node: Node, name: str) -> list[str]:
    """Return the lines of text in the box of an engine or a cluster."""
    profiles = profiles_label(topology, node)
    return [_escaped(line) for line in (name, node.pairing, profiles, mark(node.change)) if line]


def _escaped(text: str) -> str:
    """Mask the secrets in a text, and escape it with Mermaid's entities."""
    text = mask(text)
    for character, entity in (("#", "#35;"), ("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        text = text.replace(character, entity)
    return text
