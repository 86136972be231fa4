"""`talend-processing drift`: find objects that were changed, deleted or created outside Pulumi."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from cyclopts import Parameter

from talend_processing.cli.shared.exits import Exit, UsageError
from talend_processing.cli.shared.options import (
    DOCUMENT,
    FROM_ENVIRONMENT,
    Account,
    AsJson,
    not_empty,
    refuse_two_stdins,
)
from talend_processing.cli.shared.output import deliver, draw
from talend_processing.drift import comparing
from talend_processing.drift.report import Drift
from talend_processing.drift.unmanaged import Scope
from talend_processing.stack.document import DocumentError, read_text
from talend_processing.stack.state import State, read_state

Format: TypeAlias = Literal["terminal", "markdown", "json"]


def drift(
    state: Annotated[str | None, DOCUMENT] = None,
    /,
    *,
    stack: Annotated[str | None, Parameter(metavar="NAME", validator=not_empty)] = None,
    unmanaged: Scope = "environment",
    also_managed: Annotated[tuple[str, ...], DOCUMENT] = (),
    format: Format = "terminal",  # noqa: A002 - the option's name
    output: Path | None = None,
    account: Account = FROM_ENVIRONMENT,
    as_json: AsJson = False,
) -> Exit:
    """Compare a stack's state with the account. The command writes to neither of them.

    The exit code is 0 without drift, 7 with drift, 1 if an object could not be read, and 2 if the state or a
    setting is invalid.

    Args:
        state: A file with the output of `pulumi stack export`; `-` reads stdin.
        stack: Instead of a file: the stack whose state the command exports with the `pulumi` on PATH.
        unmanaged: Where to search for objects that no resource manages.
        also_managed: The exported state of another stack, whose objects count as managed; repeatable.
        format: markdown for an issue, json for programs.
        output: The file to write instead of stdout.

    """
    refuse_two_stdins(state, *also_managed)
    loaded_state = _load_state(state, stack)
    comparing.comparable_resources(loaded_state)  # an invalid state is reported before an invalid setting
    other_states = [_load_state(name, None) for name in also_managed]
    account = _account_of(account, loaded_state)
    settings = account.settings()
    from talend_processing.provider.session.session import Session  # noqa: PLC0415 - slow to import

    with account.client() as client:
        session = Session(client, api_url=settings.api_url, wait=client.wait)
        result = comparing.drift(
            loaded_state, session, scope=unmanaged, others=other_states, parallel=settings.parallel
        )
    _write(result, "json" if as_json else format, output)
    if result.unread:
        return Exit.FAILED
    return Exit.DRIFT if result.has_drift else Exit.SUCCESS


def _write(result: Drift, chosen_format: Format, output: Path | None) -> None:
    if chosen_format == "json":
        from talend_processing.drift.json_report import json_report  # noqa: PLC0415 - only for this format

        deliver(json_report(result), output)
    elif chosen_format == "markdown":
        from talend_processing.drift.markdown import markdown  # noqa: PLC0415

        deliver(markdown(result), output)
    else:
        from talend_processing.drift.terminal import terminal  # noqa: PLC0415

        draw(lambda out: terminal(result, out), output)


def _load_state(source: str | None, stack: str | None) -> State:
    if stack is not None and source is None:
        return read_state(_export(stack), name=f"the state of {stack}")
    if source is None or stack is not None:
        raise UsageError("give either a state (a file, or - for stdin) or --stack")
    text, name = read_text(source, sys.stdin)
    return read_state(text, name=name)


def _export(stack: str) -> str:
    """Return the output of `pulumi stack export`."""
    pulumi = shutil.which("pulumi")
    if pulumi is None:
        raise DocumentError("there is no pulumi on PATH: export the state yourself and give the file")
    command = [pulumi, "stack", "export", "--stack", stack, "--non-interactive"]
    process = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if process.returncode != 0:
        reason = " ".join(process.stderr.split()) or f"exit code {process.returncode}"
        raise DocumentError(f"`pulumi stack export --stack {stack}` failed: {reason}")
    return process.stdout


def _account_of(account: Account, state: State) -> Account:
    """Return the account from the options or environment, or else the one at the state's Talend address."""
    explicit_settings = (
        account.region,
        account.api_url,
        *map(os.environ.get, ("TALEND_REGION", "TALEND_API_URL")),
    )
    state_address = comparing.api_url_of(state)
    # A state from an unknown source must not decide which host gets the token.
    if any(explicit_settings) or not (urlsplit(state_address).hostname or "").endswith(".cloud.talend.com"):
        return account
    return Account(api_url=state_address)
