"""`talend-processing run task|plan|promotion`: start a run once and wait for its end, or only wait."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from talend_processing.client.errors import NotFoundError, TalendError
from talend_processing.client.models.requests import PromotionRequest
from talend_processing.commands.exits import Exit
from talend_processing.provider.runs.kinds import KINDS, STARTABLE, is_final
from talend_processing.provider.runs.looking import look
from talend_processing.provider.session import Session
from talend_processing.provider.values import Outputs

if TYPE_CHECKING:
    from talend_processing.client.api import TalendClient


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `run`."""
    parser.add_argument("kind", choices=sorted(KINDS), help="what to run")
    parser.add_argument("executable", help="the id of the task, plan or promotion")
    parser.add_argument(
        "--execution-id", metavar="ID", help="wait for this execution and start nothing: after a lost answer"
    )
    parser.add_argument(
        "--parameter", action="append", default=[], metavar="NAME=VALUE", help="task: repeat it"
    )
    parser.add_argument("--resume-from", metavar="ID", help="plan: the failed execution to go on with")
    parser.add_argument("--context", help="promotion: a message for the history")
    parser.add_argument("--no-wait", action="store_true", help="start it and print its execution's id")
    parser.add_argument("--timeout", type=_positive, default=3600.0, metavar="SECONDS", help="to wait (3600)")
    parser.add_argument("--poll-interval", type=_positive, default=10.0, metavar="SECONDS", help="(10)")


def _positive(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if seconds <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return seconds


@dataclass(frozen=True)
class Started:
    """An execution, or why there is none."""

    execution_id: str = ""
    code: Exit = Exit.SUCCESS
    said: str = ""


def run(
    given: argparse.Namespace,
    client: TalendClient,
    *,
    api_url: str,
    list_delay: float,
    out: TextIO,
    say: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
) -> Exit:
    """Start the run unless its execution is given, say its id at once, and wait for its end."""
    session = Session(client, api_url=api_url, wait=client.wait, list_delay=list_delay, clock=clock)
    started = Started(given.execution_id) if given.execution_id else _start(given, session)
    if started.said:
        say(started.said)
    if not started.execution_id:
        _show(out, given, {}, "", started.code)
        return started.code
    say(f"{given.kind} {given.executable}: execution {started.execution_id}")
    if given.no_wait:
        _show(out, given, {}, started.execution_id, Exit.SUCCESS)
        return Exit.SUCCESS
    return _wait(given, session, started.execution_id, out, say)


def _start(given: argparse.Namespace, session: Session) -> Started:
    inputs: Outputs = {
        "executable": given.executable,
        "intendedAt": datetime.now(UTC).isoformat(),
        "parameters": _parameters(given.parameter),
        "resumeFrom": given.resume_from,
    }
    try:
        if given.kind == "promotion":
            request = PromotionRequest(executable=given.executable, context=given.context)
            answer = session.client.promotions.start(request, timeout=given.timeout)
            if answer is None or not answer.execution_id:
                return Started(code=Exit.UNKNOWN, said="started, but the API does not say its execution's id")
            return Started(answer.execution_id)
        return Started(STARTABLE[given.kind].start(session.client, inputs))
    except NotFoundError as error:
        return Started(code=Exit.NOT_FOUND, said=str(error))
    except TalendError as error:
        if error.outcome != "unknown":
            return Started(code=Exit.REFUSED, said=str(error))
        return _looked(given, session, inputs, error)


def _looked(given: argparse.Namespace, session: Session, inputs: Outputs, error: TalendError) -> Started:
    """Settle a start whose answer was lost; it is never repeated."""
    if given.kind == "promotion":
        return Started(
            code=Exit.UNKNOWN,
            said=f"{error}. Look at the promotion's history; if it ran, wait for it with --execution-id",
        )
    found = look(session, STARTABLE[given.kind], inputs)
    if found is None:
        return Started(code=Exit.UNKNOWN, said=f"{error}. No execution has appeared since; look again later")
    return Started(str(found["executionId"]), said=f"{error}. It has started: the list shows it")


def _parameters(given: list[str]) -> dict[str, str] | None:
    if not given:
        return None
    return {name: value for name, _, value in (one.partition("=") for one in given)}


def _wait(
    given: argparse.Namespace,
    session: Session,
    execution_id: str,
    out: TextIO,
    say: Callable[[str], None],
) -> Exit:
    kind, began, last = KINDS[given.kind], session.now(), ""
    while True:
        try:
            answer = kind.get(session.client, execution_id)
        except NotFoundError as error:
            say(str(error))
            return Exit.NOT_FOUND
        status, waited = kind.status(answer), session.now() - began
        if is_final(kind, answer):
            code = Exit.SUCCESS if status in kind.good else Exit.FAILED
            say(f"{status} after {waited:.0f} s" + (f": {why}" if code and (why := kind.why(answer)) else ""))
            _show(out, given, answer, execution_id, code)
            return code
        if waited >= given.timeout:
            say(f"{status} after {waited:.0f} s. It goes on: wait for it with --execution-id {execution_id}")
            _show(out, given, answer, execution_id, Exit.TIMEOUT)
            return Exit.TIMEOUT
        if status != last or sys.stderr.isatty():
            say(f"{status}, {waited:.0f} s")
            last = status
        session.wait(min(given.poll_interval, given.timeout - waited))


def _show(
    out: TextIO, given: argparse.Namespace, answer: Mapping[str, object], execution_id: str, code: Exit
) -> None:
    if given.json:
        status = KINDS[given.kind].status(answer) if answer else ""
        shown = {"executionId": execution_id, "status": status, "exit": code.name, "execution": dict(answer)}
        out.write(json.dumps(shown, indent=2, default=str) + "\n")
    elif execution_id:
        out.write(f"{execution_id}\n")
