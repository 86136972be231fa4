"""The component that declares all engines, clusters and run profiles of one environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeAlias, TypeVar

import pulumi
from pulumi import Input, Output, ResourceOptions

from talend_processing.components.engine_specs import EngineClusterSpec, RemoteEngineSpec
from talend_processing.components.pipeline_specs import PipelineEngineSpec
from talend_processing.components.plain_data import to_plain
from talend_processing.components.topology import Topology, load_topology
from talend_processing.components.validation import PROFILES, arguments
from talend_processing.provider.declare.declaration import OnExisting, TalendResource, block_of, spec_of
from talend_processing.provider.declare.descriptions import with_attributes
from talend_processing.provider.host.sdk_internals import registering
from talend_processing.provider.kinds.spec import Role
from talend_processing.resources.cluster_membership import ClusterMembership
from talend_processing.resources.engine_cluster import EngineCluster
from talend_processing.resources.pipeline_engine import PipelineEngine
from talend_processing.resources.pipeline_run_profiles.databricks_run_profile import DatabricksArgs
from talend_processing.resources.remote_engine import RemoteEngine
from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

RuntimeSpec: TypeAlias = RemoteEngineSpec | EngineClusterSpec | PipelineEngineSpec
Runtime = TypeVar("Runtime", RemoteEngine, EngineCluster, PipelineEngine)
T = TypeVar("T")


@with_attributes
class EnvironmentTopology(pulumi.ComponentResource):
    """The engines, clusters, memberships, Pipeline Engines and run profiles of one environment.

    Each object of the topology becomes a child resource of this component. The resource's name in Pulumi
    consists of the names of the component and the object: `production-etl-1`, or `production-etl-1-heap` for
    a run profile. So renaming an object replaces its resource. The order of the objects does not matter.

    Example:
        >>> import talend_processing as talend
        >>> production = talend.find_environment(name="production")
        >>> finance = talend.find_workspace(name="Finance", environment=production.id)
        >>> runtimes = talend.EnvironmentTopology.from_file(
        ...     "topology.yaml", "production", environment_id=production, workspace_id=finance
        ... )

    """

    engines: Mapping[str, RemoteEngine]
    """The Remote Engines by their names in the topology."""
    clusters: Mapping[str, EngineCluster]
    """The clusters by their names in the topology."""
    pipeline_engines: Mapping[str, PipelineEngine]
    """The Pipeline Engines by their names in the topology."""
    engine_ids: Output[dict[str, str]]
    """The ids of the Remote Engines by name."""
    cluster_ids: Output[dict[str, str]]
    """The ids of the clusters by name."""
    pipeline_engine_ids: Output[dict[str, str]]
    """The ids of the Pipeline Engines by name."""
    keys: Output[dict[str, str | None]]
    """The pre-authorized keys of the Remote Engines by name, as a secret."""
    pipeline_engine_keys: Output[dict[str, str | None]]
    """The pre-authorized keys of the Pipeline Engines by name, as a secret."""

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
            resource_name: The component's name in Pulumi, and the prefix of the names of its resources.
            opts: Pulumi's options. `protect` applies to all resources, except to engines and clusters for
                which the topology sets `protect`.
            topology: The engines, clusters and run profiles to declare.
            environment_id: The environment of the engines and clusters: its id, or the result of a look-up.
            workspace_id: The workspace of the engines and clusters: its id, or the result of a look-up.
                If omitted, the API chooses a workspace. Required if the topology contains clusters.
            databricks_token: The token of all Databricks run profiles, a secret.
            on_existing: What to do if an object of the same name exists: `fail`, `adopt` or `create`.

        """
        with registering(self):
            super().__init__("talend:components:EnvironmentTopology", resource_name, None, opts)
        if topology.clusters and workspace_id is None:
            raise pulumi.RunError(
                f"{resource_name} needs workspace_id, because its topology contains clusters"
            )
        # Pulumi does not apply a component's `depends_on` to its children. Only engines and clusters need it
        # here, because memberships and run profiles depend on them.
        depends_on = opts.depends_on if opts else None

        location: dict[str, Any] = {"environment_id": environment_id, "workspace_id": workspace_id}

        def declare_all(runtime_class: type[Runtime], specs: Sequence[RuntimeSpec]) -> dict[str, Runtime]:
            return {
                spec.name: runtime_class(
                    f"{resource_name}-{spec.name}",
                    **_python_arguments(runtime_class, spec),
                    **location,
                    on_existing=on_existing,
                    opts=ResourceOptions(parent=self, protect=spec.protect, depends_on=depends_on),
                )
                for spec in specs
            }

        self.engines = declare_all(RemoteEngine, topology.engines)
        self.clusters = declare_all(EngineCluster, topology.clusters)
        self.pipeline_engines = declare_all(PipelineEngine, topology.pipeline_engines)
        for cluster in topology.clusters:
            for member in cluster.members:
                # The name omits the cluster, so that changing an engine's cluster replaces its membership.
                ClusterMembership(
                    f"{resource_name}-{member}",
                    cluster_id=self.clusters[cluster.name],
                    engine_id=self.engines[member],
                    opts=ResourceOptions(parent=self),
                )
        for (owners_field, profiles_field), profile_class in PROFILES.items():
            parents: Mapping[str, TalendResource] = getattr(self, owners_field)
            for owner in getattr(topology, owners_field):
                for profile in getattr(owner, profiles_field):
                    declare: Any = profile_class
                    declare(
                        f"{resource_name}-{owner.name}-{profile.name}",
                        **_python_arguments(profile_class, profile, databricks_token),
                        **{_parent_argument(profile_class): parents[owner.name]},
                        on_existing=on_existing,
                        opts=ResourceOptions(parent=self),
                    )
        self._set_outputs()

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
        """Read a topology with `load_topology` and declare it.

        Raises:
            TopologyError: The file cannot be read or is invalid.

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

    def _set_outputs(self) -> None:
        self.engine_ids = _output_of({name: one.id for name, one in self.engines.items()})
        self.cluster_ids = _output_of({name: one.id for name, one in self.clusters.items()})
        self.pipeline_engine_ids = _output_of({name: one.id for name, one in self.pipeline_engines.items()})
        self.keys = Output.secret(
            _output_of({name: one.pre_authorized_key for name, one in self.engines.items()})
        )
        self.pipeline_engine_keys = Output.secret(
            _output_of({name: one.pre_authorized_key for name, one in self.pipeline_engines.items()})
        )
        # The component's state does not repeat the keys, because the state of each engine contains its key.
        self.register_outputs(
            {
                "engineIds": self.engine_ids,
                "clusterIds": self.cluster_ids,
                "pipelineEngineIds": self.pipeline_engine_ids,
            }
        )


def _python_arguments(
    resource_class: type[TalendResource], spec: object, databricks_token: Input[str] | None = None
) -> dict[str, Any]:
    """Return the keyword arguments that declare a resource, such as `{"jvm_arguments": ["-Xmx1g"]}`."""
    python_arguments = {}
    for wire_name, value in arguments(resource_class, to_plain(spec)).items():
        name = spec_of(resource_class).python_name(wire_name)
        block_class = block_of(resource_class, name)
        if block_class is DatabricksArgs:
            value["token"] = databricks_token
        python_arguments[name] = block_class.from_wire(value) if block_class else value
    return python_arguments


def _parent_argument(resource_class: type[TalendResource]) -> str:
    """Return the name of the argument that takes the parent's id."""
    return next(prop.name for prop in spec_of(resource_class).arguments if prop.role is Role.PARENT)


def _output_of(values: Mapping[str, Output[T]]) -> Output[dict[str, T]]:
    return Output.all(**values)
