"""`PromotionRun`, which runs a promotion, and the three resources in it."""

from __future__ import annotations

from typing import Any, TypedDict

from pulumi import Input, Output, ResourceOptions

from talend_processing.operations.run import (
    OnConflict,
    OnFailure,
    Run,
    RunCompletion,
    RunExecution,
    RunIntent,
)
from talend_processing.provider.declare.declaration import Block
from talend_processing.provider.declare.descriptions import with_attributes
from talend_processing.provider.declare.fields import (
    Computed,
    Field,
    Nested,
    Prop,
    computed,
    field,
    nested,
    option,
    prop,
)
from talend_processing.provider.kinds.spec import Endpoint, Role


class PromotionScopeArgs(Block):
    """The part of the environment to promote."""

    artifact_id: Field[str] = field()
    """The id of the workspace, plan, task or artifact."""
    artifact_type: Field[str] = field(known=("WORKSPACE", "PLAN", "FLOW", "ACTION"))
    """WORKSPACE, PLAN, FLOW (a task) or ACTION (an artifact)."""


class PromotionScopeArgsDict(TypedDict):
    """`PromotionScopeArgs` as a dict."""

    artifact_id: Input[str]
    artifact_type: Input[str]


PromotionScope = PromotionScopeArgs
"""The name of `PromotionScopeArgs` in earlier versions."""


class PromotedArtifact(Block):
    """The result of promoting one artifact."""

    type: Field[str | None] = field(default=None)
    """The type of the artifact."""
    name: Field[str | None] = field(default=None)
    """The artifact's name."""
    source_id: Field[str | None] = field(default=None)
    """The artifact's id in the source environment."""
    target_id: Field[str | None] = field(default=None)
    """The artifact's id in the target environment."""
    status: Field[str | None] = field(default=None)
    """CREATED, REPLACED, REUSED, FAILED or SKIPPED."""
    message: Field[str | None] = field(default=None)
    """The API's messages about the artifact."""


class PromotionRunIntent(
    RunIntent, endpoint=Endpoint("promotions", "intent to promote", form="intent", run="promotion")
):
    """The intent to run a promotion."""

    keep_target_resources: Prop[bool | None] = prop(default=None)
    """Whether resources of the target environment stay unchanged."""
    keep_target_run_profiles: Prop[bool | None] = prop(default=None)
    """Whether run profiles of the target environment stay unchanged."""
    context: Prop[str | None] = prop(default=None, at_most=255)
    """A message for the promotion's history."""
    advanced: Nested[PromotionScopeArgs | None, PromotionScopeArgsDict] = nested(default=None)
    """The part of the environment to promote."""
    on_conflict: Prop[OnConflict | None] = option()
    """Whether a start that the API refuses with 409 fails the `up` (`fail`) or is retried (`wait`)."""


class PromotionRunExecution(
    RunExecution,
    endpoint=Endpoint(
        "promotions", "execution of a promotion", key=("token",), form="execution", run="promotion"
    ),
):
    """The start of a promotion, with the arguments of the intent."""

    keep_target_resources: Prop[bool | None] = option()
    keep_target_run_profiles: Prop[bool | None] = option()
    context: Prop[str | None] = option()
    advanced: Nested[PromotionScopeArgs | None, PromotionScopeArgsDict] = nested(
        default=None, role=Role.OPTION
    )
    execution_id: Prop[str | None] = option()
    """The id of this execution, given by the user because the response to its start was lost."""
    wait_timeout: Prop[int] = option(default=3600, at_least=1)
    """Seconds to wait for the response, which the API sometimes delays until the promotion ends."""
    on_conflict: Prop[OnConflict | None] = option()


class PromotionRunCompletion(
    RunCompletion,
    endpoint=Endpoint(
        "promotions", "completion of a promotion", key=("executionId",), form="completion", run="promotion"
    ),
):
    """The wait for the end of a promotion, and its result."""

    status_message: Computed[str | None] = computed()
    """The API's message about the status."""
    report: Computed[list[PromotedArtifact] | None] = computed()
    """The result of promoting each artifact."""
    start_timestamp: Computed[str | None] = computed()
    """When the promotion started."""
    finish_timestamp: Computed[str | None] = computed()
    """When the promotion ended."""


@with_attributes
class PromotionRun(Run):
    """Run a promotion once, and again whenever `triggers` or an argument that is sent to the API changes.

    If the API refuses the start, the next `up` tries it again. If the response to the start is lost, the
    provider cannot find out whether the promotion is running, because the API does not list executions
    of promotions. Each `up` then fails and says what to check, until you set `execution_id` or start a new
    run.

    Operations: `POST /processing/executions/promotions` and
    `GET /processing/executions/promotions/{executionId}`.

    Example:
        >>> import talend_processing as talend
        >>> release = talend.PromotionRun(
        ...     "release", executable="5f0000000000000000000010", context="1.4", triggers={"release": "1.4"}
        ... )

    """

    execution_id: Output[str]
    """The execution's id, or empty if the promotion has not run yet."""
    status: Output[str]
    """The status, such as PROMOTED, PROMOTION_WARNING or PROMOTION_FAILED. NOT_STARTED if the promotion has
    not run yet, NOT_SHOWN if the API never returned the execution."""
    status_message: Output[str | None]
    """The API's message about the status."""
    report: Output[list[PromotedArtifact] | None]
    """The result of promoting each artifact."""
    start_timestamp: Output[str | None]
    """When the promotion started, RFC 3339."""
    finish_timestamp: Output[str | None]
    """When the promotion ended, RFC 3339."""

    def __init__(  # noqa: PLR0913 - the arguments of the API and of the wait
        self,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        executable: Input[str],
        keep_target_resources: Input[bool] | None = None,
        keep_target_run_profiles: Input[bool] | None = None,
        context: Input[str] | None = None,
        advanced: Input[PromotionScopeArgs] | Input[PromotionScopeArgsDict] | None = None,
        execution_id: Input[str] | None = None,
        triggers: Input[Any] = None,
        run_on_create: Input[bool] = True,
        wait: Input[bool] = True,
        wait_timeout: Input[int] = 3600,
        poll_interval: Input[int] = 10,
        on_failure: Input[OnFailure] = "fail",
        on_conflict: Input[OnConflict] = "fail",
    ) -> None:
        """Declare the run.

        Args:
            resource_name: The name in Pulumi.
            opts: Pulumi's options.
            executable: The promotion's id.
            keep_target_resources: Whether resources of the target environment stay unchanged.
            keep_target_run_profiles: Whether run profiles of the target environment stay unchanged.
            context: A message for the promotion's history, 255 characters at most.
            advanced: The part of the environment to promote. The default is the whole environment.
            execution_id: The id of the execution. Set it if the response to the start was lost.
            triggers: Any value. Changing it starts a new run.
            run_on_create: Whether the first `up` starts a run, or only a later change of `triggers`.
            wait: Whether `up` waits for the end of the run.
            wait_timeout: Seconds to wait for the response to the start, and then again for the end of
                the run.
            poll_interval: Seconds between two requests for the status.
            on_failure: With `fail`, a failed promotion fails every `up` until a new run starts. With
                `record`, it only causes a warning.
            on_conflict: What happens if the API refuses the start with 409, for instance while another
                promotion is running. `fail` fails the `up`. `wait` retries the start for at most
                `wait_timeout` seconds.

        """
        self._declare(
            (PromotionRunIntent, PromotionRunExecution, PromotionRunCompletion),
            resource_name,
            opts,
            triggers=triggers,
            api_arguments={
                "executable": executable,
                "keep_target_resources": keep_target_resources,
                "keep_target_run_profiles": keep_target_run_profiles,
                "context": context,
                "advanced": advanced,
            },
            execution_arguments={
                "run_on_create": run_on_create,
                "execution_id": execution_id,
                "wait_timeout": wait_timeout,
            },
            wait_arguments={
                "wait": wait,
                "wait_timeout": wait_timeout,
                "poll_interval": poll_interval,
                "on_failure": on_failure,
            },
            # Omit the default, because states of earlier versions do not contain this argument.
            conflict_arguments={"on_conflict": None if on_conflict == "fail" else on_conflict},
        )
        completion = self.completion
        assert isinstance(completion, PromotionRunCompletion)  # noqa: S101 - narrows the type
        self.execution_id, self.status = completion.execution_id, completion.status
        self.status_message, self.report = completion.status_message, completion.report
        self.start_timestamp = completion.start_timestamp
        self.finish_timestamp = completion.finish_timestamp
        self.register_outputs({"executionId": self.execution_id, "status": self.status})
