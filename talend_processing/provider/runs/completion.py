"""The completion of a run. It waits for the end and records the result. It never starts a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from talend_processing.client.errors import CancelledError, TalendError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.lifecycle import Found, Recorded
from talend_processing.provider.lifecycle.state import inputs_of, outputs
from talend_processing.provider.runs.absence import advice_on_absence
from talend_processing.provider.runs.kinds import KINDS, RunKind
from talend_processing.provider.runs.wait import (
    NOT_SHOWN,
    Awaited,
    elapsed,
    has_ended,
    read_now,
    wait_for_end,
)
from talend_processing.provider.session.session import Session


class Completion(Recorded):
    """Wait for the end of a run, and record its result."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Wait for the end, unless `wait` is False or there is no execution. Report a failure.

        Raises:
            LifecycleError: The start or the wait failed, or the run failed and `on_failure` is not `record`.

        """
        execution_id = str(inputs.get("executionId") or "")
        if not execution_id:
            execution = _without_execution(inputs)
        elif inputs.get("wait") is False:
            execution = _read_now(session, self.spec, inputs, execution_id)
        else:
            execution = _wait(session, self.spec, inputs, execution_id)
        _report_failure(session, self.spec, inputs, execution)
        outs = _state(session, self.spec, inputs, execution)
        return execution_id or str(inputs.get("startStatus")), outs

    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> Found | None:
        """Return the state, with a new reading of the execution if the run has not ended. Never None."""
        if olds.get("executionId") and not _has_ended(self.spec, olds):
            execution = _read_now(session, self.spec, olds, object_id)
            outs = {**olds, **_state(session, self.spec, _inputs(self.spec, olds), execution)}
            return Found(outs, inputs_of(self.spec, outs))
        return super().read(session, object_id, olds)

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Wait if the run has not ended and `wait` is True. Report a failure as the new arguments say."""
        execution: Mapping[str, Value] = olds
        waits = inputs.get("executionId") and inputs.get("wait") is not False
        if waits and not _has_ended(self.spec, olds):
            execution = _wait(session, self.spec, inputs, object_id)
        _report_failure(session, self.spec, inputs, execution)
        return _state(session, self.spec, inputs, execution)


def _kind(spec: ResourceSpec) -> RunKind:
    return KINDS[spec.endpoint.run]


def _has_ended(spec: ResourceSpec, olds: Mapping[str, Value]) -> bool:
    return has_ended(_kind(spec), olds)


def _inputs(spec: ResourceSpec, olds: Mapping[str, Value]) -> Inputs:
    return {prop.wire: olds[prop.wire] for prop in spec.arguments if prop.wire in olds}


def _began(inputs: Mapping[str, Value]) -> datetime:
    return datetime.fromisoformat(str(inputs["intendedAt"]))


def _status(spec: ResourceSpec, execution: Mapping[str, Value]) -> str:
    return str(execution.get("status") or _kind(spec).status(execution))


def _state(session: Session, spec: ResourceSpec, inputs: Inputs, execution: Mapping[str, Value]) -> Outputs:
    answer = {**execution, "status": _status(spec, execution)}
    return outputs(spec, inputs, answer, api_url=session.api_url)


def _without_execution(inputs: Inputs) -> JsonObject:
    """Return the status of a run that has no execution.

    Raises:
        LifecycleError: The start failed, or its outcome is unknown.

    """
    if message := inputs.get("message"):
        raise LifecycleError(str(message))
    return {"status": str(inputs.get("startStatus"))}


def _describe(spec: ResourceSpec, inputs: Mapping[str, Value]) -> str:
    return f"{spec.endpoint.run} {inputs.get('executable')} (execution {inputs.get('executionId')})"


def _report_failure(
    session: Session, spec: ResourceSpec, inputs: Inputs, execution: Mapping[str, Value]
) -> None:
    """Raise an error if the run has failed, or warn if `on_failure` is `record`.

    Raises:
        LifecycleError: The run has failed, and `on_failure` is not `record`.

    """
    kind, status = _kind(spec), _status(spec, execution)
    if status not in kind.bad:
        return
    why = kind.why(execution)
    text = f"{_describe(spec, inputs)} ended as {status}{': ' + why if why else ''}"
    if inputs.get("onFailure") == "record":
        session.warn(text)
        return
    raise LifecycleError(f"{text}. Correct the cause, then change `triggers` to run it again")


def _read_now(
    session: Session, spec: ResourceSpec, inputs: Mapping[str, Value], execution_id: str
) -> JsonObject:
    """Return the current execution without waiting; only the start's status if the API does not show it."""
    found = read_now(session, _kind(spec), execution_id, _began(inputs))
    return found if found is not None else {"status": str(inputs.get("startStatus"))}


def _wait(session: Session, spec: ResourceSpec, inputs: Inputs, execution_id: str) -> JsonObject:
    """Return the execution once it has ended.

    Raises:
        LifecycleError: It has not ended in time, or it could not be followed to its end.
        CancelledError: The user interrupted the wait.

    """
    run = Awaited(
        execution_id=execution_id,
        began=_began(inputs),
        timeout=float(str(inputs["waitTimeout"])),
        poll_interval=float(str(inputs["pollInterval"])),
    )
    try:
        seen = wait_for_end(
            session, _kind(spec), run, lambda text, waited: session.progress(f"{text}, {elapsed(waited)}")
        )
    except CancelledError:
        raise
    except TalendError as error:
        raise LifecycleError(
            f"{_describe(spec, inputs)} could not be followed to its end, but continues. {error}. Correct"
            " that, then run `pulumi up` again: it waits for this run and does not start another"
        ) from error
    if not seen.ended:
        raise LifecycleError(
            f"{_describe(spec, inputs)} had not ended after {run.timeout:.0f} s (last seen: {seen.text}). It"
            " continues, and the next `pulumi up` waits for it; raise wait_timeout if it needs longer"
        )
    if seen.execution.get("status") == NOT_SHOWN:
        advice = advice_on_absence(session, _kind(spec), str(inputs.get("executable")), _began(inputs))
        session.warn(f"{_describe(spec, inputs)}: {advice}, then change `triggers` to start it again")
    return seen.execution
