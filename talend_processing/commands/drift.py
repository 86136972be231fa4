"""`talend-processing drift`: what was changed, deleted and made behind Pulumi's back, read-only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from talend_processing.client.errors import SettingsError
from talend_processing.client.settings import Settings
from talend_processing.commands.exits import Exit
from talend_processing.drift import comparing
from talend_processing.drift.report import Drift
from talend_processing.drift.unmanaged import Scope
from talend_processing.review.errors import DocumentError
from talend_processing.review.state import State, read_state

Form: TypeAlias = Literal["terminal", "markdown", "json"]


def drift(
    state: str | None = None,
    *,
    stack: str | None = None,
    unmanaged: Scope = "environment",
    also_managed: tuple[str, ...] = (),
    form: Form = "terminal",
    region: str | None = None,
    api_url: str | None = None,
) -> Exit:
    """Compare a stack's state with the account; nothing is written, neither there nor here.

    Exit code 0 says that there is no drift, 7 that there is some, 1 that something could not be read, and 2
    that the state or a setting is wrong.

    Args:
        state: What `pulumi stack export` printed, a file or `-` for stdin.
        stack: Instead of a file: the stack to export, with the `pulumi` on PATH.
        unmanaged: Where to look for objects that no resource stands for.
        also_managed: States of other stacks, whose objects are not unmanaged.
        form: How to print what was found.
        region: Such as eu; instead of TALEND_REGION.
        api_url: The address itself; instead of TALEND_API_URL.

    """
    try:
        held = _state(state, stack)
        comparing.objects(held)
        others = [_state(name, None) for name in also_managed]
        settings = _settings(held, region, api_url)
        from talend_processing.client.api import TalendClient  # noqa: PLC0415 - heavy, and not for `--help`
        from talend_processing.provider.session import Session  # noqa: PLC0415

        with TalendClient(settings) as client:
            session = Session(client, api_url=settings.api_url, wait=client.wait)
            found = comparing.drift(held, session, scope=unmanaged, others=others, parallel=settings.parallel)
    except (DocumentError, SettingsError) as error:
        sys.stderr.write(f"error: {error}\n")
        return Exit.USAGE
    _print(found, form)
    if found.unread:
        return Exit.FAILED
    return Exit.DRIFT if found.found else Exit.SUCCESS


def _print(found: Drift, form: Form) -> None:
    if form == "json":
        from talend_processing.drift.json_report import json_report  # noqa: PLC0415 - only what is asked for

        sys.stdout.write(json_report(found))
    elif form == "markdown":
        from talend_processing.drift.markdown import markdown  # noqa: PLC0415

        sys.stdout.write(markdown(found))
    else:
        from talend_processing.drift.terminal import terminal  # noqa: PLC0415

        terminal(found, sys.stdout)


def _state(name: str | None, stack: str | None) -> State:
    if (name is None) == (stack is None):
        raise DocumentError("give a state (a file, or - for stdin) or --stack, one of them")
    if stack is not None:
        return read_state(_exported(stack), name=f"the state of {stack}")
    if name == "-":
        return read_state(sys.stdin.read(), name="stdin")
    try:
        return read_state(Path(str(name)).read_text(encoding="utf-8"), name=str(name))
    except OSError as error:
        raise DocumentError(f"{name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DocumentError(f"{name}: it is no text in UTF-8, so it is no state of Pulumi") from None


def _exported(stack: str) -> str:
    """The stack's state, by a command that only reads it."""
    pulumi = shutil.which("pulumi")
    if pulumi is None:
        raise DocumentError("there is no pulumi on PATH: export the state yourself and give the file")
    command = [pulumi, "stack", "export", "--stack", stack, "--non-interactive"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
        raise DocumentError(f"`pulumi stack export --stack {stack}` failed: {said}")
    return done.stdout


def _settings(state: State, region: str | None, api_url: str | None) -> Settings:
    """The settings; where nobody gives an address, the one that the state has, if it is Talend's."""
    given = {"talend:region": region, "talend:apiUrl": api_url}
    config = {key: value for key, value in given.items() if value}
    named = config or any(os.environ.get(name) for name in ("TALEND_REGION", "TALEND_API_URL"))
    made_at = comparing.address(state)
    # A state from elsewhere must not decide who gets the token.
    if not named and (urlsplit(made_at).hostname or "").endswith(".cloud.talend.com"):
        config = {"talend:apiUrl": made_at}
    return Settings.load(config, os.environ)
