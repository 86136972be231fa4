"""The types that look-ups return, for type annotations in programs."""

from __future__ import annotations

from talend_processing.client.api.clusters import EngineCluster as EngineClusterDetails
from talend_processing.client.api.executables import Executable as ExecutableInfo
from talend_processing.client.api.pipeline_engines import PipelineEngine as PipelineEngineInfo
from talend_processing.client.api.pipeline_run_profiles import PipelineRunProfile as PipelineRunProfileInfo
from talend_processing.client.api.plans import PlanExecution as PlanExecutionInfo
from talend_processing.client.api.plans import StepExecution as PlanStepInfo
from talend_processing.client.api.plans import StepExecutionDetails as PlanStepDetails
from talend_processing.client.api.promotions import PromotionExecution as PromotionExecutionInfo
from talend_processing.client.api.remote_engines import BaseEngine as EngineClusterInfo
from talend_processing.client.api.remote_engines import Engine as RemoteEngineInfo
from talend_processing.client.api.run_profiles import BaseRunProfile as RunProfileInfo
from talend_processing.client.api.run_profiles import RunProfile as RunProfileDetails
from talend_processing.client.api.run_profiles import RuntimeRunProfile as RuntimeRunProfileInfo
from talend_processing.client.api.tasks import TaskExecution as TaskExecutionInfo

__all__ = [
    "EngineClusterDetails",
    "EngineClusterInfo",
    "ExecutableInfo",
    "PipelineEngineInfo",
    "PipelineRunProfileInfo",
    "PlanExecutionInfo",
    "PlanStepDetails",
    "PlanStepInfo",
    "PromotionExecutionInfo",
    "RemoteEngineInfo",
    "RunProfileDetails",
    "RunProfileInfo",
    "RuntimeRunProfileInfo",
    "TaskExecutionInfo",
]
