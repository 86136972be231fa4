"""End an execution of a task. Ending it again does no harm, so a lost answer is simply asked for again."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.outputs import outputs
from talend_processing.provider.runs.recorded import Recorded
from talend_processing.provider.session import Session
from talend_processing.provider.spec import ResourceSpec
from talend_processing.provider.values import Inputs, Outputs, Value


class Termination(Recorded):
    """Ends an execution once; deleting the resource does nothing."""

    def create(self, session: Session, spec: ResourceSpec, inputs: Inputs) -> tuple[str, Outputs]:
        """End the execution, unless it has ended."""
        execution_id = str(inputs["executionId"])
        terminated = session.client.task_executions.terminate(execution_id)
        answer = {**inputs, "terminated": terminated}
        return execution_id, outputs(spec, inputs, answer, api_url=session.api_url)

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
