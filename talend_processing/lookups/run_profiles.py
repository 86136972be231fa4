"""Look-ups of run profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.lookups.shared import single_match
from talend_processing.provider.declare.program import program_client, reading

if TYPE_CHECKING:
    from talend_processing.lookups.results import (
        PipelineRunProfileInfo,
        RunProfileDetails,
        RunProfileInfo,
        RuntimeRunProfileInfo,
    )

__all__ = [
    "find_run_profile",
    "get_engine_cluster_run_profile",
    "get_remote_engine_run_profile",
    "get_run_profile",
    "list_engine_cluster_run_profiles",
    "list_pipeline_engine_run_profiles",
    "list_remote_engine_run_profiles",
    "list_run_profiles",
]


def list_remote_engine_run_profiles(*, engine_id: str) -> list[RuntimeRunProfileInfo]:
    """The run profiles of a Remote Engine.

    Operation: `GET /processing/runtimes/remote-engines/{engineId}/run-profiles`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading(f"The run profiles of engine {engine_id}"):
        return list(program_client().remote_engine_run_profiles.list(engine_id))


def get_remote_engine_run_profile(*, engine_id: str, id: str) -> RuntimeRunProfileInfo:  # noqa: A002 - as every Pulumi SDK names it
    """A run profile of a Remote Engine.

    Operation: `GET /processing/runtimes/remote-engines/{engineId}/run-profiles/{runProfileId}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Run profile {id}"):
        return program_client().remote_engine_run_profiles.get(engine_id, id)


def list_engine_cluster_run_profiles(*, cluster_id: str) -> list[RuntimeRunProfileInfo]:
    """The run profiles of a cluster.

    Operation: `GET /processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading(f"The run profiles of cluster {cluster_id}"):
        return list(program_client().cluster_run_profiles.list(cluster_id))


def get_engine_cluster_run_profile(*, cluster_id: str, id: str) -> RuntimeRunProfileInfo:  # noqa: A002 - as every Pulumi SDK names it
    """A run profile of a cluster.

    Operation: `GET /processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles/{runProfileId}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Run profile {id}"):
        return program_client().cluster_run_profiles.get(cluster_id, id)


def list_pipeline_engine_run_profiles(*, engine_id: str) -> list[PipelineRunProfileInfo]:
    """The run profiles of a Pipeline Engine, without their settings.

    Operation: `GET /processing/runtimes/pipeline-engines/{engineId}/run-profiles`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading(f"The run profiles of engine {engine_id}"):
        return list(program_client().pipeline_run_profiles.list(engine_id))


def list_run_profiles(*, name: str | None = None, environment_id: str | None = None) -> list[RunProfileInfo]:
    """Run profiles of Remote Engines, clusters and Dynamic Engines, without their JVM arguments.

    `name` selects the run profiles whose names contain this text. `environment_id` selects those in one
    environment.

    Operation: `POST /processing/run-profiles/search`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The run profiles"):
        profiles = program_client().run_profiles.search(
            name=name, scope_ids=None if environment_id is None else [environment_id]
        )
        return list(profiles)


def get_run_profile(*, id: str) -> RunProfileDetails:  # noqa: A002 - as every Pulumi SDK names it
    """The run profile with this id, with its JVM arguments.

    Operation: `GET /processing/run-profiles/{id}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Run profile {id}"):
        return program_client().run_profiles.get(id)


def find_run_profile(*, name: str, environment_id: str | None = None) -> RunProfileInfo:
    """The run profile named `name`, without its JVM arguments.

    It can belong to a Remote Engine, a cluster or a Dynamic Engine. `environment_id` limits the search to
    this environment.

    Operation: `POST /processing/run-profiles/search`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    """
    with reading(f"Run profile '{name}'"):
        profiles = list_run_profiles(name=name, environment_id=environment_id)
        if all(one.name != name for one in profiles):  # list all, because the error suggests similar names
            profiles = list_run_profiles(environment_id=environment_id)
    scope = f" in environment '{environment_id}'" if environment_id else ""
    return single_match(f"run profile named '{name}'{scope}", name, profiles, lambda one: one.name == name)
