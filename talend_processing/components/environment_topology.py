"""All runtimes of one environment from one description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeAlias, TypeVar

import pulumi
from pulumi import Input, Output, ResourceOptions

from talend_processing.components.engine_specs import EngineClusterSpec, RemoteEngineSpec
from talend_processing.components.fitting import plain
from talend_processing.components.pipeline_specs import PipelineEngineSpec
from talend_processing.components.topology import Topology
from talend_processing.components.topology_file import load_topology
from talend_processing.components.validation import PROFILES, arguments
from talend_processing.provider.declare.declaration import OnExisting, TalendResource, block_of, spec_of
from talend_processing.provider.declare.descriptions import with_attributes
from talend_processing.provider.declare.spec import Role
from talend_processing.provider.host.sdk_internals import registering
from talend_processing.resources.cluster_membership import ClusterMembership
from talend_processing.resources.databricks_run_profile import DatabricksArgs
from talend_processing.resources.engine_cluster import EngineCluster
from talend_processing.resources.pipeline_engine import PipelineEngine
from talend_processing.resources.remote_engine import RemoteEngine
from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

RuntimeSpec: TypeAlias = RemoteEngineSpec | EngineClusterSpec | PipelineEngineSpec
Runtime = TypeVar("Runtime", RemoteEngine, EngineCluster, PipelineEngine)
T = TypeVar("T")


@with_attributes
class EnvironmentTopology(pulumi.ComponentResource):
    """The engines, clusters, memberships, Pipeline Engines and run profiles of one environment.

    Each described object is a resource of its own under this one. In Pulumi it is called after the component
    and itself (`production-etl-1`, a run profile `production-etl-1-heap`), in Talend as it is described; so
    the order of a description can change, and only a changed name replaces.

    Example:
        >>> import talend_processing as talend
        >>> production = talend.find_environment(name="production")
        >>> finance = talend.find_workspace(name="Finance", environment=production.id)
        >>> runtimes = talend.EnvironmentTopology.from_file(
        ...     "topology.yaml", "production", environment_id=production, workspace_id=finance
        ... )

    """

    engines: Mapping[str, RemoteEngine]
    """The Remote Engines by the names that describe them."""
    clusters: Mapping[str, EngineCluster]
    """The clusters by the names that describe them."""
    pipeline_engines: Mapping[str, PipelineEngine]
    """The Pipeline Engines by the names that describe them."""
    engine_ids: Output[dict[str, str]]
    """The ids of the Remote Engines by name."""
    cluster_ids: Output[dict[str, str]]
    """The ids of the clusters by name."""
    pipeline_engine_ids: Output[dict[str, str]]
    """The ids of the Pipeline Engines by name."""
    keys: Output[dict[str, str | None]]
    """The keys that pair the Remote Engines, by name; secret."""
    pipeline_engine_keys: Output[dict[str, str | None]]
    """The keys that pair the Pipeline Engines, by name; secret."""

    def __init__(
        self,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        topology: Topology,
        environment_id: Input[str] | Input[EnvironmentInfo],
        workspace_id: Input[str] | Input[WorkspaceInfo] | None = None,
        databricks_token: Input[str] | None = None,
        on_existing: Input[OnExisting] = "fail",
    ) -> None:
        """Declare the topology.

        Args:
            resource_name: Pulumi's name for it, which the names of all its resources begin with.
            opts: Pulumi's options; `protect` holds for all that is described, unless it says otherwise.
            topology: What there is to be.
            environment_id: The environment that all of it runs in: its id, or what a look-up found.
            workspace_id: The workspace that may use it, likewise; omitted, the API chooses. Clusters need it.
            databricks_token: The token of all Databricks run profiles; kept secret, and so never in a file.
            on_existing: What a create does about an object of the same name: `fail`, `adopt`, `create`.

        """
        with registering(self):
            super().__init__("talend:components:EnvironmentTopology", resource_name, None, opts)
        if topology.clusters and workspace_id is None:
            raise pulumi.RunError(
                f"{resource_name} needs workspace_id: it describes clusters, which live in one"
            )
        # A component's own dependencies are not its children's.
        after = opts.depends_on if opts else None

        place: dict[str, Any] = {"environment_id": environment_id, "workspace_id": workspace_id}

        def runtimes(kind: type[Runtime], specs: Sequence[RuntimeSpec]) -> dict[str, Runtime]:
            return {
                spec.name: kind(
                    f"{resource_name}-{spec.name}",
                    **_arguments(kind, spec),
                    **place,
                    on_existing=on_existing,
                    opts=ResourceOptions(parent=self, protect=spec.protect, depends_on=after),
                )
                for spec in specs
            }

        self.engines = runtimes(RemoteEngine, topology.engines)
        self.clusters = runtimes(EngineCluster, topology.clusters)
        self.pipeline_engines = runtimes(PipelineEngine, topology.pipeline_engines)
        for cluster in topology.clusters:
            for member in cluster.members:
                # Called after the engine alone: one that moves to another cluster leaves the first before.
                ClusterMembership(
                    f"{resource_name}-{member}",
                    cluster_id=self.clusters[cluster.name],
                    engine_id=self.engines[member],
                    opts=ResourceOptions(parent=self),
                )
        for (owners, profiles), kind in PROFILES.items():
            parents: Mapping[str, TalendResource] = getattr(self, owners)
            for owner in getattr(topology, owners):
                for profile in getattr(owner, profiles):
                    declare: Any = kind
                    declare(
                        f"{resource_name}-{owner.name}-{profile.name}",
                        **_arguments(kind, profile, databricks_token),
                        **{_parent_of(kind): parents[owner.name]},
                        on_existing=on_existing,
                        opts=ResourceOptions(parent=self),
                    )
        self._put_out()

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        environment_id: Input[str] | Input[EnvironmentInfo],
        workspace_id: Input[str] | Input[WorkspaceInfo] | None = None,
        databricks_token: Input[str] | None = None,
        on_existing: Input[OnExisting] = "fail",
    ) -> Self:
        """Declare the topology that a YAML file describes; see `load_topology`.

        Raises:
            TopologyError: The file does not fit; it says file, line, field and what was expected.

        """
        return cls(
            resource_name,
            topology=load_topology(path),
            environment_id=environment_id,
            workspace_id=workspace_id,
            databricks_token=databricks_token,
            on_existing=on_existing,
            opts=opts,
        )

    def _put_out(self) -> None:
        self.engine_ids = _of_each({name: one.id for name, one in self.engines.items()})
        self.cluster_ids = _of_each({name: one.id for name, one in self.clusters.items()})
        self.pipeline_engine_ids = _of_each({name: one.id for name, one in self.pipeline_engines.items()})
        self.keys = Output.secret(
            _of_each({name: one.pre_authorized_key for name, one in self.engines.items()})
        )
        self.pipeline_engine_keys = Output.secret(
            _of_each({name: one.pre_authorized_key for name, one in self.pipeline_engines.items()})
        )
        # The keys stay out of the component's own state: that of each engine holds its key already.
        self.register_outputs(
            {
                "engineIds": self.engine_ids,
                "clusterIds": self.cluster_ids,
                "pipelineEngineIds": self.pipeline_engine_ids,
            }
        )


def _arguments(
    resource: type[TalendResource], spec: object, databricks_token: Input[str] | None = None
) -> dict[str, Any]:
    """What a description gives its resource, by the names of the resource's arguments."""
    given = {}
    for wire, value in arguments(resource, plain(spec)).items():
        name = spec_of(resource).python_name(wire)
        block = block_of(resource, name)
        if block is DatabricksArgs:
            value["token"] = databricks_token
        given[name] = block.from_wire(value) if block else value
    return given


def _parent_of(resource: type[TalendResource]) -> str:
    return next(prop.name for prop in spec_of(resource).arguments if prop.role is Role.PARENT)


def _of_each(values: Mapping[str, Output[T]]) -> Output[dict[str, T]]:
    return Output.all(**values)
