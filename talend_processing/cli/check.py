"""`talend-processing check`: check the address, the credentials and this machine's clock."""

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

_LISTS: Final = (
    ("environments", "environments"),
    ("workspaces", "workspaces"),
    ("Remote Engines", "remote_engines"),
    ("clusters", "clusters"),
    ("Pipeline Engines", "pipeline_engines"),
)
"""The objects that the command lists: their name in the output, and the attribute of `TalendClient`."""
_PERSISTENT_ERRORS: Final = (AuthenticationError, ConnectionFailedError, RequestTimeoutError)
"""Errors after which the next call would probably fail too."""
_CLOCK_TOLERANCE: Final = 1.5
"""Seconds. A smaller difference of the clocks is not reported: the API's clock shows whole seconds."""


def check(*, account: Account = FROM_ENVIRONMENT, as_json: AsJson = False) -> Exit:
    """Check the API's address, the credentials, which objects they may read, and this machine's clock.

    The output also contains the installed versions. The command writes nothing to the account, so it cannot
    check whether the credentials may write.
    """
    settings = account.settings()
    reads: dict[str, int | str] = {}
    with account.client() as client:
        for name, attribute in _LISTS:
            try:
                reads[name] = len(getattr(client, attribute).list())
            except TalendError as error:
                reads[name] = f"cannot be read: {error}"
                if isinstance(error, _PERSISTENT_ERRORS):
                    break
        server_ahead = client.server_ahead
        rules = _simulator_rules(client, settings.api_url)
    reads |= {name: "not tried after an earlier error" for name, _ in _LISTS if name not in reads}
    is_clock_compared = any(isinstance(result, int) for result in reads.values())
    unread = [name for name, result in reads.items() if isinstance(result, str)]
    kind = "access token" if isinstance(settings.credentials, AccessToken) else "service account"
    if as_json:
        print_json(
            {
                "apiUrl": settings.api_url,
                "credentials": kind,
                "clockBehindSeconds": round(server_ahead) if is_clock_compared else None,
                "versions": versions(),
                "rules": rules,
                "reads": reads,
                "writes": "unknown",
            }
        )
    else:
        _row("address", settings.api_url)
        if rules is not None:
            _row("rules", _rules_text(rules))
        _row("credentials", f"{kind}, from the environment")
        _row("clock", clock(server_ahead) if is_clock_compared else "not compared")
        for program, version in versions().items():
            _row(program, version)
        for name, result in reads.items():
            _row(name, str(result))
        _row("writing", "not tried: only a write can show whether it is allowed")
    return Exit.FAILED if unread else Exit.SUCCESS


def _simulator_rules(client: TalendClient, api_url: str) -> dict[str, object] | None:
    """Return the rules of a simulator on this machine, or None if the API is not a simulator."""
    if not is_loopback(urlsplit(api_url).hostname or ""):
        return None
    try:
        response = client.dispatcher.exchange("GET", "/_simulator/rules")
        rules = json.loads(response.content)
    except (TalendError, ValueError):
        return None
    return rules if isinstance(rules, dict) and "differ" in rules else None


def _rules_text(rules: Mapping[str, object]) -> str:
    changed_rules = rules["differ"]
    changed_count = len(changed_rules) if isinstance(changed_rules, dict) else 0
    source = f"the rules of {rules['report']}" if rules["report"] else "the default rules"
    return f"simulator, started with {source}; {changed_count} of the rules differ from the defaults"


def _row(name: str, value: str) -> None:
    sys.stdout.write(f"{name:<19}{value}\n")


def clock(server_ahead: float) -> str:
    """Describe the error of this machine's clock.

    Args:
        server_ahead: Seconds by which the API's clock is ahead of this machine's, negative if it is behind.

    """
    if abs(server_ahead) < _CLOCK_TOLERANCE:
        return "correct within the precision of the API's clock"
    relation = "behind" if server_ahead > 0 else "ahead of"
    seconds = f"{abs(server_ahead):.0f} s"
    return f"{seconds} {relation} the API's: adjust it"
