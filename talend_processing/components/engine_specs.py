"""Descriptions of Remote Engines, clusters and their run profiles in a topology.

A field such as `debug` sets the resource's argument of the same name. The resource validates the value.
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
    """The name in Talend's console, unique in the engine or cluster."""
    type: str
    """The type of the profile: JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    jvm_arguments: Sequence[str]
    """The JVM arguments in order, one per item."""
    description: str | None = None
    """The description in Talend's console."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class EngineDebugSpec:
    """The debug settings of an engine."""

    host: str
    """The host to which a debugger connects."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class RemoteEngineSpec:
    """A `RemoteEngine` and its run profiles."""

    name: str
    """The name in Talend's console, unique among the Remote Engines of the topology."""
    description: str | None = None
    """The description in Talend's console."""
    run_profiles: Sequence[str] | None = None
    """The types of run profiles that the engine supports: JOB_SERVER, MICROSERVICE, TALEND_RUNTIME."""
    debug: EngineDebugSpec | None = None
    """The debug settings."""
    esb_compatibility_version: str | None = None
    """Version of Data Service Runner or Talend Runtime. Required for MICROSERVICE or TALEND_RUNTIME."""
    unpair_triggers: Mapping[str, str] | None = None
    """Changing any value unpairs the engine, which keeps its id and gets a new key."""
    keep_osgi_deployments: bool | None = None
    """Whether unpairing leaves OSGi Routes and Data Services deployed."""
    keep_microservice_deployments: bool | None = None
    """Whether unpairing leaves microservice Routes and Data Services deployed."""
    protect: bool | None = None
    """Whether Pulumi refuses to delete the engine. The default is the component's `protect` option."""
    profiles: Sequence[RunProfileSpec] = ()
    """The engine's run profiles."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class EngineClusterSpec:
    """An `EngineCluster`, its members and its run profiles."""

    name: str
    """The name in Talend's console, unique among the clusters of the topology."""
    description: str | None = None
    """The description in Talend's console."""
    members: Sequence[str] = ()
    """The names of the cluster's engines. The topology must contain each engine."""
    protect: bool | None = None
    """Whether Pulumi refuses to delete the cluster. The default is the component's `protect` option."""
    profiles: Sequence[RunProfileSpec] = ()
    """The cluster's run profiles."""
