"""`talend-processing graph`: draw the topology of a preview, a state or the live account."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from talend_processing.cli.shared.exits import Exit, UsageError
from talend_processing.cli.shared.options import DOCUMENT, FROM_ENVIRONMENT, Account, AsJson
from talend_processing.cli.shared.output import deliver, draw
from talend_processing.graph.folding import folded
from talend_processing.graph.mermaid import mermaid
from talend_processing.graph.svg import svg
from talend_processing.graph.svg_comparison import svg_comparison
from talend_processing.graph.topology import Topology, before_and_after, topology_of
from talend_processing.graph.tree import tree
from talend_processing.secret_text import mask_values
from talend_processing.stack.document import read_text
from talend_processing.stack.preview import read_preview
from talend_processing.stack.state import read_state

Format: TypeAlias = Literal["svg", "tree", "mermaid", "json"]
Source: TypeAlias = Annotated[str | None, DOCUMENT]


@dataclass(frozen=True)
class Picture:
    """What to draw."""

    title: str
    topology: Topology
    """The objects to draw. For a preview, these include the objects that the change deletes."""
    change: tuple[Topology, Topology] | None = None
    """For a preview: the topologies before and after the change."""


def graph(
    *,
    preview: Source = None,
    state: Source = None,
    live: bool = False,
    format: Format | None = None,  # noqa: A002 - the option's name
    output: Path | None = None,
    account: Account = FROM_ENVIRONMENT,
    as_json: AsJson = False,
) -> Exit:
    """Draw engines, clusters and run profiles. The command writes neither to the account nor to the state.

    Args:
        preview: A file with the output of `pulumi preview --json --show-sames`, or `-` for stdin. The picture
            shows the topology before and after the change, and marks the changes.
        state: A file with the output of `pulumi stack export`, or `-` for stdin.
        live: Draw the objects of the account that the credentials may read.
        format: tree for terminals, mermaid for Markdown, json for programs. The default is tree at a terminal
            and svg in a file or pipe.
        output: The file to write instead of stdout.

    """
    if sum((preview is not None, state is not None, live)) != 1:
        raise UsageError("give exactly one of --preview, --state and --live")
    if preview is not None:
        picture = _picture_of_preview(preview)
    elif state is not None:
        picture = _picture_of_state(state)
    else:
        picture = _picture_of_account(account)
    chosen_format = format or ("tree" if output is None and sys.stdout.isatty() else "svg")
    if chosen_format == "tree" and not as_json:
        draw(lambda out: tree(picture.topology, picture.title, out), output)
    else:
        deliver(_text(picture, "json" if as_json else chosen_format), output)
    return Exit.SUCCESS


def _text(picture: Picture, chosen_format: Format) -> str:
    if chosen_format == "json":
        nodes = [node.as_json() for node in picture.topology.nodes]
        return (
            json.dumps(mask_values({"version": 1, "title": picture.title, "nodes": nodes}), indent=2) + "\n"
        )
    if chosen_format == "mermaid":
        return mermaid(folded(picture.topology)) + "\n"
    return (
        svg_comparison(*picture.change, picture.title)
        if picture.change
        else svg(picture.topology, picture.title)
    )


def _picture_of_preview(source: str) -> Picture:
    text, name = read_text(source, sys.stdin)
    preview = read_preview(text, name=name)
    before, after = before_and_after(preview.steps)
    deleted = [node for node in before.nodes if node.change == "delete"]
    title = f"{preview.project}/{preview.stack}: what the change does"
    return Picture(title, Topology((*after.nodes, *deleted)), (before, after))


def _picture_of_state(source: str) -> Picture:
    text, name = read_text(source, sys.stdin)
    state = read_state(text, name=name)
    return Picture(f"{state.project}/{state.stack}", topology_of(state.steps, after=False))


def _picture_of_account(account: Account) -> Picture:
    from talend_processing.graph.account_topology import account_topology  # noqa: PLC0415 - slow to import

    with account.client() as client:
        return Picture(account.settings().api_url, account_topology(client))
