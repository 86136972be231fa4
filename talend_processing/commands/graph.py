"""`talend-processing graph`: the topology as a picture, from a preview, a state or the live account."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal, TypeAlias

from talend_processing.client.errors import SettingsError
from talend_processing.client.settings import Settings
from talend_processing.commands.exits import Exit
from talend_processing.review.errors import DocumentError
from talend_processing.review.folding import folded
from talend_processing.review.mermaid import mermaid
from talend_processing.review.preview import read_preview
from talend_processing.review.state import read_state
from talend_processing.review.svg import svg
from talend_processing.review.topology import Topology, side

Form: TypeAlias = Literal["svg", "mermaid"]


def graph(
    *,
    preview: str | None = None,
    state: str | None = None,
    live: bool = False,
    form: Form = "svg",
    output: Path | None = None,
    region: str | None = None,
    api_url: str | None = None,
) -> Exit:
    """Draw engines, clusters and run profiles. Nothing is written to the account or the state.

    Args:
        preview: What `pulumi preview --json` printed, a file or `-` for stdin; changes are marked.
        state: What `pulumi stack export` printed, a file or `-` for stdin.
        live: The account itself, as far as the credentials see it.
        form: SVG, or Mermaid for Markdown.
        output: The file to write instead of stdout.
        region: Such as eu; instead of TALEND_REGION.
        api_url: The address itself; instead of TALEND_API_URL.

    """
    if sum((preview is not None, state is not None, live)) != 1:
        sys.stderr.write("error: give a preview, a state or --live, one of them\n")
        return Exit.USAGE
    try:
        if preview is not None:
            title, topology = _of_preview(preview)
        elif state is not None:
            title, topology = _of_state(state)
        else:
            title, topology = _of_account(region, api_url)
    except (DocumentError, SettingsError) as error:
        sys.stderr.write(f"error: {error}\n")
        return Exit.USAGE
    text = svg(topology, title) if form == "svg" else mermaid(folded(topology)) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")
    return Exit.SUCCESS


def _of_preview(name: str) -> tuple[str, Topology]:
    """What will be there, and what goes."""
    preview = read_preview(_text(name), name=name)
    before, after = (side(preview.steps, after=later) for later in (False, True))
    goes = [node for node in before.nodes if node.change == "delete"]
    return f"{preview.project}/{preview.stack}: what the change does", Topology((*after.nodes, *goes))


def _of_state(name: str) -> tuple[str, Topology]:
    state = read_state(_text(name), name=name)
    return f"{state.project}/{state.stack}", side(state.steps, after=False)


def _of_account(region: str | None, api_url: str | None) -> tuple[str, Topology]:
    given = {"talend:region": region, "talend:apiUrl": api_url}
    settings = Settings.load({key: value for key, value in given.items() if value}, os.environ)
    from talend_processing.client.api import TalendClient  # noqa: PLC0415 - heavy, and not for `--help`
    from talend_processing.review.live import live  # noqa: PLC0415 - likewise

    with TalendClient(settings) as client:
        return settings.api_url, live(client)


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"{name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DocumentError(f"{name}: it is no text in UTF-8") from None
