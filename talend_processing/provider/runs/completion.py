"""The lifecycle of `TaskRunCompletion`, `PlanRunCompletion` and `PromotionRunCompletion`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from talend_processing.client.errors import CancelledError, TalendError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.lifecycle import ReadResult, StateOnlyLifecycle
from talend_processing.provider.lifecycle.state import inputs_of, outputs
from talend_processing.provider.runs.absence import advice_on_absence
from talend_processing.provider.runs.kinds import KINDS, RunKind
from talend_processing.provider.runs.wait import (
    NOT_SHOWN,
    AwaitedRun,
    elapsed,
    has_ended,
    read_now,
    wait_for_end,
)
from talend_processing.provider.session.session import Session


class Completion(StateOnlyLifecycle):
    """Wait for the end of a run that an `Execution` has started, and record its result in state."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """If `wait` is True and there is an execution id, wait for the run to end. Report a failed run.

        Raises:
            LifecycleError: The start failed, its outcome is unknown, the wait failed or reached its timeout,
                or the run failed and `on_failure` is not `record`.
            CancelledError: The user interrupted the wait.
            TalendError: `wait` is False, and the execution cannot be read.

        """
        execution_id = str(inputs.get("executionId") or "")
        if not execution_id:
            execution = _result_without_execution(inputs)
        elif inputs.get("wait") is False:
            execution = self._read_now(session, inputs, execution_id)
        else:
            execution = self._wait(session, inputs, execution_id)
        self._report_failed_run(session, inputs, execution)
        return execution_id or str(inputs.get("startStatus")), self._state(session, inputs, execution)

    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> ReadResult | None:
        """Return the state, never None. If the run had not ended, read its execution again."""
        if olds.get("executionId") and not has_ended(self._kind, olds):
            execution = self._read_now(session, olds, object_id)
            outs = {**olds, **self._state(session, inputs_of(self.spec, olds), execution)}
            return ReadResult(outs, inputs_of(self.spec, outs))
        return super().read(session, object_id, olds)

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """If the run had not ended and `wait` is True, wait for its end. Report a failed run."""
        execution: Mapping[str, Value] = olds
        should_wait = inputs.get("executionId") and inputs.get("wait") is not False
        if should_wait and not has_ended(self._kind, olds):
            execution = self._wait(session, inputs, object_id)
        self._report_failed_run(session, inputs, execution)
        return self._state(session, inputs, execution)

    @property
    def _kind(self) -> RunKind:
        return KINDS[self.spec.endpoint.run]

    def _status(self, execution: Mapping[str, Value]) -> str:
        return str(execution.get("status") or self._kind.status(execution))

    def _state(self, session: Session, inputs: Inputs, execution: Mapping[str, Value]) -> Outputs:
        api_object = {**execution, "status": self._status(execution)}
        return outputs(self.spec, inputs, api_object, api_url=session.api_url)

    def _describe(self, inputs: Inputs) -> str:
        noun, executable, execution_id = self._kind.noun, inputs.get("executable"), inputs.get("executionId")
        return f"{noun} {executable} (execution {execution_id})"

    def _report_failed_run(self, session: Session, inputs: Inputs, execution: Mapping[str, Value]) -> None:
        """If the run has failed, raise an error, or warn if `on_failure` is `record`.

        Raises:
            LifecycleError: The run has failed, and `on_failure` is not `record`.

        """
        status = self._status(execution)
        if status not in self._kind.failure_statuses:
            return
        reason = self._kind.failure_reason(execution)
        text = f"{self._describe(inputs)} ended as {status}{': ' + reason if reason else ''}"
        if inputs.get("onFailure") == "record":
            session.warn(text)
            return
        raise LifecycleError(f"{text}. Correct the cause, then change `triggers` to run it again")

    def _read_now(self, session: Session, inputs: Inputs, execution_id: str) -> JsonObject:
        """Read the execution without waiting. If the API does not show it, return only the start's status."""
        execution = read_now(session, self._kind, execution_id, _intended_at(inputs))
        return execution if execution is not None else {"status": str(inputs.get("startStatus"))}

    def _wait(self, session: Session, inputs: Inputs, execution_id: str) -> JsonObject:
        """Return the ended execution. Its status is `NOT_SHOWN` if `Absence` ended the wait.

        Raises:
            LifecycleError: The execution did not end within `wait_timeout`, or it cannot be read.
            CancelledError: The user interrupted the wait.

        """
        run = AwaitedRun(
            execution_id=execution_id,
            intended_at=_intended_at(inputs),
            timeout=float(str(inputs["waitTimeout"])),
            poll_interval=float(str(inputs["pollInterval"])),
        )
        try:
            result = wait_for_end(
                session, self._kind, run, lambda text, waited: session.progress(f"{text}, {elapsed(waited)}")
            )
        except CancelledError:
            raise
        except TalendError as error:
            raise LifecycleError(
                f"{self._describe(inputs)} continues, but the wait for its end failed. {error}. Correct"
                " the cause, then run `pulumi up` again: it waits for this run and does not start another"
            ) from error
        if not result.ended:
            raise LifecycleError(
                f"{self._describe(inputs)} had not ended after {run.timeout:.0f} s (last seen:"
                f" {result.text}). The run continues, and the next `pulumi up` waits for its end. If the run"
                " needs longer, raise wait_timeout"
            )
        if result.execution.get("status") == NOT_SHOWN:
            advice = advice_on_absence(
                session, self._kind, str(inputs.get("executable")), _intended_at(inputs)
            )
            session.warn(f"{self._describe(inputs)}: {advice}, then change `triggers` to start the run again")
        return result.execution


def _intended_at(inputs: Inputs) -> datetime:
    return datetime.fromisoformat(str(inputs["intendedAt"]))


def _result_without_execution(inputs: Inputs) -> JsonObject:
    """Return the start's status, as the result of a run whose start returned no execution.

    Raises:
        LifecycleError: The start failed, or its outcome is unknown.

    """
    if message := inputs.get("message"):
        raise LifecycleError(str(message))
    return {"status": str(inputs.get("startStatus"))}
