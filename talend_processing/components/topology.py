"""`Topology`, the description of the engines of one environment, and `load_topology`, its YAML reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from talend_processing.components.engine_specs import EngineClusterSpec, RemoteEngineSpec
from talend_processing.components.faults import Fault, TopologyError
from talend_processing.components.pipeline_specs import PipelineEngineSpec
from talend_processing.components.plain_data import from_plain, to_plain
from talend_processing.components.validation import faults
from talend_processing.provider.declare.descriptions import with_attributes
from talend_processing.yaml_lines import Document, YamlError, read_yaml


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
    """The clusters of Remote Engines."""
    pipeline_engines: Sequence[PipelineEngineSpec] = ()
    """The Pipeline Engines."""

    def __post_init__(self) -> None:
        if topology_faults := faults(Topology, to_plain(self)):
            raise TopologyError("the topology", [str(fault) for fault in topology_faults])


def load_topology(path: str | Path) -> Topology:
    """Read a topology from a YAML (or JSON) file.

    Args:
        path: The file. A relative path is relative to the working folder of the program.

    Raises:
        TopologyError: The file cannot be read or is invalid. The error lists each fault with its line and
            field.

    Example:
        >>> import talend_processing as talend
        >>> topology = talend.load_topology("topology.yaml")
        >>> [engine.name for engine in topology.engines]
        ['etl-1', 'etl-2', 'services']

    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise TopologyError(str(path), [f"{path}: cannot read the file: {reason}"]) from error
    try:
        document = read_yaml(text)
    except YamlError as error:
        location = str(path) if error.line is None else f"{path}:{error.line}"
        raise TopologyError(str(path), [f"{location}: {error}"]) from error
    except RecursionError:
        raise TopologyError(str(path), [f"{path}: cannot read the file: it is nested too deeply"]) from None
    if numbered_faults := sorted(_numbered_faults(document), key=lambda pair: pair[0]):
        raise TopologyError(str(path), [f"{path}:{line}: {fault}" for line, fault in numbered_faults])
    return from_plain(Topology, document.value)


def _numbered_faults(document: Document) -> list[tuple[int, Fault]]:
    """Return a pair of line number and fault for each fault of a document."""
    if not document.lines:
        return [(1, Fault("", "the file is empty; expected engines, clusters or pipeline_engines"))]
    if document.errors:
        return [(error.line, Fault(error.field, error.reason)) for error in document.errors]
    return [(document.line(fault.at) or 1, fault) for fault in faults(Topology, document.value)]
