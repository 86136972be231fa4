"""Executions of promotions, and reports on what they promoted."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.client.api.crud import Gets
from talend_processing.client.api.executables import StartRequest
from talend_processing.client.model import Model, Timestamp
from talend_processing.client.operation import BeforeSend, Operation

_MAX_CONTEXT_LENGTH = 255
_RESPONSE_SECONDS = 120.0
"""Seconds to wait for the response. Sometimes the API does not respond until the promotion has ended."""
_PATH = "/processing/executions/promotions"
_PERMISSION = "TMC_PROMOTION_EXECUTION"


class Message(Model):
    """One line of a report."""

    info: str | None = None
    level: str | None = None
    """INFO, WARN or ERROR."""


class Report(Model):
    """Result of the analysis or promotion of one object."""

    status: str | None = None
    """CREATED, REPLACED, REUSED, FAILED or SKIPPED."""
    messages: list[Message] | None = None


class AdvancedPromotionSpec(Model):
    """Part of the source environment, to promote only this part."""

    artifact_id: str | None = None
    artifact_type: str | None = None
    """WORKSPACE, PLAN, FLOW (a task) or ACTION (an artifact)."""


class PromotionResultInfo(Model):
    """Fields of every result, whatever the type of the promoted object."""

    id: str | None = None
    target_id: str | None = None
    name: str | None = None
    type: str | None = None
    analyze_report: Report | None = None
    promotion_report: Report | None = None
    target_version: str | None = None
    version: str | int | None = None


class ArtifactPromotionResult(PromotionResultInfo):
    """Result for an artifact, a plan, a connection, a resource or a run profile."""

    used_by: list[PromotionResultInfo] | None = None
    artifact_id: str | None = None
    job_type: str | None = None
    versions: list[ArtifactPromotionResult] | None = None


class FlowPromotionResult(PromotionResultInfo):
    """Result for a task."""

    used_by: FlowPromotionResult | list[PromotionResultInfo] | None = None
    """The API's reference has one object here, but a list in the other results. Both are accepted."""
    versions: list[ArtifactPromotionResult] | None = None
    job_type: str | None = None
    workspace_id: str | None = None
    artifact_id: str | None = None


class RuntimePromotionResult(PromotionResultInfo):
    """Result for an engine or a cluster."""

    used_by: list[PromotionResultInfo] | None = None
    run_profiles: list[ArtifactPromotionResult] | None = None


class WorkspacePromotionResult(PromotionResultInfo):
    """Result for a workspace and everything in it."""

    workspace_type: str | None = None
    flows: list[FlowPromotionResult] | None = None
    plans: list[ArtifactPromotionResult] | None = None
    actions: list[ArtifactPromotionResult] | None = None
    connections: list[ArtifactPromotionResult] | None = None
    resources: list[ArtifactPromotionResult] | None = None
    engines: list[RuntimePromotionResult] | None = None
    clusters: list[RuntimePromotionResult] | None = None


class PromotionExecution(Model):
    """One run of a promotion."""

    execution_id: str
    start_timestamp: Timestamp | None = None
    trigger_timestamp: Timestamp | None = None
    finish_timestamp: Timestamp | None = None
    user_id: str | None = None
    user_type: str | None = None
    promotion_id: str | None = None
    pipeline_id: str | None = None
    keep_target_resources: bool | None = None
    keep_target_run_profiles: bool | None = None
    advanced: AdvancedPromotionSpec | None = None
    defective: bool | None = None
    status: str | None = None
    """ANALIZED (the API's spelling), PROMOTION_STARTED, PROMOTION_WARNING, PROMOTION_FAILED or PROMOTED."""
    status_message: str | None = None
    workspaces: list[WorkspacePromotionResult] | None = None
    engines: list[RuntimePromotionResult] | None = None
    clusters: list[RuntimePromotionResult] | None = None
    context: str | None = None


class StartedPromotion(Model):
    """Response to the start of a promotion that ends before the API responds. Otherwise the body is empty."""

    execution_id: str | None = None
    execution_report: PromotionExecution | None = None


class PromotionRequest(StartRequest):
    """Request that starts a promotion (schema PromotionExecutableTaskV26)."""

    keep_target_resources: bool | None = None
    """Whether resources of the target environment stay as they are."""
    keep_target_run_profiles: bool | None = None
    """Whether run profiles of the target environment stay as they are."""
    advanced: AdvancedPromotionSpec | None = None
    """Part of the source environment; None to promote all of it."""
    context: str | None = None
    """Message for the history."""

    def faults(self) -> Iterator[str]:
        """Yield the reasons for which the API would refuse the request, with advice."""
        yield from super().faults()
        if self.context is not None and len(self.context) > _MAX_CONTEXT_LENGTH:
            yield f"context has {len(self.context)} characters. Give {_MAX_CONTEXT_LENGTH} at most"
        if self.advanced is not None and not (self.advanced.artifact_id and self.advanced.artifact_type):
            yield "`advanced` needs artifact_id and artifact_type. Give both, or leave `advanced` out"


class Promotions(Gets[PromotionExecution]):
    """Methods that start and read executions of promotions. The API does not list these executions."""

    START = Operation(
        method="POST",
        path=_PATH,
        summary="Starting promotion {name}",
        result=StartedPromotion,
        permission=_PERMISSION,
        hints={
            409: "Wait for the end of the promotion that is running, then try again",
            501: "Correct the problems that the promotion's analysis shows in Talend Management Console,"
            " then try again",
        },
    )
    GET = Operation(
        method="GET",
        path=f"{_PATH}/{{executionId}}",
        summary="Reading promotion execution {executionId}",
        result=PromotionExecution,
        permission=_PERMISSION,
    )

    def start(
        self, request: PromotionRequest, *, timeout: float = _RESPONSE_SECONDS, before: BeforeSend = None
    ) -> StartedPromotion | None:
        """Start a promotion. If the promotion may have started, the request is not repeated.

        Args:
            request: The promotion and its options.
            timeout: Seconds to wait for the response.
            before: Called right before every attempt. If it raises an error, nothing is sent.

        Returns:
            Id and report of the execution, or None if the promotion has started but the response is empty.

        Raises:
            CallError: The call failed. If the error's `outcome` is `unknown`, the promotion may have started.
            TalendError: The API would refuse the request, so it was not sent.

        """
        body = request.body_for(self.START)
        return self._dispatcher.call_or_none(self.START, body=body, timeout=timeout, before_send=before)
