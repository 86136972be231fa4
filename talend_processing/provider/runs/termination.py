"""Terminate an execution of a task. The call is idempotent, so it is sent again after a lost response."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.client.errors import NotFoundError
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.lifecycle import StateOnlyLifecycle
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.session.session import Session

_NO_EXECUTION = "none"
"""Id of a termination without an execution, because Pulumi does not accept an empty id."""


class Termination(StateOnlyLifecycle):
    """Terminate an execution once. Deleting the resource makes no call."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Terminate the execution, unless it has ended or there is none."""
        execution_id = str(inputs["executionId"]).strip()
        if execution_id:
            terminated = _terminate(session, execution_id)
        else:
            terminated = False
            session.warn(
                "Nothing was terminated: execution_id is empty, like that of a run that has not started"
            )
        answer = {**inputs, "terminated": terminated}
        return execution_id or _NO_EXECUTION, outputs(self.spec, inputs, answer, api_url=session.api_url)

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Store the arguments. A change of the only argument replaces the resource."""
        del object_id
        return outputs(self.spec, inputs, olds, api_url=session.api_url)


def _terminate(session: Session, execution_id: str) -> bool:
    """Terminate the execution. Return False if it had already ended.

    Raises:
        LifecycleError: The API does not find it.

    """
    try:
        return session.client.task_executions.terminate(execution_id)
    except NotFoundError as error:
        raise LifecycleError(
            f"{error}. If the task deploys a Route or a Data Service, the id that its start returned is that"
            " of the deployment. Set execution_id to the id that the task's history in Talend Management"
            " Console shows (`talend-processing list task-executions`)"
        ) from error
