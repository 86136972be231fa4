"""What runs of all kinds share: the three parts that a run is made of, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from weakref import WeakKeyDictionary

import pulumi
from pulumi import ResourceOptions

from talend_processing.provider.declare.declaration import RunPart
from talend_processing.provider.declare.fields import Computed, Prop, computed, option, prop
from talend_processing.provider.host.sdk_internals import registering

if TYPE_CHECKING:
    from collections.abc import Mapping

OnFailure: TypeAlias = Literal["fail", "record"]
"""`fail`: a run that failed fails the `up`; `record`: it is a warning, and the status says so."""


class RunIntent(RunPart):
    """That a run is meant to start. It makes no call; every change of it is one new run."""

    executable: Prop[str] = prop()
    """The id of what is run."""
    triggers: Prop[Any] = prop(default=None)
    """Any value: a change of it starts a new run."""
    wait: Prop[bool] = option(default=True)
    """Whether to wait for the end."""
    wait_timeout: Prop[int] = option(default=3600, at_least=1)
    """Seconds to wait."""
    poll_interval: Prop[int] = option(default=10, at_least=1)
    """Seconds between two looks."""
    on_failure: Prop[OnFailure] = option(default="fail")
    """What a run that failed means."""

    token: Computed[str] = computed()
    """Another one for each run."""
    intended_at: Computed[str] = computed()
    """When the run was meant to start."""
    intended_by: Computed[str] = computed()
    """The process that meant to start it."""
    generation: Computed[int] = computed()
    """How often it was changed."""


class RunExecution(RunPart):
    """One run. It is in state as soon as it has started."""

    token: Prop[str] = prop(replace=True)
    """The intent's."""
    intended_at: Prop[str] = option()
    """The intent's."""
    intended_by: Prop[str] = option()
    """The intent's."""
    generation: Prop[int] = option()
    """The intent's."""
    run_on_create: Prop[bool] = option(default=True)
    """Whether the first `up` runs it, or only a change."""
    executable: Prop[str] = option()
    """The id of what is run."""

    started_id: Computed[str] = computed()
    """The execution's id; empty if nothing has started."""
    start_status: Computed[str] = computed(undone="NOT_SENT")
    """What became of the start."""
    message: Computed[str] = computed()
    """What to do about a start that was not sent, was refused, or whose outcome is not known."""


class RunCompletion(RunPart):
    """The end of a run."""

    execution_id: Prop[str] = prop(replace=True, blank=True)
    """The execution's id; empty if nothing has started."""
    start_status: Prop[str] = prop(replace=True)
    """What became of the start."""
    message: Prop[str | None] = option(blank=True)
    """What to do about the start."""
    intended_at: Prop[str] = option()
    """When the run was meant to start."""
    executable: Prop[str] = option()
    """The id of what is run."""
    wait: Prop[bool] = option(default=True)
    """Whether to wait for the end."""
    wait_timeout: Prop[int] = option(default=3600, at_least=1)
    """Seconds to wait."""
    poll_interval: Prop[int] = option(default=10, at_least=1)
    """Seconds between two looks."""
    on_failure: Prop[OnFailure] = option(default="fail")
    """What a run that failed means."""

    status: Computed[str] = computed()
    """What became of the run."""


_Earlier: TypeAlias = "dict[tuple[str, str], pulumi.Resource]"
_EARLIER: WeakKeyDictionary[Any, _Earlier] = WeakKeyDictionary()


class Run(pulumi.ComponentResource):
    """A run as its three parts."""

    intent: RunIntent
    """What the program asks for; every change of it is one new run."""
    execution: RunExecution
    """The run itself."""
    completion: RunCompletion
    """The end of the run."""

    def _declare(
        self,
        parts: tuple[type[RunIntent], type[RunExecution], type[RunCompletion]],
        resource_name: str,
        opts: ResourceOptions | None,
        *,
        sent: Mapping[str, Any],
        starting: Mapping[str, Any],
        waiting: Mapping[str, Any],
    ) -> None:
        """Declare the parts: what is `sent` starts a run when it changes, all else does not."""
        kind = type(self).__name__
        with registering(self):
            super().__init__(f"talend:operations:{kind}", resource_name, None, opts)
        make: tuple[Any, Any, Any] = parts
        # A component's own dependencies are not its children's: without them a run would start early. Nor is
        # what it ignores, and a run would start that the user has ruled out.
        ignored = opts.ignore_changes if opts else None

        def options(depends_on: Any = None) -> ResourceOptions:
            return ResourceOptions(parent=self, depends_on=depends_on, ignore_changes=ignored)

        after, triggers = opts.depends_on if opts else None, starting["triggers"]
        # What is wrong with the wait must be told before anything starts, so the intent has it too.
        self.intent = make[0](
            f"{resource_name}-intent", **sent, **waiting, triggers=triggers, opts=options(after)
        )
        self.execution = make[1](
            f"{resource_name}-execution",
            **sent,
            token=self.intent.token,
            intended_at=self.intent.intended_at,
            intended_by=self.intent.intended_by,
            generation=self.intent.generation,
            **{name: value for name, value in starting.items() if name != "triggers"},
            opts=options(_after(kind, sent["executable"])),
        )
        _follow(kind, sent["executable"], self.execution)
        self.completion = make[2](
            f"{resource_name}-completion",
            execution_id=self.execution.started_id,
            start_status=self.execution.start_status,
            message=self.execution.message,
            intended_at=self.intent.intended_at,
            executable=sent["executable"],
            **waiting,
            opts=options(),
        )


def _program() -> _Earlier | None:
    root = pulumi.runtime.get_root_resource()
    return None if root is None else _EARLIER.setdefault(root, {})


def _after(kind: str, executable: object) -> list[pulumi.Resource]:
    """The execution of the same thing that starts before, so that neither can be taken for the other."""
    earlier = _program()
    found = earlier.get((kind, executable)) if earlier and isinstance(executable, str) else None
    return [found] if found else []


def _follow(kind: str, executable: object, execution: pulumi.Resource) -> None:
    earlier = _program()
    if earlier is not None and isinstance(executable, str):
        earlier[kind, executable] = execution
