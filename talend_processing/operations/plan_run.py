"""`PlanRun`, which runs a plan, and the three resources in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi import Input, Output, ResourceOptions

from talend_processing.operations.run import OnFailure, Run, RunCompletion, RunExecution, RunIntent
from talend_processing.provider.declare.declaration import Block
from talend_processing.provider.declare.descriptions import with_attributes
from talend_processing.provider.declare.fields import Computed, Field, Prop, computed, field, option, prop
from talend_processing.provider.kinds.spec import Endpoint
from talend_processing.provider.kinds.values import Inputs


class PlanStep(Block):
    """One step of a plan's run."""

    id: Field[str | None] = field(default=None)
    """The step's id in the plan."""
    execution_id: Field[str | None] = field(default=None)
    """The id of this execution of the step, for `resume_step`."""
    execution_status: Field[str | None] = field(default=None)
    """The status of the step."""
    start_timestamp: Field[str | None] = field(default=None)
    """When the step started, RFC 3339."""
    finish_timestamp: Field[str | None] = field(default=None)
    """When the step ended, RFC 3339."""


def check_resume_from(inputs: Inputs) -> Iterator[str]:
    """Yield a fault for `resume_step` or `rerun_only_failed_tasks` without `resume_from`."""
    for key, argument in (("resumeStep", "resume_step"), ("rerunOnlyFailedTasks", "rerun_only_failed_tasks")):
        if inputs.get(key) and not inputs.get("resumeFrom"):
            yield f"{argument} is given without resume_from"


class PlanRunIntent(
    RunIntent,
    endpoint=Endpoint("plans", "intent to run a plan", form="intent", run="plan"),
    rules=[check_resume_from],
):
    """The intent to run a plan."""

    resume_from: Prop[str | None] = prop(default=None, lapses=True)
    """The id of a failed execution to resume."""
    resume_step: Prop[str | None] = prop(default=None, lapses=True)
    """The execution id of the step to resume at."""
    rerun_only_failed_tasks: Prop[bool | None] = prop(default=None, lapses=True)
    """Whether to skip tasks that succeeded in the failed execution."""


class PlanRunExecution(
    RunExecution,
    endpoint=Endpoint("plan_executions", "execution of a plan", key=("token",), form="execution", run="plan"),
):
    """The start of a plan's run, with the arguments of the intent."""

    resume_from: Prop[str | None] = option()
    resume_step: Prop[str | None] = option()
    rerun_only_failed_tasks: Prop[bool | None] = option()


class PlanRunCompletion(
    RunCompletion,
    endpoint=Endpoint(
        "plan_executions", "completion of a plan", key=("executionId",), form="completion", run="plan"
    ),
):
    """The wait for the end of a plan's run, and its result."""

    execution_status: Computed[str | None] = computed()
    """The detailed status, such as EXECUTION_SUCCESS."""
    steps: Computed[list[PlanStep] | None] = computed()
    """The steps in the order of the plan."""
    start_timestamp: Computed[str | None] = computed()
    """When the plan started."""
    finish_timestamp: Computed[str | None] = computed()
    """When the plan ended."""


@with_attributes
class PlanRun(Run):
    """Run a plan once, and again whenever `triggers` or an argument that is sent to the API changes.

    Operations: `POST /processing/executions/plans`, `GET /processing/executions/plans/{id}`,
    `GET /processing/executions/plans/{planExecutionId}/steps`, `GET /processing/executables/plans/executions`
    during the wait, and `GET /processing/executables/plans/{planId}/executions` to find a start whose
    response was lost.

    Example:
        >>> import talend_processing as talend
        >>> plan = "e7734729-cf3d-4578-939c-30381e95cd10"
        >>> nightly = talend.PlanRun("nightly", executable=plan, triggers={"release": "1.4"})

    """

    execution_id: Output[str]
    """The execution's id, or empty if the plan has not run yet."""
    status: Output[str]
    """The status, such as execution_successful or execution_failed. NOT_STARTED if the plan has not run yet,
    NOT_SHOWN if the API never returned the execution."""
    execution_status: Output[str | None]
    """The detailed status, such as EXECUTION_SUCCESS."""
    steps: Output[list[PlanStep] | None]
    """The steps in the order of the plan, with their statuses and times."""
    start_timestamp: Output[str | None]
    """When the plan started, RFC 3339."""
    finish_timestamp: Output[str | None]
    """When the plan ended, RFC 3339."""

    def __init__(  # noqa: PLR0913 - the arguments of the API and of the wait
        self,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        executable: Input[str],
        resume_from: Input[str] | None = None,
        resume_step: Input[str] | None = None,
        rerun_only_failed_tasks: Input[bool] | None = None,
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
            executable: The plan's id.
            resume_from: The id of a failed execution to resume. If you later remove this argument, no run
                starts.
            resume_step: The execution id of the step to resume at. The default is the failed step.
            rerun_only_failed_tasks: Whether to skip tasks that succeeded in the failed execution.
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
            (PlanRunIntent, PlanRunExecution, PlanRunCompletion),
            resource_name,
            opts,
            triggers=triggers,
            api_arguments={
                "executable": executable,
                "resume_from": resume_from,
                "resume_step": resume_step,
                "rerun_only_failed_tasks": rerun_only_failed_tasks,
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
        assert isinstance(completion, PlanRunCompletion)  # noqa: S101 - narrows the type
        self.execution_id, self.status = completion.execution_id, completion.status
        self.execution_status, self.steps = completion.execution_status, completion.steps
        self.start_timestamp = completion.start_timestamp
        self.finish_timestamp = completion.finish_timestamp
        self.register_outputs({"executionId": self.execution_id, "status": self.status})
