"""`talend-processing`: what stands beside `pulumi`. The exit codes are those of `commands/exits.py`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

import talend_processing
from talend_processing.client.api import TalendClient
from talend_processing.client.errors import NotFoundError, SettingsError, TalendError
from talend_processing.client.settings import Settings
from talend_processing.commands import check, read, run
from talend_processing.commands.exits import Exit


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    root = argparse.ArgumentParser(
        prog="talend-processing",
        description="Beside `pulumi`: a simulated API, a check of credentials, what there is, and runs.",
        epilog="Exit codes: " + "; ".join(f"{code.value} {code.name.lower()}" for code in Exit),
    )
    root.add_argument("--version", action="version", version=talend_processing.__version__)
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("simulator", help="serve a simulated API until Ctrl-C", add_help=False)
    add = {
        "check": ("whether credentials and address are right, and what they may read", None),
        "list": ("all objects of a kind", read.add_list_arguments),
        "get": ("one object", read.add_get_arguments),
        "run": ("run a task, a plan or a promotion once, and wait for its end", run.add_arguments),
    }
    for name, (says, arguments) in add.items():
        command = commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
        command.add_argument("--region", help="such as eu; instead of TALEND_REGION")
        command.add_argument("--api-url", help="the address itself; instead of TALEND_API_URL")
        command.add_argument("--json", action="store_true", help="print JSON on stdout")
        if arguments is not None:
            arguments(command)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    root = parser()
    given, rest = root.parse_known_args(arguments)
    if given.command == "simulator":
        from talend_processing.simulator.__main__ import main as serve  # noqa: PLC0415 - heavy, for it alone

        return serve(rest)
    if rest:
        root.error(f"unrecognized arguments: {' '.join(rest)}")
    return perform(given, os.environ)


def perform(given: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Run a command that calls the API."""
    config = {"talend:region": given.region, "talend:apiUrl": given.api_url}
    try:
        settings = Settings.load({key: value for key, value in config.items() if value}, environ)
    except SettingsError as error:
        _say(f"error: {error}")
        return Exit.USAGE
    try:
        with TalendClient(settings) as client:
            return _call(given, settings, client)
    except KeyboardInterrupt:
        _say("interrupted; a run that has started goes on")
        return Exit.FAILED
    except NotFoundError as error:
        _say(f"error: {error}")
        return Exit.NOT_FOUND
    except TalendError as error:
        _say(f"error: {error}")
        return Exit.FAILED


def _call(given: argparse.Namespace, settings: Settings, client: TalendClient) -> Exit:
    out = sys.stdout
    if given.command == "check":
        return check.check(settings, client, out, as_json=given.json)
    if given.command == "list":
        return read.list_all(given, client, out)
    if given.command == "get":
        return read.get(given, client, out)
    url, delay = settings.api_url, settings.list_delay
    return run.run(given, client, api_url=url, list_delay=delay, out=out, say=_say)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
