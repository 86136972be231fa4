"""Descriptions of all engines of an environment, and the component that declares these engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.lazy import lazily

if TYPE_CHECKING:
    from talend_processing.components.engine_instructions import pairing_instructions
    from talend_processing.components.engine_specs import (
        EngineClusterSpec,
        EngineDebugSpec,
        RemoteEngineSpec,
        RunProfileSpec,
    )
    from talend_processing.components.environment_topology import EnvironmentTopology
    from talend_processing.components.faults import TopologyError
    from talend_processing.components.pipeline_specs import (
        AdvancedRunProfileSpec,
        BigDataRunProfileSpec,
        DatabricksRunProfileSpec,
        DatabricksSpec,
        DatabricksTargetSpec,
        DataIntegrationRunProfileSpec,
        PipelineEngineSpec,
        StandardConfigurationSpec,
        StandardRunProfileSpec,
        YarnStrategySpec,
    )
    from talend_processing.components.preflight_checks import preflight
    from talend_processing.components.topology import Topology, load_topology

__all__ = [
    "AdvancedRunProfileSpec",
    "BigDataRunProfileSpec",
    "DataIntegrationRunProfileSpec",
    "DatabricksRunProfileSpec",
    "DatabricksSpec",
    "DatabricksTargetSpec",
    "EngineClusterSpec",
    "EngineDebugSpec",
    "EnvironmentTopology",
    "PipelineEngineSpec",
    "RemoteEngineSpec",
    "RunProfileSpec",
    "StandardConfigurationSpec",
    "StandardRunProfileSpec",
    "Topology",
    "TopologyError",
    "YarnStrategySpec",
    "load_topology",
    "pairing_instructions",
    "preflight",
]

_MODULES = {
    "AdvancedRunProfileSpec": "pipeline_specs",
    "BigDataRunProfileSpec": "pipeline_specs",
    "DataIntegrationRunProfileSpec": "pipeline_specs",
    "DatabricksRunProfileSpec": "pipeline_specs",
    "DatabricksSpec": "pipeline_specs",
    "DatabricksTargetSpec": "pipeline_specs",
    "EngineClusterSpec": "engine_specs",
    "EngineDebugSpec": "engine_specs",
    "EnvironmentTopology": "environment_topology",
    "PipelineEngineSpec": "pipeline_specs",
    "RemoteEngineSpec": "engine_specs",
    "RunProfileSpec": "engine_specs",
    "StandardConfigurationSpec": "pipeline_specs",
    "StandardRunProfileSpec": "pipeline_specs",
    "Topology": "topology",
    "TopologyError": "faults",
    "YarnStrategySpec": "pipeline_specs",
    "load_topology": "topology",
    "pairing_instructions": "engine_instructions",
    "preflight": "preflight_checks",
}

__getattr__, __dir__ = lazily(globals(), _MODULES)
