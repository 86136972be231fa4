"""The labels of changes in pictures: a sign and a word, so that readers do not depend on colours."""

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
"""The sign and word for each change of a node."""


def mark(change: str) -> str:
    """Return the sign and word of a change, or an empty text for an unchanged node."""
    return MARKS.get(change, "")


def profiles_label(topology: Topology, node: Node) -> str:
    """Return a text about the run profiles of an engine or a cluster, such as `3 profiles: 1 created`.

    It does not mention profiles that have the same change as the engine or cluster.
    """
    changes = [one.change for one in topology.inside(node.key, "profile")]
    if not changes:
        return ""
    total = f"{len(changes)} profile{'s' if len(changes) > 1 else ''}"
    counts = {one: changes.count(one) for one in MARKS if one in changes and one != node.change}
    if counts and len(changes) == 1:
        return f"{total}, {' '.join(_word(one) for one in counts)}"
    listed = ", ".join(f"{number} {_word(one)}" for one, number in counts.items())
    return f"{total}: {listed}" if listed else total


def _word(change: str) -> str:
    return MARKS[change][2:]
