"""A stack with objects of eight kinds, and the comparison of a stack with its account."""

from __future__ import annotations

from typing import Any

import profile_samples
from lifecycle_stack import PLACE, Stack
from profile_samples import DATABRICKS

from talend_processing.drift.comparing import drift
from talend_processing.drift.report import Drift

HEAP = {**profile_samples.HEAP, "description": "first"}


def drift_of(stack: Stack, **options: Any) -> Drift:
    """Compare the state of a stack with its account."""
    with stack.session() as session:
        return drift(stack.state(), session, **options)


def fleet(stack: Stack) -> dict[str, str]:
    """Create objects of eight kinds, and return their ids by their Pulumi names."""
    engine = stack.make("RemoteEngine", "etl", {**PLACE, "description": "first"})
    pool = stack.make("EngineCluster", "pool", PLACE)
    pipes = stack.make("PipelineEngine", "pipes", PLACE)
    return {
        "etl": engine,
        "pool": pool,
        "pipes": pipes,
        "member": stack.make("ClusterMembership", "member", {"clusterId": pool, "engineId": engine}),
        "heap": stack.make("RemoteEngineRunProfile", "heap", {**HEAP, "engineId": engine}),
        "pool-heap": stack.make("EngineClusterRunProfile", "pool-heap", {**HEAP, "clusterId": pool}),
        "spark": stack.make("DatabricksRunProfile", "spark", {**DATABRICKS, "engineId": pipes}),
        "java": stack.make("CloudJvmRollback", "java", {"jobJvmRollback": True}),
    }
