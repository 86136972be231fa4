"""`talend-processing`: the simulator, and whether credentials and address are right.

Exit codes: 0 all is well; 1 what was asked for failed; 2 the command line or a setting is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

import talend_processing
from talend_processing.client.api import TalendClient
from talend_processing.client.errors import SettingsError, TalendError
from talend_processing.client.settings import AccessToken, Settings

_READS = (
    ("environments", "environments"),
    ("workspaces", "workspaces"),
    ("Remote Engines", "remote_engines"),
    ("clusters", "clusters"),
    ("Pipeline Engines", "pipeline_engines"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    parser = argparse.ArgumentParser(
        prog="talend-processing",
        description="Beside `pulumi`: a simulated API, and a check of credentials and address.",
    )
    parser.add_argument("--version", action="version", version=talend_processing.__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("simulator", help="serve a simulated API until Ctrl-C", add_help=False)
    doctor = commands.add_parser("check", help="are credentials and address right, and what may they read")
    doctor.add_argument("--region", help="such as eu; instead of TALEND_REGION")
    doctor.add_argument("--api-url", help="the address itself; instead of TALEND_API_URL")
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    given, rest = parser.parse_known_args(arguments)
    if given.command == "simulator":
        from talend_processing.simulator.__main__ import main as serve  # noqa: PLC0415 - heavy, for it alone

        return serve(rest)
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    config = {"talend:region": given.region, "talend:apiUrl": given.api_url}
    return check(
        {key: value for key, value in config.items() if value}, os.environ, sys.stdout, as_json=given.json
    )


def check(config: Mapping[str, str], environ: Mapping[str, str], out: TextIO, *, as_json: bool) -> int:
    """Say what the credentials may read. What they may write only writing would tell, so nothing does."""
    try:
        settings = Settings.load(config, environ)
    except SettingsError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    found: dict[str, int | str] = {}
    with TalendClient(settings) as client:
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
    return 1 if refused else 0
