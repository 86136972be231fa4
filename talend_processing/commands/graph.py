"""`talend-processing graph`: the topology as a picture, from a preview, a state or the live account."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from talend_processing.commands.exits import Exit
from talend_processing.commands.options import DOCUMENT, FROM_ENVIRONMENT, Account, AsJson
from talend_processing.commands.output import deliver
from talend_processing.review.document import read_text
from talend_processing.review.errors import DocumentError
from talend_processing.review.folding import folded
from talend_processing.review.mermaid import mermaid
from talend_processing.review.preview import read_preview
from talend_processing.review.state import read_state
from talend_processing.review.svg import svg
from talend_processing.review.topology import Topology, side

Format: TypeAlias = Literal["svg", "mermaid", "json"]
Source: TypeAlias = Annotated[str | None, DOCUMENT]


def graph(
    *,
    preview: Source = None,
    state: Source = None,
    live: bool = False,
    format: Format = "svg",  # noqa: A002 - the option's name
    output: Path | None = None,
    account: Account = FROM_ENVIRONMENT,
    as_json: AsJson = False,
) -> Exit:
    """Draw engines, clusters and run profiles. Nothing is written to the account or the state.

    Args:
        preview: A file with what `pulumi preview --json --show-sames` printed, or `-` for stdin; changes are
            marked.
        state: A file with what `pulumi stack export` printed, or `-` for stdin.
        live: The account itself, as far as the credentials see it.
        format: mermaid for Markdown, json for programs.
        output: The file to write instead of stdout.

    """
    if sum((preview is not None, state is not None, live)) != 1:
        raise DocumentError("give --preview, --state or --live, one of them")
    if preview is not None:
        title, topology = _of_preview(preview)
    elif state is not None:
        title, topology = _of_state(state)
    else:
        title, topology = _of_account(account)
    deliver(_drawn(title, topology, "json" if as_json else format), output)
    return Exit.SUCCESS


def _drawn(title: str, topology: Topology, form: Format) -> str:
    if form == "json":
        document = {"version": 1, "title": title, "nodes": [asdict(node) for node in topology.nodes]}
        return json.dumps(document, indent=2) + "\n"
    return svg(topology, title) if form == "svg" else mermaid(folded(topology)) + "\n"


def _of_preview(source: str) -> tuple[str, Topology]:
    """What will be there, and what goes."""
    text, name = read_text(source, sys.stdin)
    preview = read_preview(text, name=name)
    before, after = (side(preview.steps, after=later) for later in (False, True))
    goes = [node for node in before.nodes if node.change == "delete"]
    return f"{preview.project}/{preview.stack}: what the change does", Topology((*after.nodes, *goes))


def _of_state(source: str) -> tuple[str, Topology]:
    text, name = read_text(source, sys.stdin)
    state = read_state(text, name=name)
    return f"{state.project}/{state.stack}", side(state.steps, after=False)


def _of_account(account: Account) -> tuple[str, Topology]:
    from talend_processing.review.live import live  # noqa: PLC0415 - heavy, and not for `--help`

    with account.client() as client:
        return account.settings().api_url, live(client)
