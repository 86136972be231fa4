"""The description of the runtimes of one environment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talend_processing.components.engine_specs import EngineClusterSpec, RemoteEngineSpec
from talend_processing.components.faults import TopologyError
from talend_processing.components.fitting import to_plain
from talend_processing.components.pipeline_specs import PipelineEngineSpec
from talend_processing.components.validation import faults
from talend_processing.provider.declare.descriptions import with_attributes


@with_attributes
@dataclass(frozen=True, kw_only=True)
class Topology:
    """The engines, clusters and Pipeline Engines of one environment, each with its run profiles.

    Raises:
        TopologyError: The description is invalid. The error lists the faults.

    """

    engines: Sequence[RemoteEngineSpec] = ()
    """The Remote Engines."""
    clusters: Sequence[EngineClusterSpec] = ()
    """The clusters, with the names of their members."""
    pipeline_engines: Sequence[PipelineEngineSpec] = ()
    """The Pipeline Engines."""

    def __post_init__(self) -> None:
        if found := faults(Topology, to_plain(self)):
            raise TopologyError("the topology", [str(fault) for fault in found])
