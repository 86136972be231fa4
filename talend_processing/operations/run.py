"""The base classes of `TaskRun`, `PlanRun` and `PromotionRun`, and of the three resources in each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from weakref import WeakKeyDictionary

import pulumi
from pulumi import ResourceOptions

from talend_processing.provider.declare.declaration import OperationResource
from talend_processing.provider.declare.fields import Computed, Prop, computed, option, prop
from talend_processing.provider.host.sdk_internals import registering

if TYPE_CHECKING:
    from collections.abc import Mapping

OnFailure: TypeAlias = Literal["fail", "record"]
"""With `fail`, a failed run fails the `up`. With `record`, it only causes a warning."""
OnConflict: TypeAlias = Literal["fail", "wait"]
"""If the API refuses a start with 409, `fail` fails the `up`, and `wait` retries the start."""


class RunIntent(OperationResource):
    """The intent to start a run. It sends no request. Pulumi's state contains it before the run starts."""

    executable: Prop[str] = prop()
    """The id of the task, plan or promotion to run."""
    triggers: Prop[Any] = prop(default=None)
    """Any value. Changing it starts a new run."""
    wait: Prop[bool] = option(default=True)
    """Whether to wait for the end of the run."""
    wait_timeout: Prop[int] = option(default=3600, at_least=1)
    """Seconds to wait for the end of the run."""
    poll_interval: Prop[int] = option(default=10, at_least=1)
    """Seconds between two requests for the status."""
    on_failure: Prop[OnFailure] = option(default="fail")
    """Whether a failed run fails the `up` (`fail`) or causes a warning (`record`)."""

    token: Computed[str] = computed()
    """A unique text for each requested run. Pulumi replaces the execution when the token changes."""
    intended_at: Computed[str] = computed()
    """When the run was requested, RFC 3339."""
    intended_by: Computed[str] = computed()
    """The id of the process that requested the run."""
    generation: Computed[int] = computed()
    """How many times a change has requested a new run since the first `up`."""


class RunExecution(OperationResource):
    """The start of a run. Pulumi's state contains it as soon as the run has started."""

    token: Prop[str] = prop(replace=True)
    """`token` of the intent."""
    intended_at: Prop[str] = option()
    """`intended_at` of the intent."""
    intended_by: Prop[str] = option()
    """`intended_by` of the intent."""
    generation: Prop[int] = option()
    """`generation` of the intent."""
    run_on_create: Prop[bool] = option(default=True)
    """Whether the first `up` starts a run, or only a later change of `triggers`."""
    executable: Prop[str] = option()
    """The id of the task, plan or promotion to run."""

    started_id: Computed[str] = computed()
    """The execution's id, or empty if no run has started or its id is unknown."""
    start_status: Computed[str] = computed(ineffective=("NOT_SENT", "REFUSED"))
    """STARTED, NOT_STARTED (no start was requested), NOT_SENT, REFUSED or OUTCOME_UNKNOWN."""
    message: Computed[str] = computed()
    """What to do about a start that was not sent, was refused, or has an unknown outcome."""


class RunCompletion(OperationResource):
    """The wait for the end of a run, and its result."""

    execution_id: Prop[str] = prop(replace=True, blank=True)
    """The execution's id, or empty if no run has started or its id is unknown."""
    start_status: Prop[str] = prop(replace=True)
    """STARTED, NOT_STARTED (no start was requested), NOT_SENT, REFUSED or OUTCOME_UNKNOWN."""
    message: Prop[str | None] = option(blank=True)
    """What to do about a start that was not sent, was refused, or has an unknown outcome."""
    intended_at: Prop[str] = option()
    """`intended_at` of the intent."""
    executable: Prop[str] = option()
    """The id of the task, plan or promotion to run."""
    wait: Prop[bool] = option(default=True)
    """Whether to wait for the end of the run."""
    wait_timeout: Prop[int] = option(default=3600, at_least=1)
    """Seconds to wait for the end of the run."""
    poll_interval: Prop[int] = option(default=10, at_least=1)
    """Seconds between two requests for the status."""
    on_failure: Prop[OnFailure] = option(default="fail")
    """Whether a failed run fails the `up` (`fail`) or causes a warning (`record`)."""

    status: Computed[str] = computed()
    """The status of the run."""


_Executions: TypeAlias = "dict[tuple[str, str], pulumi.Resource]"
_EXECUTIONS_BY_PROGRAM: WeakKeyDictionary[Any, _Executions] = WeakKeyDictionary()
"""Maps the root resource of each program to a dict with the last declared execution of each executable. A
key of this inner dict is for example `("TaskRun", "57f64991e4b0b689a64feed0")`, with the executable's id."""


class Run(pulumi.ComponentResource):
    """A run as a component of three resources, so that Pulumi saves the run's state after each step."""

    intent: RunIntent
    """The intent to start the run. It is in Pulumi's state before the run starts."""
    execution: RunExecution
    """The start of the run."""
    completion: RunCompletion
    """The wait for the end of the run, and its result."""

    def _declare(
        self,
        parts: tuple[type[RunIntent], type[RunExecution], type[RunCompletion]],
        resource_name: str,
        opts: ResourceOptions | None,
        *,
        triggers: Any,
        api_arguments: Mapping[str, Any],
        execution_arguments: Mapping[str, Any],
        wait_arguments: Mapping[str, Any],
        conflict_arguments: Mapping[str, Any] | None = None,
    ) -> None:
        """Declare the intent, the execution and the completion.

        Args:
            parts: The classes of the intent, the execution and the completion.
            resource_name: The name of the run in Pulumi.
            opts: The options of the run.
            triggers: The argument `triggers` of the intent.
            api_arguments: Arguments of the intent and the execution that are sent to the API.
            execution_arguments: Arguments of the execution only.
            wait_arguments: Arguments of the intent and the completion.
            conflict_arguments: Arguments of the intent and the execution, such as `{"on_conflict": "wait"}`.
                None if these classes have no such argument.

        """
        conflict_arguments = conflict_arguments or {}
        kind = type(self).__name__
        with registering(self):
            super().__init__(f"talend:operations:{kind}", resource_name, None, opts)
        intent_class, execution_class, completion_class = cast("tuple[Any, Any, Any]", parts)
        # Pulumi does not pass `depends_on` and `ignore_changes` of a component to its resources: a run would
        # not wait for its dependencies, and an ignored change would start a run. So the intent, on which the
        # others depend, gets `depends_on`, and all three get `ignore_changes`.
        ignore_changes = opts.ignore_changes if opts else None

        def options(depends_on: Any = None) -> ResourceOptions:
            return ResourceOptions(parent=self, depends_on=depends_on, ignore_changes=ignore_changes)

        # The intent does not use `wait_arguments` and `conflict_arguments`. It gets them so that an invalid
        # value fails before the execution starts a run.
        self.intent = intent_class(
            f"{resource_name}-intent",
            **api_arguments,
            **wait_arguments,
            **conflict_arguments,
            triggers=triggers,
            opts=options(opts.depends_on if opts else None),
        )
        # Let executions of the same executable start one after the other, so that a search for a start whose
        # response was lost cannot mistake one run for another.
        executable = api_arguments["executable"]
        executable_id = executable if isinstance(executable, str) else ""
        executions = _executions_of_program() if executable_id else {}
        self.execution = execution_class(
            f"{resource_name}-execution",
            **api_arguments,
            token=self.intent.token,
            intended_at=self.intent.intended_at,
            intended_by=self.intent.intended_by,
            generation=self.intent.generation,
            **execution_arguments,
            **conflict_arguments,
            opts=options(executions.get((kind, executable_id))),
        )
        executions[kind, executable_id] = self.execution
        self.completion = completion_class(
            f"{resource_name}-completion",
            execution_id=self.execution.started_id,
            start_status=self.execution.start_status,
            message=self.execution.message,
            intended_at=self.intent.intended_at,
            executable=executable,
            **wait_arguments,
            opts=options(),
        )


def _executions_of_program() -> _Executions:
    """Return the dict of this program in `_EXECUTIONS_BY_PROGRAM`, for the caller to update."""
    root = pulumi.runtime.get_root_resource()
    return {} if root is None else _EXECUTIONS_BY_PROGRAM.setdefault(root, {})
