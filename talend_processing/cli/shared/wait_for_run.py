"""Wait for the end of a run, and say on the way what is seen."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

from cyclopts import Parameter

from talend_processing.cli.shared.exits import Exit, UsageError
from talend_processing.cli.shared.options import Account, Id
from talend_processing.cli.shared.output import print_json, say
from talend_processing.cli.shared.progress import Show, progress
from talend_processing.client.errors import NotFoundError
from talend_processing.secret_text import mask_values

if TYPE_CHECKING:
    from talend_processing.provider.declare.values import Value
    from talend_processing.provider.session.session import Session


def _positive(_type: object, value: float) -> None:
    if not 0 < value < math.inf:
        raise ValueError(f"{value:g} is not a number of seconds above 0")


Seconds: TypeAlias = Annotated[float, Parameter(metavar="SECONDS", validator=_positive)]


@Parameter(name="*")
@dataclass(frozen=True)
class Wait:
    """How the end is waited for.

    Attributes:
        execution_id: Wait for this execution and start nothing: after a lost answer.
        no_wait: Start it and print its execution's id.
        timeout: Seconds to wait.
        poll_interval: Seconds between two looks.

    """

    execution_id: Id | None = None
    no_wait: bool = False
    timeout: Seconds = 3600.0
    poll_interval: Seconds = 10.0


UNTIL_THE_END: Final = Wait()
"""Nothing is given on the command line."""


@dataclass(frozen=True)
class Seen:
    """What is known of a run when the command ends."""

    code: Exit
    execution_id: str = ""
    status: str = ""
    execution: Mapping[str, object] | None = None
    said: str = ""
    """How it ended, for people."""


def start_and_wait(
    kind: str, sent: Mapping[str, object], *, account: Account, waits: Wait, as_json: bool
) -> Exit:
    """Start the run unless its execution is given, say its id at once, and wait for its end."""
    from talend_processing.cli.shared.start_run import Started, start  # noqa: PLC0415 - heavy, not for `--help`
    from talend_processing.provider.session.session import Session  # noqa: PLC0415 - likewise

    if waits.execution_id and waits.no_wait:
        raise UsageError("--execution-id starts nothing, and --no-wait waits for nothing: leave one out")
    settings = account.settings()
    with account.client() as client:
        url, delay = settings.api_url, settings.list_delay
        session = Session(client, api_url=url, wait=client.wait, list_delay=delay)
        given = waits.execution_id
        started = Started(given) if given else start(session, kind, sent, timeout=waits.timeout)
        if started.said:
            say(started.said)
        seen = Seen(started.code, started.execution_id)
        if started.execution_id:
            say(f"{kind} {sent['executable']}: execution {started.execution_id}")
            if not waits.no_wait and not started.code:
                with progress(f"{kind} {sent['executable']}") as show:
                    seen = wait_for_end(session, kind, started.execution_id, waits, show)
                say(seen.said)
    _print(seen, as_json=as_json)
    return seen.code


def wait_for_end(session: Session, kind: str, execution_id: str, waits: Wait, show: Show) -> Seen:
    """Look until the run has ended or the time is up; a look that fails for a moment ends nothing."""
    from talend_processing.provider.runs.completion import PASSING  # noqa: PLC0415 - heavy
    from talend_processing.provider.runs.kinds import KINDS, is_final, progress_of  # noqa: PLC0415 - heavy

    runs, began = KINDS[kind], session.now()
    answer: Mapping[str, Value] = {}
    while True:
        try:
            answer = runs.get(session.client, execution_id)
            seen = progress_of(runs, answer)
        except NotFoundError as error:
            if waits.execution_id or session.now() - began > session.list_delay:
                return Seen(Exit.NOT_FOUND, execution_id, said=str(error))
            seen = "not known yet"  # it has just started: the API said so
        except PASSING as error:
            seen = f"could not be read ({error})"
        status, waited = runs.status(answer), session.now() - began
        if is_final(runs, answer):
            code = Exit.SUCCESS if status in runs.good else Exit.FAILED
            why = runs.why(answer) if code else ""
            said = f"{status} after {waited:.0f} s{': ' if why else ''}{why}"
            return Seen(code, execution_id, status, answer, said)
        if waited >= waits.timeout:
            said = f"{seen} after {waited:.0f} s. It goes on: wait for it with --execution-id {execution_id}"
            return Seen(Exit.TIMEOUT, execution_id, status, answer, said)
        show(seen, waited)
        session.wait(min(waits.poll_interval, waits.timeout - waited))


def _print(seen: Seen, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "executionId": seen.execution_id,
                "status": seen.status,
                "exit": seen.code.name,
                "execution": mask_values(seen.execution or {}),
            }
        )
    elif seen.execution_id:
        sys.stdout.write(f"{seen.execution_id}\n")
