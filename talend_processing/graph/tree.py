"""A topology as a tree for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from talend_processing.console import console_on, styled
from talend_processing.graph.change_labels import mark, profiles_label
from talend_processing.graph.folding import folded, is_fold
from talend_processing.graph.topology import Node, Topology

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

_COLOURS: Final = {
    "create": "green",
    "update": "yellow",
    "move": "blue",
    "replace": "magenta",
    "delete": "red",
}
_PREFIXES: Final = {
    "engine": "",
    "cluster": "cluster ",
    "pipeline": "pipeline engine ",
    "profile": "profile ",
}
"""The text before the name of a node, by its kind."""


def tree(topology: Topology, title: str, out: TextIO) -> None:
    """Print the tree. Similar engines of a large topology share a line."""
    from rich.tree import Tree  # noqa: PLC0415 - only the extra `cli` installs it

    small = folded(topology)
    root = Tree(styled(title, "bold"))
    for environment in small.environments():
        branch = root.add(styled(f"environment {environment}"))
        clusters, alone = small.clusters_and_others(environment)
        for cluster in clusters:
            inside = _add_node(small, branch, cluster)
            for engine in small.inside(cluster.key, "engine"):
                _add_node(small, inside, engine)
        for node in alone:
            _add_node(small, branch, node)
    if not small.environments():
        root.add(styled("no engines and no clusters", "dim"))
    console_on(out).print(root)


def _add_node(topology: Topology, branch: Tree, node: Node) -> Tree:
    """Add an engine or a cluster with its run profiles. Return its branch."""
    inside = branch.add(_label(node))
    profiles = topology.inside(node.key, "profile")
    if is_fold(node):
        if profiles:
            inside.add(profiles_label(topology, node))
        return inside
    for profile in profiles:
        inside.add(_label(profile))
    return inside


def _label(node: Node) -> Text:
    colour = _COLOURS.get(node.change, "")
    text = styled(f"{_PREFIXES[node.kind]}{node.name}", colour)
    for label in (node.pairing, node.note):
        if label:
            text.append(styled(f"  {label}", "dim"))
    return text.append(f"  {mark(node.change)}", f"bold {colour}") if node.change else text
