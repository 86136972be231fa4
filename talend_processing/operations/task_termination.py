"""The resource that terminates a task's run."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import OperationResource
from talend_processing.provider.declare.fields import Computed, Prop, computed, prop
from talend_processing.provider.kinds.spec import Endpoint


class TaskTermination(
    OperationResource,
    endpoint=Endpoint("task_executions", "termination of a task", form="termination", run="task"),
):
    """Terminate a task's run. Removing the resource from the program changes nothing in Talend.

    Operation: `DELETE /processing/executions/{executionId}`.

    Example:
        >>> import talend_processing as talend
        >>> stop = talend.TaskTermination("stop", execution_id="16fefb53-035a-4249-af9d-f80a3b47b132")

    """

    execution_id: Prop[str] = prop(replace=True, blank=True)
    """The id of the execution to terminate. If it is empty (no run has started), nothing happens."""

    terminated: Computed[bool] = computed()
    """Whether the execution was terminated. False if it had already ended or `execution_id` is empty."""
