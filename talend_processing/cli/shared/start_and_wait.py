"""Start a run, or take an execution that the user names, and wait for the end of the run."""

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
from talend_processing.cli.shared.progress import progress
from talend_processing.client.errors import NotFoundError, TalendError
from talend_processing.secret_text import mask_values

if TYPE_CHECKING:
    from datetime import datetime

    from talend_processing.provider.kinds.values import Inputs
    from talend_processing.provider.runs.send_start import RunRequest, Start
    from talend_processing.provider.runs.wait import Show
    from talend_processing.provider.session.session import Session


def _check_seconds(_type: object, value: float) -> None:
    if not 0 < value < math.inf:
        raise ValueError(f"{value:g} is not a number of seconds above 0")


Seconds: TypeAlias = Annotated[float, Parameter(metavar="SECONDS", validator=_check_seconds)]


@Parameter(name="*")
@dataclass(frozen=True)
class Wait:
    """The options about waiting for a run.

    Attributes:
        execution_id: Wait for this execution and start nothing, for instance after a lost response.
        no_wait: Only start the run, and print the id of its execution.
        timeout: Seconds to wait for the end. For a promotion, also the time limit for the response to the
            start.
        poll_interval: Seconds between two polls of the status. While the API does not return the run, the
            interval grows.

    """

    execution_id: Id | None = None
    no_wait: bool = False
    timeout: Seconds = 3600.0
    poll_interval: Seconds = 10.0


DEFAULT_WAIT: Final = Wait()


@dataclass(frozen=True)
class Result:
    """What the command prints about the run, and its exit code."""

    code: Exit
    execution_id: str = ""
    status: str = ""
    execution: Mapping[str, object] | None = None
    message: str = ""
    """The text for stderr."""


def start_and_wait(
    kind: str,
    arguments: Inputs,
    *,
    account: Account,
    wait: Wait,
    as_json: bool,
    wait_on_conflict: bool = False,
) -> Exit:
    """Start a run, or take the execution that `wait` names, wait for the end, and return the exit code.

    Messages go to stderr. Stdout gets the execution id, or with `as_json` the whole result.

    Args:
        kind: Kind of the run: task, plan or promotion.
        arguments: Arguments of the start, with the API's names as keys.
        account: The options that select the API's address.
        wait: The options about waiting.
        as_json: Whether to print JSON.
        wait_on_conflict: Whether to retry a start that the API refuses with 409.

    """
    # These modules are slow to import, and `--help` does not need them.
    from talend_processing.provider.runs.kinds import KINDS  # noqa: PLC0415
    from talend_processing.provider.runs.send_start import RunRequest  # noqa: PLC0415
    from talend_processing.provider.session.session import Session  # noqa: PLC0415

    if wait.execution_id and wait.no_wait:
        raise UsageError("--execution-id only waits, and --no-wait only starts: omit one of them")
    settings = account.settings()
    with account.client() as client:
        session = Session(client, api_url=settings.api_url, wait=client.wait, list_delay=settings.list_delay)
        request = RunRequest(
            kind=KINDS[kind],
            arguments=arguments,
            intended_at=session.utc_now(),
            timeout=wait.timeout,
            wait_on_conflict=wait_on_conflict,
        )
        result = run_to_end(session, request, wait)
    _print(result, as_json=as_json)
    return result.code


def run_to_end(session: Session, request: RunRequest, wait: Wait) -> Result:
    """Do what `start_and_wait` does, but return the result and leave stdout alone."""
    if wait.execution_id:
        result = Result(Exit.SUCCESS, wait.execution_id)
        intended_at = None
    else:
        result = _start(session, request)
        intended_at = request.intended_at
    if result.message:
        say(result.message)
    if not result.execution_id:
        return result
    say(f"{request.description}: execution {result.execution_id}")
    if wait.no_wait or result.code:
        return result
    with progress(request.description) as show:
        result = _wait_for_end(session, request, result.execution_id, intended_at, wait, show)
    say(result.message)
    return result


def _start(session: Session, request: RunRequest) -> Result:
    from talend_processing.provider.runs.send_start import look_up_lost_start, start_run  # noqa: PLC0415 - slow to import

    in_flight = False  # whether a start was sent that the API has not refused

    def mark_in_flight() -> None:
        nonlocal in_flight
        in_flight = True

    try:
        with progress(request.description) as show:

            def show_conflict(text: str, waited_seconds: float) -> None:
                nonlocal in_flight
                in_flight = False
                show(text, waited_seconds)

            return _result_of_start(start_run(session, request, show_conflict, before_send=mark_in_flight))
    except KeyboardInterrupt:
        if not in_flight:
            return Result(Exit.FAILED, message="interrupted; nothing was started")
    say(f"interrupted while starting {request.description}; checking whether it has started")
    start = look_up_lost_start(session, request, "Interrupted before the API answered")
    result = _result_of_start(start)
    # An interrupted command fails, even if the run has started.
    return Result(result.code or Exit.FAILED, result.execution_id, message=result.message)


def _result_of_start(start: Start) -> Result:
    if start.error is not None:
        code = Exit.NOT_FOUND if isinstance(start.error, NotFoundError) else Exit.REFUSED
        return Result(code, message=str(start.error))
    if start.status == "STARTED":
        return Result(Exit.SUCCESS, start.execution_id, message=start.message)
    advice = "Check the history in Talend Cloud. If the run has started, wait for it with --execution-id"
    return Result(Exit.UNKNOWN, message=f"{start.message}. {advice}")


def _wait_for_end(
    session: Session,
    request: RunRequest,
    execution_id: str,
    intended_at: datetime | None,
    wait: Wait,
    show: Show,
) -> Result:
    from talend_processing.provider.runs.absence import advice_on_absence  # noqa: PLC0415 - slow to import
    from talend_processing.provider.runs.wait import (  # noqa: PLC0415 - slow to import
        EXPIRED,
        NOT_SHOWN,
        AwaitedRun,
        wait_for_end,
    )

    kind = request.kind
    run = AwaitedRun(
        execution_id=execution_id,
        intended_at=intended_at,
        timeout=wait.timeout,
        poll_interval=wait.poll_interval,
        read_by_id=True,
    )
    try:
        outcome = wait_for_end(session, kind, run, show)
    except KeyboardInterrupt:
        message = f"interrupted; the run continues: wait for it with --execution-id {execution_id}"
        return Result(Exit.UNWATCHED, execution_id, message=message)
    except NotFoundError as error:
        return Result(Exit.NOT_FOUND, execution_id, message=str(error))
    except TalendError as error:
        message = (
            f"{error}\nThe wait has failed, but the run continues."
            f" Correct the cause, then wait for the run with --execution-id {execution_id}"
        )
        return Result(Exit.UNWATCHED, execution_id, message=message)
    status = kind.status(outcome.execution)
    if not outcome.ended:
        code, message = Exit.TIMEOUT, f"{outcome.text} after {outcome.waited:.0f} s."
        message += f" The run continues: wait for it with --execution-id {execution_id}"
    elif status == NOT_SHOWN:
        advice = advice_on_absence(session, kind, request.executable, request.intended_at)
        code, message = Exit.UNKNOWN, f"{status} after {outcome.waited:.0f} s: {advice}"
    elif status in kind.success_statuses:
        code, message = Exit.SUCCESS, f"{status} after {outcome.waited:.0f} s"
    else:
        code = Exit.NOT_FOUND if status == EXPIRED else Exit.FAILED
        reason = kind.failure_reason(outcome.execution)
        message = f"{status} after {outcome.waited:.0f} s{': ' if reason else ''}{reason}"
    return Result(code, execution_id, status, outcome.execution, message)


def _print(result: Result, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "executionId": result.execution_id,
                "status": result.status,
                "exit": result.code.name,
                "execution": mask_values(result.execution or {}),
            }
        )
    elif result.execution_id:
        sys.stdout.write(f"{result.execution_id}\n")
