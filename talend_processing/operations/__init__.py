"""Runs as Pulumi resources: promotions, plans, tasks, and the wait for an engine to be paired."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talend_processing.operations.engine_pairing import EnginePairing
    from talend_processing.operations.plan_run import PlanRun, PlanStep
    from talend_processing.operations.promotion_run import PromotedArtifact, PromotionRun, PromotionScope
    from talend_processing.operations.task_run import TaskRun
    from talend_processing.operations.task_termination import TaskTermination

__all__ = [
    "EnginePairing",
    "PlanRun",
    "PlanStep",
    "PromotedArtifact",
    "PromotionRun",
    "PromotionScope",
    "TaskRun",
    "TaskTermination",
]

_MODULES = {
    "EnginePairing": "engine_pairing",
    "PlanRun": "plan_run",
    "PlanStep": "plan_run",
    "PromotedArtifact": "promotion_run",
    "PromotionRun": "promotion_run",
    "PromotionScope": "promotion_run",
    "TaskRun": "task_run",
    "TaskTermination": "task_termination",
}


def __getattr__(name: str) -> object:
    """Import an operation when it is first asked for."""
    try:
        module = import_module(f"{__name__}.{_MODULES[name]}")
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    found: object = getattr(module, name)
    globals()[name] = found
    return found
