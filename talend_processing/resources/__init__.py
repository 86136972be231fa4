"""The resource classes, one per file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.lazy import lazily

if TYPE_CHECKING:
    from talend_processing.provider.declare.declaration import OnExisting
    from talend_processing.resources.cloud_jvm_rollback import CloudJvmRollback
    from talend_processing.resources.cluster_membership import ClusterMembership
    from talend_processing.resources.engine_cluster import EngineCluster
    from talend_processing.resources.engine_cluster_run_profile import EngineClusterRunProfile
    from talend_processing.resources.pipeline_engine import PipelineEngine
    from talend_processing.resources.pipeline_run_profiles.advanced_run_profile import AdvancedRunProfile
    from talend_processing.resources.pipeline_run_profiles.big_data_run_profile import (
        BigDataRunProfile,
        YarnStrategy,
        YarnStrategyArgs,
        YarnStrategyArgsDict,
    )
    from talend_processing.resources.pipeline_run_profiles.data_integration_run_profile import (
        DataIntegrationRunProfile,
    )
    from talend_processing.resources.pipeline_run_profiles.databricks_run_profile import (
        Databricks,
        DatabricksArgs,
        DatabricksArgsDict,
        DatabricksRunProfile,
        DatabricksTarget,
        DatabricksTargetArgs,
        DatabricksTargetArgsDict,
    )
    from talend_processing.resources.pipeline_run_profiles.standard_run_profile import (
        StandardConfiguration,
        StandardConfigurationArgs,
        StandardConfigurationArgsDict,
        StandardRunProfile,
    )
    from talend_processing.resources.remote_engine import (
        EngineDebug,
        EngineDebugArgs,
        EngineDebugArgsDict,
        RemoteEngine,
    )
    from talend_processing.resources.remote_engine_run_profile import RemoteEngineRunProfile
    from talend_processing.resources.run_profile import RunProfile
    from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

__all__ = [
    "AdvancedRunProfile",
    "BigDataRunProfile",
    "CloudJvmRollback",
    "ClusterMembership",
    "DataIntegrationRunProfile",
    "Databricks",
    "DatabricksArgs",
    "DatabricksArgsDict",
    "DatabricksRunProfile",
    "DatabricksTarget",
    "DatabricksTargetArgs",
    "DatabricksTargetArgsDict",
    "EngineCluster",
    "EngineClusterRunProfile",
    "EngineDebug",
    "EngineDebugArgs",
    "EngineDebugArgsDict",
    "EnvironmentInfo",
    "OnExisting",
    "PipelineEngine",
    "RemoteEngine",
    "RemoteEngineRunProfile",
    "RunProfile",
    "StandardConfiguration",
    "StandardConfigurationArgs",
    "StandardConfigurationArgsDict",
    "StandardRunProfile",
    "WorkspaceInfo",
    "YarnStrategy",
    "YarnStrategyArgs",
    "YarnStrategyArgsDict",
]

_MODULES = {
    "WorkspaceInfo": "workspace",
    "EnvironmentInfo": "workspace",
    "DatabricksTargetArgsDict": "pipeline_run_profiles.databricks_run_profile",
    "DatabricksTargetArgs": "pipeline_run_profiles.databricks_run_profile",
    "DatabricksArgsDict": "pipeline_run_profiles.databricks_run_profile",
    "DatabricksArgs": "pipeline_run_profiles.databricks_run_profile",
    "YarnStrategyArgsDict": "pipeline_run_profiles.big_data_run_profile",
    "YarnStrategyArgs": "pipeline_run_profiles.big_data_run_profile",
    "StandardConfigurationArgsDict": "pipeline_run_profiles.standard_run_profile",
    "StandardConfigurationArgs": "pipeline_run_profiles.standard_run_profile",
    "EngineDebugArgsDict": "remote_engine",
    "EngineDebugArgs": "remote_engine",
    "AdvancedRunProfile": "pipeline_run_profiles.advanced_run_profile",
    "BigDataRunProfile": "pipeline_run_profiles.big_data_run_profile",
    "CloudJvmRollback": "cloud_jvm_rollback",
    "ClusterMembership": "cluster_membership",
    "DataIntegrationRunProfile": "pipeline_run_profiles.data_integration_run_profile",
    "Databricks": "pipeline_run_profiles.databricks_run_profile",
    "DatabricksRunProfile": "pipeline_run_profiles.databricks_run_profile",
    "DatabricksTarget": "pipeline_run_profiles.databricks_run_profile",
    "EngineCluster": "engine_cluster",
    "EngineClusterRunProfile": "engine_cluster_run_profile",
    "EngineDebug": "remote_engine",
    "OnExisting": "talend_processing.provider.declare.declaration",
    "PipelineEngine": "pipeline_engine",
    "RemoteEngine": "remote_engine",
    "RemoteEngineRunProfile": "remote_engine_run_profile",
    "RunProfile": "run_profile",
    "StandardConfiguration": "pipeline_run_profiles.standard_run_profile",
    "StandardRunProfile": "pipeline_run_profiles.standard_run_profile",
    "YarnStrategy": "pipeline_run_profiles.big_data_run_profile",
}

__getattr__, __dir__ = lazily(globals(), _MODULES)
