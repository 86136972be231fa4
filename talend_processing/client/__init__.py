"""Typed client for Talend Cloud's Processing API. It does not depend on Pulumi.

Importing this package imports neither httpx nor pydantic: every name is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from talend_processing.lazy import lazily

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.api.cloud_jvm import CloudJvmSetting
    from talend_processing.client.api.clusters import EngineCluster
    from talend_processing.client.api.environments import (
        Environment,
        EnvironmentInfo,
        Workspace,
        WorkspaceInfo,
    )
    from talend_processing.client.api.executables import Executable, ExecutionIdentifier
    from talend_processing.client.api.pipeline_engines import PipelineEngine
    from talend_processing.client.api.pipeline_run_profiles import (
        AdvancedRunProfile,
        BigDataRunProfile,
        DatabricksRunProfile,
        DataIntegrationRunProfile,
        PipelineRunProfile,
        StandardRunProfile,
    )
    from talend_processing.client.api.plans import (
        PlanExecution,
        PlanRequest,
        StepExecution,
        StepExecutionDetails,
    )
    from talend_processing.client.api.promotions import (
        AdvancedPromotionSpec,
        PromotionExecution,
        PromotionRequest,
        StartedPromotion,
    )
    from talend_processing.client.api.remote_engines import BaseEngine, Engine
    from talend_processing.client.api.run_profiles import BaseRunProfile, RunProfile, RuntimeRunProfile
    from talend_processing.client.api.tasks import TaskExecution, TaskRequest
    from talend_processing.client.errors import (
        ApiError,
        AuthenticationError,
        CallError,
        CancelledError,
        ConflictError,
        ConnectionFailedError,
        NotFoundError,
        PermissionDeniedError,
        RateLimitError,
        RequestTimeoutError,
        ServerError,
        SettingsError,
        TalendError,
        UnexpectedResponseError,
        UnknownHostError,
        ValidationError,
    )
    from talend_processing.client.fiql import Query, Where, where
    from talend_processing.client.settings import AccessToken, ServiceAccount, Settings

_NAMES_BY_MODULE: Final = {
    "api.client": ("TalendClient",),
    "settings": ("AccessToken", "ServiceAccount", "Settings"),
    "errors": (
        "ApiError",
        "AuthenticationError",
        "CallError",
        "CancelledError",
        "ConflictError",
        "ConnectionFailedError",
        "NotFoundError",
        "PermissionDeniedError",
        "RateLimitError",
        "RequestTimeoutError",
        "ServerError",
        "SettingsError",
        "TalendError",
        "UnexpectedResponseError",
        "UnknownHostError",
        "ValidationError",
    ),
    "fiql": ("Query", "Where", "where"),
    "api.cloud_jvm": ("CloudJvmSetting",),
    "api.clusters": ("EngineCluster",),
    "api.environments": ("Environment", "EnvironmentInfo", "Workspace", "WorkspaceInfo"),
    "api.executables": ("Executable", "ExecutionIdentifier"),
    "api.pipeline_engines": ("PipelineEngine",),
    "api.pipeline_run_profiles": (
        "AdvancedRunProfile",
        "BigDataRunProfile",
        "DataIntegrationRunProfile",
        "DatabricksRunProfile",
        "PipelineRunProfile",
        "StandardRunProfile",
    ),
    "api.plans": ("PlanExecution", "PlanRequest", "StepExecution", "StepExecutionDetails"),
    "api.promotions": ("AdvancedPromotionSpec", "PromotionExecution", "PromotionRequest", "StartedPromotion"),
    "api.remote_engines": ("BaseEngine", "Engine"),
    "api.run_profiles": ("BaseRunProfile", "RunProfile", "RuntimeRunProfile"),
    "api.tasks": ("TaskExecution", "TaskRequest"),
}
_MODULE_BY_NAME: Final = {name: module for module, names in _NAMES_BY_MODULE.items() for name in names}

__all__ = [
    "AccessToken",
    "AdvancedPromotionSpec",
    "AdvancedRunProfile",
    "ApiError",
    "AuthenticationError",
    "BaseEngine",
    "BaseRunProfile",
    "BigDataRunProfile",
    "CallError",
    "CancelledError",
    "CloudJvmSetting",
    "ConflictError",
    "ConnectionFailedError",
    "DataIntegrationRunProfile",
    "DatabricksRunProfile",
    "Engine",
    "EngineCluster",
    "Environment",
    "EnvironmentInfo",
    "Executable",
    "ExecutionIdentifier",
    "NotFoundError",
    "PermissionDeniedError",
    "PipelineEngine",
    "PipelineRunProfile",
    "PlanExecution",
    "PlanRequest",
    "PromotionExecution",
    "PromotionRequest",
    "Query",
    "RateLimitError",
    "RequestTimeoutError",
    "RunProfile",
    "RuntimeRunProfile",
    "ServerError",
    "ServiceAccount",
    "Settings",
    "SettingsError",
    "StandardRunProfile",
    "StartedPromotion",
    "StepExecution",
    "StepExecutionDetails",
    "TalendClient",
    "TalendError",
    "TaskExecution",
    "TaskRequest",
    "UnexpectedResponseError",
    "UnknownHostError",
    "ValidationError",
    "Where",
    "Workspace",
    "WorkspaceInfo",
    "where",
]

__getattr__, __dir__ = lazily(globals(), _MODULE_BY_NAME)
