"""The resource that terminates a task's run."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import RunPart
from talend_processing.provider.declare.fields import Computed, Prop, computed, prop
from talend_processing.provider.kinds.spec import Endpoint


class TaskTermination(
    RunPart, endpoint=Endpoint("task_executions", "termination of a task", form="termination", run="task")
):
    """Terminate an execution of a task. Removing the resource does nothing.

    Operation: `DELETE /processing/executions/{executionId}`.

    Example:
        >>> import talend_processing as talend
        >>> stop = talend.TaskTermination("stop", execution_id="16fefb53-035a-4249-af9d-f80a3b47b132")

    """

    execution_id: Prop[str] = prop(replace=True, blank=True)
    """The execution to terminate. If the id is empty, because no run has started, nothing is terminated."""

    terminated: Computed[bool] = computed()
    """Whether an execution was terminated. False if it had already ended or the id is empty."""
