"""Descriptions of Remote Engines, clusters and their run profiles in a topology.

A field with the name of an argument of the resource supplies that argument. The resource validates its value.
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
    """A description for readers."""


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
    """A description for readers."""
    run_profiles: Sequence[str] | None = None
    """The types of artifacts that it can run: JOB_SERVER, MICROSERVICE, TALEND_RUNTIME."""
    debug: EngineDebugSpec | None = None
    """The debug settings."""
    esb_compatibility_version: str | None = None
    """Version of Data Service Runner or Talend Runtime. Required with MICROSERVICE or TALEND_RUNTIME."""
    unpair_triggers: Mapping[str, str] | None = None
    """Changing any value unpairs the engine, which keeps its id and gets a new key."""
    keep_osgi_deployments: bool | None = None
    """Whether unpairing leaves OSGi Routes and Data Services deployed, for an upgrade of the engine."""
    keep_microservice_deployments: bool | None = None
    """Whether unpairing leaves microservice Routes and Data Services deployed."""
    protect: bool | None = None
    """Whether Pulumi refuses to delete it. The default is the component's `protect` option."""
    profiles: Sequence[RunProfileSpec] = ()
    """Its run profiles."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class EngineClusterSpec:
    """An `EngineCluster`, its members and its run profiles."""

    name: str
    """The name in Talend's console, unique among the clusters of the topology."""
    description: str | None = None
    """A description for readers."""
    members: Sequence[str] = ()
    """The names of the engines in it, which must be in the same topology."""
    protect: bool | None = None
    """Whether Pulumi refuses to delete it. The default is the component's `protect` option."""
    profiles: Sequence[RunProfileSpec] = ()
    """Its run profiles."""
