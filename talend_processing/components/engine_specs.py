"""Remote Engines, clusters and their run profiles as a topology describes them.

Members have the names of the resources' arguments; the resources say what values are right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talend_processing.provider.declare.descriptions import with_attributes


@with_attributes
@dataclass(frozen=True, kw_only=True)
class RunProfileSpec:
    """A run profile of a Remote Engine or of a cluster."""

    name: str
    """What Talend's console calls it, unique in its engine or cluster."""
    type: str
    """What the profile is for: JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    jvm_arguments: Sequence[str]
    """The JVM's arguments, in order, one each."""
    description: str | None = None
    """What it is for."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class EngineDebugSpec:
    """How a debugger reaches an engine."""

    host: str
    """The host that a debugger connects to."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class RemoteEngineSpec:
    """A `RemoteEngine` and its run profiles."""

    name: str
    """What Talend's console calls it, unique among the engines of the environment."""
    description: str | None = None
    """What it is for."""
    run_profiles: Sequence[str] | None = None
    """What it can run: JOB_SERVER, MICROSERVICE, TALEND_RUNTIME."""
    debug: EngineDebugSpec | None = None
    """How a debugger reaches it."""
    esb_compatibility_version: str | None = None
    """Version of Data Service Runner or Talend Runtime; needed with MICROSERVICE or TALEND_RUNTIME."""
    unpair_triggers: Mapping[str, str] | None = None
    """A change of any value unpairs the engine: it keeps its id and gets a new key."""
    keep_osgi_deployments: bool | None = None
    """Whether unpairing leaves OSGi Routes and Data Services deployed, for an upgrade of the engine."""
    keep_microservice_deployments: bool | None = None
    """Whether unpairing leaves microservice Routes and Data Services deployed."""
    protect: bool | None = None
    """Whether Pulumi refuses to delete it; the component's own option if omitted."""
    profiles: Sequence[RunProfileSpec] = ()
    """Its run profiles."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class EngineClusterSpec:
    """An `EngineCluster`, its members and its run profiles."""

    name: str
    """What Talend's console calls it, unique among the clusters of the workspace."""
    description: str | None = None
    """What it is for."""
    members: Sequence[str] = ()
    """The names of the engines in it, as the same topology describes them."""
    protect: bool | None = None
    """Whether Pulumi refuses to delete it; the component's own option if omitted."""
    profiles: Sequence[RunProfileSpec] = ()
    """Its run profiles."""
