"""The lifecycle of `TaskTermination`."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.client.errors import NotFoundError
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.lifecycle import StateOnlyLifecycle
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.session.session import Session

_NO_EXECUTION = "none"
"""Id of a resource whose `execution_id` is empty. Pulumi does not accept an empty id."""


class Termination(StateOnlyLifecycle):
    """Terminate an execution of a task when the resource is created. Later operations make no call."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Terminate the execution, unless it has ended. Warn if `execution_id` is empty."""
        execution_id = str(inputs["executionId"]).strip()
        if execution_id:
            terminated = _terminate(session, execution_id)
        else:
            terminated = False
            session.warn("Nothing was terminated: execution_id is empty, as for a run that has not started")
        values = {**inputs, "terminated": terminated}
        return execution_id or _NO_EXECUTION, outputs(self.spec, inputs, values, api_url=session.api_url)

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Store the arguments. A new `execution_id` is not an update: it replaces the resource."""
        del object_id
        return outputs(self.spec, inputs, olds, api_url=session.api_url)


def _terminate(session: Session, execution_id: str) -> bool:
    """Terminate an execution. Return False if it had already ended.

    Raises:
        LifecycleError: The API reports that no such execution exists.

    """
    try:
        return session.client.task_executions.terminate(execution_id)
    except NotFoundError as error:
        raise LifecycleError(
            f"{error}. If the task deploys a Route or a Data Service, the start returned the id of the"
            " deployment. Set execution_id to the id that the task's history in Talend Management"
            " Console shows (`talend-processing list task-executions`)"
        ) from error
