"""The execution of a run: started at most once under each intent, and in state before anyone waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talend_processing.client.errors import TalendError
from talend_processing.provider.declare.spec import ResourceSpec
from talend_processing.provider.declare.values import Inputs, Outputs, Value
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.runs.guards import attend, refuse_lost_state
from talend_processing.provider.runs.kinds import STARTABLE, Startable
from talend_processing.provider.runs.promotion import NOT_SENT, start_promotion, unsent
from talend_processing.provider.runs.recorded import Recorded
from talend_processing.provider.runs.start_lookup import look
from talend_processing.provider.session.session import Session

NOT_STARTED = "NOT_STARTED"
STARTED = "STARTED"


@dataclass(frozen=True)
class Start:
    """What became of a start."""

    status: str
    execution_id: str = ""
    message: str = ""


class Execution(Recorded):
    """Starts a run and returns at once."""

    def create(self, session: Session, spec: ResourceSpec, inputs: Inputs) -> tuple[str, Outputs]:
        """Start the run, or join the one that the same intent has started before."""
        if inputs.get("runOnCreate") is False and not inputs.get("generation"):
            start = Start(NOT_STARTED)
        elif given := inputs.get("executionId"):
            start = Start(STARTED, str(given))
        elif spec.endpoint.run == "promotion":
            start = Start(*start_promotion(session, inputs))
        else:
            start = _start(session, STARTABLE[spec.endpoint.run], inputs)
        session.know(start.execution_id)
        return start.execution_id or f"{start.status.lower()}-{inputs['token']}", _state(
            session, spec, inputs, start
        )

    def update(
        self,
        session: Session,
        spec: ResourceSpec,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Remember other arguments; an `execution_id` that the user has found settles the outcome."""
        del object_id
        if given := inputs.get("executionId"):
            return _state(session, spec, inputs, Start(STARTED, str(given)))
        start = Start(
            str(olds.get("startStatus")), str(olds.get("startedId") or ""), str(olds.get("message") or "")
        )
        return _state(session, spec, inputs, start)

    def delete(self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
        """Nothing: what was started goes on. Of a start that was not sent this process knows from now on."""
        del spec, object_id
        if olds.get("startStatus") == NOT_SENT:
            unsent(session).add(str(olds["token"]))


def _start(session: Session, kind: Startable, inputs: Inputs) -> Start:
    refuse_lost_state()
    what = f"{kind.noun} {inputs['executable']}"
    if inputs.get("intendedBy") != session.process and (found := look(session, kind, inputs)):
        execution_id = str(found["executionId"])
        session.warn(
            f"{what} was started by an earlier `up` that was interrupted: goes on with {execution_id}"
        )
        return Start(STARTED, execution_id)
    try:
        return Start(STARTED, kind.start(session.client, inputs, lambda: attend(session, what)))
    except TalendError as error:
        if error.outcome != "unknown":
            raise
        session.wait(session.list_delay)
        if (found := look(session, kind, inputs)) is None:
            raise LifecycleError(
                f"{error}. No execution of {what} has appeared since. Run `pulumi up` again: it looks"
                " before it starts"
            ) from error
        return Start(STARTED, str(found["executionId"]))


def _state(session: Session, spec: ResourceSpec, inputs: Inputs, start: Start) -> Outputs:
    # Empty texts, since a preview takes an output that is not in state for one that is not known yet.
    answer = {"startedId": start.execution_id, "startStatus": start.status, "message": start.message}
    return outputs(spec, inputs, answer, api_url=session.api_url)
