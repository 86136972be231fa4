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

    The text omits a change that is also the change of the engine or cluster.
    """
    changes = [one.change for one in topology.children(node.key, "profile")]
    if not changes:
        return ""
    total = f"{len(changes)} profile{'s' if len(changes) > 1 else ''}"
    counts = {
        change: changes.count(change) for change in MARKS if change in changes and change != node.change
    }
    if counts and len(changes) == 1:
        return f"{total}, {' '.join(_word(change) for change in counts)}"
    counted_changes = ", ".join(f"{count} {_word(change)}" for change, count in counts.items())
    return f"{total}: {counted_changes}" if counted_changes else total


def _word(change: str) -> str:
    return MARKS[change][2:]
