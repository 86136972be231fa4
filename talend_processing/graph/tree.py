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

    topology = folded(topology)
    root = Tree(styled(title, "bold"))
    for environment in topology.environments():
        branch = root.add(styled(f"environment {environment}"))
        clusters, other_engines = topology.clusters_and_others(environment)
        for cluster in clusters:
            cluster_branch = _add_node(topology, branch, cluster)
            for engine in topology.children(cluster.key, "engine"):
                _add_node(topology, cluster_branch, engine)
        for engine in other_engines:
            _add_node(topology, branch, engine)
    if not topology.environments():
        root.add(styled("no engines and no clusters", "dim"))
    console_on(out).print(root)


def _add_node(topology: Topology, parent: Tree, node: Node) -> Tree:
    """Add an engine or a cluster with its run profiles. Return its branch."""
    branch = parent.add(_label(node))
    profiles = topology.children(node.key, "profile")
    if is_fold(node):
        if profiles:
            branch.add(profiles_label(topology, node))
        return branch
    for profile in profiles:
        branch.add(_label(profile))
    return branch


def _label(node: Node) -> Text:
    colour = _COLOURS.get(node.change, "")
    text = styled(f"{_PREFIXES[node.kind]}{node.name}", colour)
    for label in (node.pairing, node.note):
        if label:
            text.append(styled(f"  {label}", "dim"))
    return text.append(f"  {mark(node.change)}", f"bold {colour}") if node.change else text
