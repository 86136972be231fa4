"""`talend-processing check`: check the credentials and the address, and what the credentials may read."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.options import FROM_ENVIRONMENT, Account, AsJson
from talend_processing.cli.shared.output import print_json
from talend_processing.cli.shared.versions import versions
from talend_processing.client.errors import (
    AuthenticationError,
    ConnectionFailedError,
    RequestTimeoutError,
    TalendError,
)
from talend_processing.client.settings import AccessToken, is_loopback

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

_READS: Final = (
    ("environments", "environments"),
    ("workspaces", "workspaces"),
    ("Remote Engines", "remote_engines"),
    ("clusters", "clusters"),
    ("Pipeline Engines", "pipeline_engines"),
)
_GLOBAL_ERRORS: Final = (AuthenticationError, ConnectionFailedError, RequestTimeoutError)
"""Errors after which further calls would most likely fail too."""
_TOLERANCE: Final = 1.5
"""Seconds by which the clocks may differ. The API reports whole seconds, and a response takes time."""


def check(*, account: Account = FROM_ENVIRONMENT, as_json: AsJson = False) -> Exit:
    """Check the credentials and the address, what the credentials may read, the clock, and the versions.

    The command writes nothing, so it cannot check whether the credentials may write.
    """
    settings = account.settings()
    found: dict[str, int | str] = {}
    with account.client() as client:
        for noun, group in _READS:
            try:
                found[noun] = len(getattr(client, group).list())
            except TalendError as error:
                found[noun] = f"cannot be read: {error}"
                if isinstance(error, _GLOBAL_ERRORS):
                    break
        ahead = client.server_ahead
        rules = _simulated(client, settings.api_url)
    found |= {noun: "not tried after an earlier error" for noun, _ in _READS if noun not in found}
    compared = any(isinstance(seen, int) for seen in found.values())
    refused = [noun for noun, seen in found.items() if isinstance(seen, str)]
    kind = "access token" if isinstance(settings.credentials, AccessToken) else "service account"
    if as_json:
        print_json(
            {
                "apiUrl": settings.api_url,
                "credentials": kind,
                "clockBehindSeconds": round(ahead) if compared else None,
                "versions": versions(),
                "rules": rules,
                "reads": found,
                "writes": "unknown",
            }
        )
    else:
        _row("address", settings.api_url)
        if rules is not None:
            _row("rules", _rules(rules))
        _row("credentials", f"{kind}, from the environment")
        _row("clock", clock(ahead) if compared else "not compared")
        for name, version in versions().items():
            _row(name, version)
        for noun, seen in found.items():
            _row(noun, str(seen))
        _row("writing", "not tried: only a write can check it")
    return Exit.FAILED if refused else Exit.SUCCESS


def _simulated(client: TalendClient, api_url: str) -> dict[str, object] | None:
    """Return the rules of the API if it is a simulator on this machine, or None for any other API."""
    if not is_loopback(urlsplit(api_url).hostname or ""):
        return None
    try:
        answer = client.dispatcher.exchange("GET", "/_simulator/rules")
        found = json.loads(answer.content)
    except (TalendError, ValueError):
        return None
    return found if isinstance(found, dict) and "differ" in found else None


def _rules(rules: Mapping[str, object]) -> str:
    differ = rules["differ"]
    count = len(differ) if isinstance(differ, dict) else 0
    source = f"report {rules['report']}" if rules["report"] else "no report"
    return f"those of a simulator ({source}), {count} of them not at their defaults"


def _row(name: str, value: str) -> None:
    sys.stdout.write(f"{name:<19}{value}\n")


def clock(ahead: float) -> str:
    """Describe the error of this machine's clock. The API's clock is `ahead` seconds ahead of it."""
    if abs(ahead) < _TOLERANCE:
        return "correct within the precision of the API's clock"
    side = "behind" if ahead > 0 else "ahead of"
    return f"{abs(ahead):.0f} s {side} the API's: correct it (the search for runs uses the API's clock)"
