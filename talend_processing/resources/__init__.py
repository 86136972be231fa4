"""What exists: one small file per resource, one line per property."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talend_processing.resources.cloud_jvm_rollback import CloudJvmRollback
    from talend_processing.resources.cluster_membership import ClusterMembership
    from talend_processing.resources.engine_cluster import EngineCluster
    from talend_processing.resources.engine_cluster_run_profile import EngineClusterRunProfile
    from talend_processing.resources.remote_engine import EngineDebug, RemoteEngine
    from talend_processing.resources.remote_engine_run_profile import RemoteEngineRunProfile

__all__ = [
    "CloudJvmRollback",
    "ClusterMembership",
    "EngineCluster",
    "EngineClusterRunProfile",
    "EngineDebug",
    "RemoteEngine",
    "RemoteEngineRunProfile",
]

_MODULES = {
    "CloudJvmRollback": "cloud_jvm_rollback",
    "ClusterMembership": "cluster_membership",
    "EngineCluster": "engine_cluster",
    "EngineClusterRunProfile": "engine_cluster_run_profile",
    "EngineDebug": "remote_engine",
    "RemoteEngine": "remote_engine",
    "RemoteEngineRunProfile": "remote_engine_run_profile",
}


def __getattr__(name: str) -> object:
    """Import a declaration when it is first asked for."""
    try:
        module = import_module(f"{__name__}.{_MODULES[name]}")
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    found: object = getattr(module, name)
    globals()[name] = found
    return found
