"""Start a run at most once: a start whose answer was lost is looked for, and never repeated."""

from __future__ import annotations

from dataclasses import dataclass, replace

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.output import say
from talend_processing.client.api.promotions import PromotionRequest
from talend_processing.client.errors import NotFoundError, TalendError
from talend_processing.provider.declare.values import Inputs, Outputs
from talend_processing.provider.runs.kinds import STARTABLE
from talend_processing.provider.runs.start_lookup import look
from talend_processing.provider.session.session import Session


@dataclass(frozen=True)
class Started:
    """An execution, or why there is none; with a code beside an execution nobody is to wait for it."""

    execution_id: str = ""
    code: Exit = Exit.SUCCESS
    said: str = ""


def start(session: Session, kind: str, sent: Inputs, *, timeout: float) -> Started:
    """Start it, as the API's arguments for the kind say; a promotion's answer may take `timeout` seconds."""
    inputs: Outputs = {**sent, "intendedAt": session.moment().isoformat()}
    try:
        if kind == "promotion":
            return _promoted(session, sent, timeout)
        return Started(STARTABLE[kind].start(session.client, inputs))
    except KeyboardInterrupt:
        say(f"interrupted while {kind} {sent['executable']} was started; looks whether it has")
        found = _looked(session, kind, inputs, "Interrupted before the API had answered")
        return replace(found, code=found.code or Exit.FAILED)
    except NotFoundError as error:
        return Started(code=Exit.NOT_FOUND, said=str(error))
    except TalendError as error:
        if error.outcome != "unknown":
            return Started(code=Exit.REFUSED, said=str(error))
        return _looked(session, kind, inputs, str(error))


def _promoted(session: Session, sent: Inputs, timeout: float) -> Started:
    request = PromotionRequest.model_validate(
        {name: value for name, value in sent.items() if value is not None}
    )
    answer = session.client.promotions.start(request, timeout=timeout)
    if answer is None or not answer.execution_id:
        return Started(code=Exit.UNKNOWN, said="started, but the API does not say its execution's id")
    return Started(answer.execution_id)


def _looked(session: Session, kind: str, inputs: Inputs, error: str) -> Started:
    """Settle a start whose answer was lost."""
    if kind == "promotion":
        return Started(
            code=Exit.UNKNOWN,
            said=f"{error}. Look at the promotion's history; if it ran, wait for it with --execution-id",
        )
    try:
        found = look(session, STARTABLE[kind], inputs)
    except TalendError as trouble:
        return Started(code=Exit.UNKNOWN, said=f"{error}. Whether it has started is not known: {trouble}")
    if found is None:
        return Started(code=Exit.UNKNOWN, said=f"{error}. No execution has appeared since; look again later")
    return Started(str(found["executionId"]), said=f"{error}. It has started: the list shows it")
