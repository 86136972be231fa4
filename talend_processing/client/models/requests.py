"""What starts an execution. Fields that this version does not know can be given by their names in the API."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from talend_processing.client.models.model import Model
from talend_processing.client.models.promotions import AdvancedPromotionSpec

_LONGEST_CONTEXT = 255


class StartRequest(Model):
    """What starts an execution of something."""

    executable: str
    """The id of what is executed."""

    def body(self) -> dict[str, object]:
        """The request as the API takes it: its own names, and nothing that is not set."""
        return self.model_dump(by_alias=True, exclude_none=True)

    def faults(self) -> Iterator[str]:
        """What the API would refuse, and what to do about it."""
        if not self.executable:
            yield "executable is empty. Give the id of what to execute"


class TaskRequest(StartRequest):
    """What starts a task (schema Executabletask)."""

    parameters: dict[str, object] | None = Field(default=None, repr=False)
    """Values for the parameters of the task's Job; they may be secret."""
    log_level: str | None = None
    """OFF, ERROR, WARN or INFO."""
    timeout: int | None = None
    """Minutes after which the API terminates the execution."""

    def faults(self) -> Iterator[str]:
        """What the API would refuse, and what to do about it."""
        yield from super().faults()
        if self.timeout is not None and self.timeout < 1:
            yield f"timeout is {self.timeout}. Give 1 minute or more, or leave it out"


class PlanRequest(StartRequest):
    """What starts a plan, or resumes a failed execution of it (schema PlanExecutable)."""

    execution_plan_id: str | None = None
    """The failed execution that is resumed."""
    step_id: str | None = None
    """The execution id of the step to begin with (`stepExecutionId` in its path)."""
    rerun_only_failed_tasks: bool | None = None
    """Whether tasks that succeeded are left out."""

    def faults(self) -> Iterator[str]:
        """What the API would refuse, and what to do about it."""
        yield from super().faults()
        if self.execution_plan_id is None and (self.step_id or self.rerun_only_failed_tasks):
            given = "step_id" if self.step_id else "rerun_only_failed_tasks"
            yield f"{given} is given without execution_plan_id. Give the failed execution's id too"


class PromotionRequest(StartRequest):
    """What starts a promotion (schema PromotionExecutableTaskV26)."""

    keep_target_resources: bool | None = None
    """Whether resources of the target environment stay as they are."""
    keep_target_run_profiles: bool | None = None
    """Whether run profiles of the target environment stay as they are."""
    advanced: AdvancedPromotionSpec | None = None
    """The part of the environment that is promoted; all of it if omitted."""
    context: str | None = None
    """A message for the history."""

    def faults(self) -> Iterator[str]:
        """What the API would refuse, and what to do about it."""
        yield from super().faults()
        if self.context is not None and len(self.context) > _LONGEST_CONTEXT:
            yield f"context has {len(self.context)} characters. Give {_LONGEST_CONTEXT} at most"
        if self.advanced is not None and not (self.advanced.artifact_id and self.advanced.artifact_type):
            yield "advanced needs artifact_id and artifact_type. Give both, or leave advanced out"
