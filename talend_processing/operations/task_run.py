"""`TaskRun`, which runs a task, and the three resources in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi import Input, Output, ResourceOptions

from talend_processing.operations.run import OnFailure, Run, RunCompletion, RunExecution, RunIntent
from talend_processing.provider.declare.descriptions import with_attributes
from talend_processing.provider.declare.fields import Computed, OptionalMapProp, Prop, computed, option, prop
from talend_processing.provider.kinds.spec import Endpoint, Role


class TaskRunIntent(RunIntent, endpoint=Endpoint("tasks", "intent to run a task", form="intent", run="task")):
    """The intent to run a task."""

    parameters: OptionalMapProp[Any] = prop(default=None, secret=True)
    """Values for the parameters of the task's Job."""
    log_level: Prop[str | None] = prop(default=None, known=("OFF", "ERROR", "WARN", "INFO"))
    """The log level of the Job."""
    timeout: Prop[int | None] = prop(default=None, at_least=1)
    """Minutes after which the API terminates the run."""


class TaskRunExecution(
    RunExecution,
    endpoint=Endpoint("task_executions", "execution of a task", key=("token",), form="execution", run="task"),
):
    """The start of a task's run, with the arguments of the intent."""

    parameters: OptionalMapProp[Any] = prop(default=None, secret=True, role=Role.OPTION)
    log_level: Prop[str | None] = option()
    timeout: Prop[int | None] = option()


class TaskRunCompletion(
    RunCompletion,
    endpoint=Endpoint(
        "task_executions", "completion of a task", key=("executionId",), form="completion", run="task"
    ),
):
    """The wait for the end of a task's run, and its result."""

    execution_status: Computed[str | None] = computed()
    """The detailed status, such as EXECUTION_SUCCESS."""
    error_type: Computed[str | None] = computed()
    """The type of the error that ended the run."""
    error_message: Computed[str | None] = computed()
    """The message of the error."""
    start_timestamp: Computed[str | None] = computed()
    """When the engine started the run."""
    finish_timestamp: Computed[str | None] = computed()
    """When the run ended."""


@with_attributes
class TaskRun(Run):
    """Run a task once, and again whenever `triggers` or an argument that is sent to the API changes.

    Operations: `POST /processing/executions`, `GET /processing/executions/{executionId}`,
    `GET /processing/executables/tasks/executions` during the wait, and
    `GET /processing/executables/tasks/{taskId}/executions` to find a start whose response was lost.

    Example:
        >>> import talend_processing as talend
        >>> load = talend.TaskRun("load", executable="57f64991e4b0b689a64feed0", triggers={"release": "1.4"})

    """

    execution_id: Output[str]
    """The execution's id, or empty if the task has not run yet."""
    status: Output[str]
    """The status, such as execution_successful or execution_failed. NOT_STARTED if the task has not run yet,
    NOT_SHOWN if the API never returned the execution."""
    execution_status: Output[str | None]
    """The detailed status, such as EXECUTION_SUCCESS."""
    error_type: Output[str | None]
    """The type of the error that ended the run."""
    error_message: Output[str | None]
    """The message of the error."""
    start_timestamp: Output[str | None]
    """When the engine started the run, RFC 3339."""
    finish_timestamp: Output[str | None]
    """When the run ended, RFC 3339."""

    def __init__(  # noqa: PLR0913 - the arguments of the API and of the wait
        self,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        executable: Input[str],
        parameters: Input[Mapping[str, Any]] | None = None,
        log_level: Input[str] | None = None,
        timeout: Input[int] | None = None,
        triggers: Input[Any] = None,
        run_on_create: Input[bool] = True,
        wait: Input[bool] = True,
        wait_timeout: Input[int] = 3600,
        poll_interval: Input[int] = 10,
        on_failure: Input[OnFailure] = "fail",
    ) -> None:
        """Declare the run.

        Args:
            resource_name: The name in Pulumi.
            opts: Pulumi's options.
            executable: The task's id.
            parameters: Values for the parameters of the task's Job, kept secret.
            log_level: OFF, ERROR, WARN or INFO.
            timeout: Minutes after which the API terminates the run.
            triggers: Any value. Changing it starts a new run.
            run_on_create: Whether the first `up` starts a run, or only a later change of `triggers`.
            wait: Whether `up` waits for the end of the run.
            wait_timeout: Seconds to wait. If the run takes longer, the `up` fails. The run continues, and
                the next `up` waits for it.
            poll_interval: Seconds between two requests for the status.
            on_failure: With `fail`, a failed run fails every `up` until a new run starts. With `record`, it
                only causes a warning.

        """
        self._declare(
            (TaskRunIntent, TaskRunExecution, TaskRunCompletion),
            resource_name,
            opts,
            triggers=triggers,
            api_arguments={
                "executable": executable,
                "parameters": parameters,
                "log_level": log_level,
                "timeout": timeout,
            },
            execution_arguments={"run_on_create": run_on_create},
            wait_arguments={
                "wait": wait,
                "wait_timeout": wait_timeout,
                "poll_interval": poll_interval,
                "on_failure": on_failure,
            },
        )
        completion = self.completion
        assert isinstance(completion, TaskRunCompletion)  # noqa: S101 - narrows the type
        self.execution_id, self.status = completion.execution_id, completion.status
        self.execution_status = completion.execution_status
        self.error_type, self.error_message = completion.error_type, completion.error_message
        self.start_timestamp = completion.start_timestamp
        self.finish_timestamp = completion.finish_timestamp
        self.register_outputs({"executionId": self.execution_id, "status": self.status})
