"""Wait for the end of a run, and say on the way what is seen."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

from cyclopts import Parameter

from talend_processing.client.errors import NotFoundError
from talend_processing.commands.exits import Exit
from talend_processing.commands.options import Account, Id
from talend_processing.commands.output import print_json, say

if TYPE_CHECKING:
    from talend_processing.provider.session import Session


def _positive(_type: object, value: float) -> None:
    if not value > 0:
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


def start_and_wait(
    kind: str, sent: Mapping[str, object], *, account: Account, waits: Wait, as_json: bool
) -> Exit:
    """Start the run unless its execution is given, say its id at once, and wait for its end."""
    from talend_processing.commands.starting import Started, start  # noqa: PLC0415 - heavy, not for `--help`
    from talend_processing.provider.session import Session  # noqa: PLC0415 - likewise

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
            if not waits.no_wait:
                seen = _wait(session, kind, started.execution_id, waits)
    _print(seen, as_json=as_json)
    return seen.code


def _wait(session: Session, kind: str, execution_id: str, waits: Wait) -> Seen:
    from talend_processing.provider.runs.kinds import KINDS, is_final  # noqa: PLC0415 - heavy

    runs, began, last = KINDS[kind], session.now(), ""
    while True:
        try:
            answer = runs.get(session.client, execution_id)
        except NotFoundError as error:
            say(str(error))
            return Seen(Exit.NOT_FOUND, execution_id)
        status, waited = runs.status(answer), session.now() - began
        if is_final(runs, answer):
            code = Exit.SUCCESS if status in runs.good else Exit.FAILED
            say(f"{status} after {waited:.0f} s" + (f": {why}" if code and (why := runs.why(answer)) else ""))
            return Seen(code, execution_id, status, answer)
        if waited >= waits.timeout:
            say(f"{status} after {waited:.0f} s. It goes on: wait for it with --execution-id {execution_id}")
            return Seen(Exit.TIMEOUT, execution_id, status, answer)
        if status != last or sys.stderr.isatty():
            say(f"{status}, {waited:.0f} s")
            last = status
        session.wait(min(waits.poll_interval, waits.timeout - waited))


def _print(seen: Seen, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "executionId": seen.execution_id,
                "status": seen.status,
                "exit": seen.code.name,
                "execution": seen.execution or {},
            }
        )
    elif seen.execution_id:
        sys.stdout.write(f"{seen.execution_id}\n")
