"""`talend-processing check`: whether credentials and address are right, and what may be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from talend_processing.client.errors import TalendError
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.commands.exits import Exit

if TYPE_CHECKING:
    from talend_processing.client.api import TalendClient

_READS = (
    ("environments", "environments"),
    ("workspaces", "workspaces"),
    ("Remote Engines", "remote_engines"),
    ("clusters", "clusters"),
    ("Pipeline Engines", "pipeline_engines"),
)


def check(settings: Settings, client: TalendClient, out: TextIO, *, as_json: bool) -> Exit:
    """Say what the credentials may read. What they may write only writing would tell, so nothing does."""
    found: dict[str, int | str] = {}
    for noun, group in _READS:
        try:
            found[noun] = len(getattr(client, group).list())
        except TalendError as error:
            found[noun] = str(error)
    refused = [noun for noun, seen in found.items() if isinstance(seen, str)]
    kind = "access token" if isinstance(settings.credentials, AccessToken) else "service account"
    if as_json:
        report = {"apiUrl": settings.api_url, "credentials": kind, "reads": found, "writes": "unknown"}
        out.write(json.dumps(report, indent=2) + "\n")
    else:
        out.write(f"address      {settings.api_url}\ncredentials  {kind}, from the environment\n")
        for noun, seen in found.items():
            out.write(f"{noun:<18}{'cannot be read: ' if isinstance(seen, str) else ''}{seen}\n")
        out.write("writing           unknown: only writing would tell\n")
    return Exit.FAILED if refused else Exit.SUCCESS
