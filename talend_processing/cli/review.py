"""`talend-processing review`: report how the changes in a preview affect engines, tasks and plans."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.options import (
    DOCUMENT,
    FROM_ENVIRONMENT,
    Account,
    AsJson,
    refuse_two_stdins,
)
from talend_processing.cli.shared.output import deliver, draw
from talend_processing.client.errors import TalendError
from talend_processing.review.findings.report import Review
from talend_processing.review.findings.report import review as build_review
from talend_processing.review.findings.rules import Risk
from talend_processing.review.render.json_report import json_report
from talend_processing.review.render.markdown import markdown
from talend_processing.review.render.sarif import sarif
from talend_processing.review.render.terminal import terminal
from talend_processing.stack.document import read_text
from talend_processing.stack.preview import Preview, read_preview
from talend_processing.stack.state import State, read_state

if TYPE_CHECKING:
    from talend_processing.review.findings.facts import Facts

_CREDENTIAL_VARIABLES: Final = ("TALEND_ACCESS_TOKEN", "TALEND_CLIENT_ID", "TALEND_CLIENT_SECRET")
_NO_CREDENTIALS: Final = (
    "live facts (executions in flight, tasks that ran recently, paired engines) are missing: no"
    " environment variable contains credentials"
)

Format: TypeAlias = Literal["markdown", "json", "sarif", "terminal"]


def review(  # noqa: PLR0913 - each parameter is an option
    preview: Annotated[str, DOCUMENT],
    /,
    *,
    state: Annotated[str | None, DOCUMENT] = None,
    format: Format = "terminal",  # noqa: A002 - the option's name
    output: Path | None = None,
    program: str = "",
    fail_on: Literal["high", "medium", "low", "never"] = "never",
    offline: bool = False,
    account: Account = FROM_ENVIRONMENT,
    as_json: AsJson = False,
) -> Exit:
    """Report how the changes in a preview affect engines, tasks and plans.

    The command writes neither to the account nor to the state. With credentials in the environment, the
    report also contains facts of the live account: executions in flight, tasks that ran recently, and paired
    engines. If these facts are missing, a note says why.

    Args:
        preview: A file with the output of `pulumi preview --json --show-sames`, or a file that
            `pulumi preview --save-plan` wrote; `-` reads stdin.
        state: A file with the output of `pulumi stack export`, for facts that the preview does not contain.
        format: markdown for the comment of a pull request, json for programs, sarif for code scanning.
        output: The file to write instead of stdout.
        program: The folder of Pulumi.yaml within the repository, for the paths in SARIF.
        fail_on: Exit with 8 if a change has this risk or a higher one.
        offline: Do not call the API, even if there are credentials.

    """
    refuse_two_stdins(preview, state)
    recorded_state = None if state is None else _read_state(state)
    text, name = read_text(preview, sys.stdin)
    changes = read_preview(text, name=name, state=recorded_state)
    facts, notes = (
        (None, ("live facts are missing: --offline was given",)) if offline else _live_facts(changes, account)
    )
    result = build_review(changes, facts, notes)
    _write(result, "json" if as_json else format, program, output)
    fails = fail_on != "never" and result.risk >= Risk[fail_on.upper()]
    return Exit.RISK if fails else Exit.SUCCESS


def _read_state(path: str) -> State:
    text, name = read_text(path, sys.stdin)
    return read_state(text, name=name)


def _live_facts(preview: Preview, account: Account) -> tuple[Facts | None, tuple[str, ...]]:
    """Return facts of the account, or None and a note that says why they are missing."""
    if not any(os.environ.get(name) for name in _CREDENTIAL_VARIABLES):
        return None, (_NO_CREDENTIALS,)
    settings = account.settings()
    # The token goes only to the address in the settings, never to an address in the preview, because
    # the author of the pull request controls the preview.
    addresses = {str(url) for step in preview.steps if (url := (step.old or {}).get("__apiUrl"))}
    if other_addresses := addresses - {settings.api_url}:
        address = min(other_addresses)
        return None, (
            f"live facts are missing: the stack was created at {address}, not at {settings.api_url}",
        )
    from talend_processing.review.findings.facts import read_facts  # noqa: PLC0415 - slow to import

    try:
        with account.client() as client:
            return read_facts(client, preview.steps), ()
    except TalendError as error:
        return None, (f"live facts are missing: {error}",)


def _write(review: Review, chosen_format: Format, program: str, output: Path | None) -> None:
    if chosen_format == "terminal":
        draw(lambda out: terminal(review, out), output)
    elif chosen_format == "sarif":
        deliver(sarif(review, program_folder=program), output)
    else:
        deliver(json_report(review) if chosen_format == "json" else markdown(review), output)
