"""End an execution of a task. Ending it again does no harm, so a lost answer is simply asked for again."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.declare.spec import ResourceSpec
from talend_processing.provider.declare.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.runs.recorded import Recorded
from talend_processing.provider.session.session import Session

_NONE = "none"
"""The id of what has ended nothing; Pulumi takes no empty one."""


class Termination(Recorded):
    """Ends an execution once; deleting the resource does nothing."""

    def create(self, session: Session, spec: ResourceSpec, inputs: Inputs) -> tuple[str, Outputs]:
        """End the execution, unless it has ended or there is none."""
        execution_id = str(inputs["executionId"]).strip()
        if execution_id:
            terminated = session.client.task_executions.terminate(execution_id)
        else:
            terminated = False
            session.warn("Nothing was ended: execution_id is empty, as that of a run that has not started")
        answer = {**inputs, "terminated": terminated}
        return execution_id or _NONE, outputs(spec, inputs, answer, api_url=session.api_url)

    def update(
        self,
        session: Session,
        spec: ResourceSpec,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Nothing can change without being another execution."""
        del object_id
        return outputs(spec, inputs, olds, api_url=session.api_url)
