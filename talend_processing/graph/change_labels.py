"""What pictures say of a change: a sign and a word, so that nobody has to tell colours apart."""

from __future__ import annotations

from typing import Final

from talend_processing.graph.topology import Node, Topology

MARKS: Final = {
    "create": "+ created",
    "update": "~ changed",
    "move": "→ moved",
    "replace": "± replaced",
    "delete": "− removed",  # noqa: RUF001 - a minus sign, as wide as the plus sign
}
"""Sign and word by the change of a node."""


def mark(change: str) -> str:
    """The sign and word of a change; nothing for what stays."""
    return MARKS.get(change, "")


def profiles_told(topology: Topology, node: Node) -> str:
    """How many run profiles a runtime has, and what becomes of those that do not share its own fate."""
    changes = [one.change for one in topology.inside(node.key, "profile")]
    if not changes:
        return ""
    told = f"{len(changes)} profile{'s' if len(changes) > 1 else ''}"
    counts = {one: changes.count(one) for one in MARKS if one in changes and one != node.change}
    if counts and len(changes) == 1:
        return f"{told}, {' '.join(_word(one) for one in counts)}"
    listed = ", ".join(f"{number} {_word(one)}" for one, number in counts.items())
    return f"{told}: {listed}" if listed else told


def _word(change: str) -> str:
    return MARKS[change][2:]
