"""Look-ups of engines and clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from talend_processing.lookups.shared import is_in_environment, single_match
from talend_processing.provider.declare.program import program_client, reading

if TYPE_CHECKING:
    from talend_processing.lookups.results import (
        EngineClusterDetails,
        EngineClusterInfo,
        PipelineEngineInfo,
        RemoteEngineInfo,
    )

__all__ = [
    "find_engine_cluster",
    "find_pipeline_engine",
    "find_remote_engine",
    "get_cloud_jvm_rollback",
    "get_engine_cluster",
    "get_pipeline_engine",
    "get_remote_engine",
    "list_engine_clusters",
    "list_pipeline_engines",
    "list_remote_engines",
]


def list_remote_engines() -> list[RemoteEngineInfo]:
    """All Remote Engines, without their pre-authorized keys.

    Operation: `GET /processing/runtimes/remote-engines`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The Remote Engines"):
        return [without_key(one) for one in program_client().remote_engines.list()]


def get_remote_engine(*, id: str) -> RemoteEngineInfo:  # noqa: A002 - as every Pulumi SDK names it
    """The Remote Engine with this id, without its pre-authorized key.

    Operation: `GET /processing/runtimes/remote-engines/{id}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Remote Engine {id}"):
        return without_key(program_client().remote_engines.get(id))


def find_remote_engine(*, name: str, environment: str | None = None) -> RemoteEngineInfo:
    """The Remote Engine named `name`, in any environment or only in `environment` (a name or an id).

    The result does not contain the pre-authorized key.

    Operation: `GET /processing/runtimes/remote-engines`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    """
    with reading(f"Remote Engine '{name}'"):
        listed = [without_key(one) for one in program_client().remote_engines.list()]
    return _find("Remote Engine", name, environment, listed)


def list_engine_clusters() -> list[EngineClusterInfo]:
    """All clusters of Remote Engines.

    Operation: `GET /processing/runtimes/remote-engine-clusters`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The clusters"):
        return list(program_client().clusters.list())


def get_engine_cluster(*, id: str) -> EngineClusterDetails:  # noqa: A002 - as every Pulumi SDK names it
    """The cluster with this id.

    Operation: `GET /processing/runtimes/remote-engine-clusters/{clusterId}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Cluster {id}"):
        return program_client().clusters.get(id)


def find_engine_cluster(*, name: str, environment: str | None = None) -> EngineClusterInfo:
    """The cluster named `name`, in any environment or only in `environment` (a name or an id).

    Operation: `GET /processing/runtimes/remote-engine-clusters`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    """
    with reading(f"Cluster '{name}'"):
        listed = list(program_client().clusters.list())
    return _find("cluster", name, environment, listed)


def list_pipeline_engines() -> list[PipelineEngineInfo]:
    """All Pipeline Engines, without their pre-authorized keys.

    Operation: `GET /processing/runtimes/pipeline-engines`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The Pipeline Engines"):
        return [without_key(one) for one in program_client().pipeline_engines.list()]


def get_pipeline_engine(*, id: str) -> PipelineEngineInfo:  # noqa: A002 - as every Pulumi SDK names it
    """The Pipeline Engine with this id, without its pre-authorized key.

    Operation: `GET /processing/runtimes/pipeline-engines/{engineId}`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading(f"Pipeline Engine {id}"):
        return without_key(program_client().pipeline_engines.get(id))


def find_pipeline_engine(*, name: str, environment: str | None = None) -> PipelineEngineInfo:
    """The Pipeline Engine named `name`, in any environment or only in `environment` (a name or an id).

    The result does not contain the pre-authorized key.

    Operation: `GET /processing/runtimes/pipeline-engines`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    """
    with reading(f"Pipeline Engine '{name}'"):
        listed = [without_key(one) for one in program_client().pipeline_engines.list()]
    return _find("Pipeline Engine", name, environment, listed)


def get_cloud_jvm_rollback() -> bool:
    """Whether Cloud Engines run tasks with Java 8.

    Operation: `GET /processing/engines/cloud/jvm/rollback`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The Cloud Engines' Java version"):
        return program_client().cloud_jvm.get().job_jvm_rollback


EngineInfo = TypeVar("EngineInfo", "RemoteEngineInfo", "PipelineEngineInfo")
RuntimeInfo = TypeVar("RuntimeInfo", "RemoteEngineInfo", "PipelineEngineInfo", "EngineClusterInfo")


def without_key(engine: EngineInfo) -> EngineInfo:
    """Return the engine without its key, because Pulumi cannot mark the result of a look-up as a secret."""
    return engine.model_copy(update={"pre_authorized_key": None})


def _find(noun: str, name: str, environment: str | None, listed: list[RuntimeInfo]) -> RuntimeInfo:
    description = f"{noun} named '{name}'" + (f" in environment '{environment}'" if environment else "")
    return single_match(
        description, name, listed, lambda one: one.name == name and is_in_environment(one, environment)
    )
