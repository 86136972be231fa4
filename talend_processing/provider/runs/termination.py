"""Terminate an execution of a task. The call is idempotent, so it is sent again after a lost response."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.runs.recorded import Recorded
from talend_processing.provider.session.session import Session

_NO_EXECUTION = "none"
"""Id of a termination without an execution. Pulumi does not accept an empty one."""


class Termination(Recorded):
    """Terminate an execution once. Deleting the resource calls nothing."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Terminate the execution, unless it has ended or there is none."""
        execution_id = str(inputs["executionId"]).strip()
        if execution_id:
            terminated = session.client.task_executions.terminate(execution_id)
        else:
            terminated = False
            session.warn("Nothing was ended: execution_id is empty, as that of a run that has not started")
        answer = {**inputs, "terminated": terminated}
        return execution_id or _NO_EXECUTION, outputs(self.spec, inputs, answer, api_url=session.api_url)

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Return state: every change replaces the resource."""
        del object_id
        return outputs(self.spec, inputs, olds, api_url=session.api_url)
