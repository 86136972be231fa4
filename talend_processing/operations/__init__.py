"""Resources that run a task, plan or promotion, terminate a task's run, or wait until an engine is paired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.lazy import lazily

if TYPE_CHECKING:
    from talend_processing.operations.engine_pairing import EnginePairing
    from talend_processing.operations.plan_run import PlanRun, PlanStep
    from talend_processing.operations.promotion_run import (
        PromotedArtifact,
        PromotionRun,
        PromotionScope,
        PromotionScopeArgs,
        PromotionScopeArgsDict,
    )
    from talend_processing.operations.run import OnConflict, OnFailure
    from talend_processing.operations.task_run import TaskRun
    from talend_processing.operations.task_termination import TaskTermination

__all__ = [
    "EnginePairing",
    "OnConflict",
    "OnFailure",
    "PlanRun",
    "PlanStep",
    "PromotedArtifact",
    "PromotionRun",
    "PromotionScope",
    "PromotionScopeArgs",
    "PromotionScopeArgsDict",
    "TaskRun",
    "TaskTermination",
]

_MODULES = {
    "OnConflict": "run",
    "OnFailure": "run",
    "PromotionScopeArgsDict": "promotion_run",
    "PromotionScopeArgs": "promotion_run",
    "EnginePairing": "engine_pairing",
    "PlanRun": "plan_run",
    "PlanStep": "plan_run",
    "PromotedArtifact": "promotion_run",
    "PromotionRun": "promotion_run",
    "PromotionScope": "promotion_run",
    "TaskRun": "task_run",
    "TaskTermination": "task_termination",
}

__getattr__, __dir__ = lazily(globals(), _MODULES)
