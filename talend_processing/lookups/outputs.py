# ruff: noqa: A002 - the arguments have the names that they have in the look-ups
"""The look-ups of environments, workspaces, runtimes and run profiles, with arguments that may be outputs.

Each call waits until its arguments are known and the resources in `opts.depends_on` are created.

`make docs` generates this file with `tools/docs/lookup_outputs.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi import Input, InvokeOptions, InvokeOutputOptions, Output

from talend_processing.lookups import environments, run_profiles, runtimes
from talend_processing.lookups.shared import when_known

if TYPE_CHECKING:
    from talend_processing.lookups.results import (
        EngineClusterDetails,
        EngineClusterInfo,
        PipelineEngineInfo,
        PipelineRunProfileInfo,
        RemoteEngineInfo,
        RunProfileDetails,
        RunProfileInfo,
        RuntimeRunProfileInfo,
    )
    from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

__all__ = [
    "find_engine_cluster_output",
    "find_environment_output",
    "find_pipeline_engine_output",
    "find_remote_engine_output",
    "find_run_profile_output",
    "find_workspace_output",
    "get_cloud_jvm_rollback_output",
    "get_engine_cluster_output",
    "get_engine_cluster_run_profile_output",
    "get_environment_output",
    "get_pipeline_engine_output",
    "get_remote_engine_output",
    "get_remote_engine_run_profile_output",
    "get_run_profile_output",
    "get_workspace_output",
    "list_engine_cluster_run_profiles_output",
    "list_engine_clusters_output",
    "list_environments_output",
    "list_pipeline_engine_run_profiles_output",
    "list_pipeline_engines_output",
    "list_remote_engine_run_profiles_output",
    "list_remote_engines_output",
    "list_run_profiles_output",
    "list_workspaces_output",
]


def find_engine_cluster_output(
    *,
    name: Input[str],
    environment: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[EngineClusterInfo]:
    """Call `find_engine_cluster` with arguments that may be outputs."""
    return when_known(runtimes.find_engine_cluster, opts, name=name, environment=environment)


def find_environment_output(
    *, name: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[EnvironmentInfo]:
    """Call `find_environment` with arguments that may be outputs."""
    return when_known(environments.find_environment, opts, name=name)


def find_pipeline_engine_output(
    *,
    name: Input[str],
    environment: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[PipelineEngineInfo]:
    """Call `find_pipeline_engine` with arguments that may be outputs."""
    return when_known(runtimes.find_pipeline_engine, opts, name=name, environment=environment)


def find_remote_engine_output(
    *,
    name: Input[str],
    environment: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[RemoteEngineInfo]:
    """Call `find_remote_engine` with arguments that may be outputs."""
    return when_known(runtimes.find_remote_engine, opts, name=name, environment=environment)


def find_run_profile_output(
    *,
    name: Input[str],
    environment_id: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[RunProfileInfo]:
    """Call `find_run_profile` with arguments that may be outputs."""
    return when_known(run_profiles.find_run_profile, opts, name=name, environment_id=environment_id)


def find_workspace_output(
    *,
    name: Input[str],
    environment: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[WorkspaceInfo]:
    """Call `find_workspace` with arguments that may be outputs."""
    return when_known(environments.find_workspace, opts, name=name, environment=environment)


def get_cloud_jvm_rollback_output(*, opts: InvokeOptions | InvokeOutputOptions | None = None) -> Output[bool]:
    """Call `get_cloud_jvm_rollback` after the resources in `depends_on` are created."""
    return when_known(runtimes.get_cloud_jvm_rollback, opts)


def get_engine_cluster_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[EngineClusterDetails]:
    """Call `get_engine_cluster` with arguments that may be outputs."""
    return when_known(runtimes.get_engine_cluster, opts, id=id)


def get_engine_cluster_run_profile_output(
    *, cluster_id: Input[str], id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[RuntimeRunProfileInfo]:
    """Call `get_engine_cluster_run_profile` with arguments that may be outputs."""
    return when_known(run_profiles.get_engine_cluster_run_profile, opts, cluster_id=cluster_id, id=id)


def get_environment_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[EnvironmentInfo]:
    """Call `get_environment` with arguments that may be outputs."""
    return when_known(environments.get_environment, opts, id=id)


def get_pipeline_engine_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[PipelineEngineInfo]:
    """Call `get_pipeline_engine` with arguments that may be outputs."""
    return when_known(runtimes.get_pipeline_engine, opts, id=id)


def get_remote_engine_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[RemoteEngineInfo]:
    """Call `get_remote_engine` with arguments that may be outputs."""
    return when_known(runtimes.get_remote_engine, opts, id=id)


def get_remote_engine_run_profile_output(
    *, engine_id: Input[str], id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[RuntimeRunProfileInfo]:
    """Call `get_remote_engine_run_profile` with arguments that may be outputs."""
    return when_known(run_profiles.get_remote_engine_run_profile, opts, engine_id=engine_id, id=id)


def get_run_profile_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[RunProfileDetails]:
    """Call `get_run_profile` with arguments that may be outputs."""
    return when_known(run_profiles.get_run_profile, opts, id=id)


def get_workspace_output(
    *, id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[WorkspaceInfo]:
    """Call `get_workspace` with arguments that may be outputs."""
    return when_known(environments.get_workspace, opts, id=id)


def list_engine_cluster_run_profiles_output(
    *, cluster_id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[RuntimeRunProfileInfo]]:
    """Call `list_engine_cluster_run_profiles` with arguments that may be outputs."""
    return when_known(run_profiles.list_engine_cluster_run_profiles, opts, cluster_id=cluster_id)


def list_engine_clusters_output(
    *, opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[EngineClusterInfo]]:
    """Call `list_engine_clusters` after the resources in `depends_on` are created."""
    return when_known(runtimes.list_engine_clusters, opts)


def list_environments_output(
    *, opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[EnvironmentInfo]]:
    """Call `list_environments` after the resources in `depends_on` are created."""
    return when_known(environments.list_environments, opts)


def list_pipeline_engine_run_profiles_output(
    *, engine_id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[PipelineRunProfileInfo]]:
    """Call `list_pipeline_engine_run_profiles` with arguments that may be outputs."""
    return when_known(run_profiles.list_pipeline_engine_run_profiles, opts, engine_id=engine_id)


def list_pipeline_engines_output(
    *, opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[PipelineEngineInfo]]:
    """Call `list_pipeline_engines` after the resources in `depends_on` are created."""
    return when_known(runtimes.list_pipeline_engines, opts)


def list_remote_engine_run_profiles_output(
    *, engine_id: Input[str], opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[RuntimeRunProfileInfo]]:
    """Call `list_remote_engine_run_profiles` with arguments that may be outputs."""
    return when_known(run_profiles.list_remote_engine_run_profiles, opts, engine_id=engine_id)


def list_remote_engines_output(
    *, opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[RemoteEngineInfo]]:
    """Call `list_remote_engines` after the resources in `depends_on` are created."""
    return when_known(runtimes.list_remote_engines, opts)


def list_run_profiles_output(
    *,
    name: Input[str | None] = None,
    environment_id: Input[str | None] = None,
    opts: InvokeOptions | InvokeOutputOptions | None = None,
) -> Output[list[RunProfileInfo]]:
    """Call `list_run_profiles` with arguments that may be outputs."""
    return when_known(run_profiles.list_run_profiles, opts, name=name, environment_id=environment_id)


def list_workspaces_output(
    *, environment: Input[str | None] = None, opts: InvokeOptions | InvokeOutputOptions | None = None
) -> Output[list[WorkspaceInfo]]:
    """Call `list_workspaces` with arguments that may be outputs."""
    return when_known(environments.list_workspaces, opts, environment=environment)
