"""`talend-processing check`: whether credentials and address are right, and what may be read."""

from __future__ import annotations

import sys

from talend_processing.client.errors import TalendError
from talend_processing.client.settings import AccessToken
from talend_processing.commands.exits import Exit
from talend_processing.commands.options import FROM_ENVIRONMENT, Account, AsJson
from talend_processing.commands.output import print_json

_READS = (
    ("environments", "environments"),
    ("workspaces", "workspaces"),
    ("Remote Engines", "remote_engines"),
    ("clusters", "clusters"),
    ("Pipeline Engines", "pipeline_engines"),
)


def check(*, account: Account = FROM_ENVIRONMENT, as_json: AsJson = False) -> Exit:
    """Whether credentials and address are right, and what they may read.

    What they may write only writing would tell, so nothing does.
    """
    settings = account.settings()
    found: dict[str, int | str] = {}
    with account.client() as client:
        for noun, group in _READS:
            try:
                found[noun] = len(getattr(client, group).list())
            except TalendError as error:
                found[noun] = str(error)
    refused = [noun for noun, seen in found.items() if isinstance(seen, str)]
    kind = "access token" if isinstance(settings.credentials, AccessToken) else "service account"
    if as_json:
        print_json({"apiUrl": settings.api_url, "credentials": kind, "reads": found, "writes": "unknown"})
    else:
        out = sys.stdout
        out.write(f"address      {settings.api_url}\ncredentials  {kind}, from the environment\n")
        for noun, seen in found.items():
            out.write(f"{noun:<18}{'cannot be read: ' if isinstance(seen, str) else ''}{seen}\n")
        out.write("writing           unknown: only writing would tell\n")
    return Exit.FAILED if refused else Exit.SUCCESS
