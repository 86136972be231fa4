"""Executions of promotions and their reports."""

from __future__ import annotations

from talend_processing.client.models.model import Model, Timestamp


class Message(Model):
    """One line of a report."""

    info: str | None = None
    level: str | None = None
    """INFO, WARN or ERROR."""


class Report(Model):
    """What became of one object."""

    status: str | None = None
    """CREATED, REPLACED, REUSED, FAILED or SKIPPED."""
    messages: list[Message] | None = None


class AdvancedPromotionSpec(Model):
    """The part of an environment that is promoted."""

    artifact_id: str | None = None
    artifact_type: str | None = None
    """WORKSPACE, PLAN, FLOW (a task) or ACTION (an artifact)."""


class PromotionResultInfo(Model):
    """What became of one promoted object."""

    id: str | None = None
    target_id: str | None = None
    name: str | None = None
    type: str | None = None
    analyze_report: Report | None = None
    promotion_report: Report | None = None
    target_version: str | None = None
    version: str | int | None = None


class ArtifactPromotionResult(PromotionResultInfo):
    """What became of an artifact, a plan, a connection, a resource or a run profile."""

    used_by: list[PromotionResultInfo] | None = None
    artifact_id: str | None = None
    job_type: str | None = None
    versions: list[ArtifactPromotionResult] | None = None


class FlowPromotionResult(PromotionResultInfo):
    """What became of a task."""

    used_by: FlowPromotionResult | list[PromotionResultInfo] | None = None
    """The reference says one object; everywhere else it is a list: both are accepted."""
    versions: list[ArtifactPromotionResult] | None = None
    job_type: str | None = None
    workspace_id: str | None = None
    artifact_id: str | None = None


class RuntimePromotionResult(PromotionResultInfo):
    """What became of an engine or a cluster."""

    used_by: list[PromotionResultInfo] | None = None
    run_profiles: list[ArtifactPromotionResult] | None = None


class WorkspacePromotionResult(PromotionResultInfo):
    """What became of a workspace and all that is in it."""

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
    """ANALIZED, PROMOTION_STARTED, PROMOTION_WARNING, PROMOTION_FAILED or PROMOTED."""
    status_message: str | None = None
    workspaces: list[WorkspacePromotionResult] | None = None
    engines: list[RuntimePromotionResult] | None = None
    clusters: list[RuntimePromotionResult] | None = None
    context: str | None = None


class StartedPromotion(Model):
    """The answer to a promotion that ended at once: its id and its report."""

    execution_id: str | None = None
    execution_report: PromotionExecution | None = None
