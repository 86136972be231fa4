"""Run profiles of Pipeline Engines: standard, advanced, big-data, Databricks and data-integration."""

from __future__ import annotations

import builtins

from pydantic import Field

from talend_processing.client.api.crud import Creates, Deletes, Gets, Lists, ModelT, Updates
from talend_processing.client.fiql import Query
from talend_processing.client.model import Model, Timestamp
from talend_processing.client.operation import Operation

_PATH = "/processing/runtimes/pipeline-engines/{engineId}/run-profiles"
_PERMISSION = "TMC_RUN_PROFILE_MANAGEMENT"


class PipelineRunProfile(Model):
    """A run profile of any kind, as the list returns it."""

    id: str
    """Optional in the API's reference, but required here: updates and deletions need the id."""
    name: str | None = None
    description: str | None = None
    engine_id: str | None = None
    type: str | None = None
    create_date: Timestamp | None = None
    update_date: Timestamp | None = None


class Configuration(Model):
    """Parameters, threads and micro-batches of a standard run profile."""

    parameters: dict[str, object] | None = None
    number_of_threads: int | None = None
    micro_batch_interval: int | None = None
    """Milliseconds."""


class StandardRunProfile(PipelineRunProfile):
    """A run profile for pipelines on the engine itself."""

    configuration: Configuration | None = None
    execution_framework: str | None = None
    pushdown_preference_enabled: bool | None = None
    warehouse_name: str | None = None


class AdvancedRunProfile(PipelineRunProfile):
    """A run profile for pipelines, defined by a JSON document."""

    definition: str | None = None
    pushdown_preference_enabled: bool | None = None
    warehouse_name: str | None = None


class YarnStrategy(Model):
    """Number of executors that Yarn provides: fixed, or between two bounds."""

    type: str | None = None
    """Fixed or Dynamic."""
    initial_executors: int | None = None
    min_executors: int | None = None
    max_executors: int | None = None
    cores_per_executor: int | None = None
    executor_memory: int | None = None
    """Megabytes."""
    executors_number: int | None = None


class BigDataRunProfile(PipelineRunProfile):
    """A run profile for pipelines on a Hadoop cluster."""

    distribution: str | None = None
    execution_framework: str | None = None
    micro_batch_interval: int | None = None
    streaming_timeout: int | None = None
    yarn_queue: str | None = None
    driver_cores: int | None = None
    driver_memory: int | None = None
    temporary_storage: str | None = None
    yarn_strategy: YarnStrategy | None = None
    executor_memory_overhead: int | None = None
    is_checkpointing_enabled: bool | None = None
    check_point_file_path: str | None = None
    parameters: dict[str, object] | None = None


class DatabricksCluster(Model):
    """Databricks cluster that runs pipelines."""

    cluster: str | None = None
    """`new`, or `old` for an existing cluster."""
    id: str | None = None
    spark_version: str | None = None
    node_type_id: str | None = None
    logs_destination: str | None = None
    workers_number: int | None = None


class Databrick(Model):
    """Access to Databricks."""

    endpoint: str | None = None
    token: str | None = Field(default=None, repr=False)
    """The API may return a mask in its place."""
    staging_location: str | None = None
    target: DatabricksCluster | None = None
    cloud_provider: str | None = None
    """AWS or Azure."""


class DatabricksRunProfile(PipelineRunProfile):
    """A run profile for pipelines on Databricks."""

    micro_batch_interval: int | None = None
    databricks: Databrick | None = None
    parameters: dict[str, object] | None = None


class DataIntegrationRunProfile(PipelineRunProfile):
    """A run profile for Data Integration Jobs on a Pipeline Engine."""

    runtime_id: str | None = None
    jvm_arguments: list[str] | str | None = None
    """The API's reference has a string in responses and a list in requests. Both are accepted."""


class PipelineRunProfiles(Lists[PipelineRunProfile], Deletes):
    """All run profiles of an engine.

    `delete` takes the id of the engine, the kind of the run profile (such as `standard`) and its id.
    """

    LIST = Operation(
        method="GET",
        path=_PATH,
        summary="Listing run profiles of pipeline engine {engineId}",
        result=list[PipelineRunProfile],
        permission=_PERMISSION,
    )
    DELETE = Operation(
        method="DELETE",
        path=f"{_PATH}/{{type}}/{{runProfileId}}",
        summary="Deleting {type} run profile {runProfileId} of pipeline engine {engineId}",
        result=type(None),
        replacement_parameter="newRunProfileId",
        permission=_PERMISSION,
    )


def _operations_of(
    kind: str, model: type[ModelT], *, title: str | None = None
) -> tuple[Operation[None], Operation[ModelT], Operation[None]]:
    """Return the create, get and update operations of one kind of run profile.

    Args:
        kind: Name of the kind in paths.
        model: Model of run profiles of this kind.
        title: Name of the kind in messages, if it differs from `kind`.

    """
    path, title = f"{_PATH}/{kind}", title or kind
    return (
        Operation(
            method="POST",
            path=path,
            summary=f"Creating {title} run profile {{name}} on pipeline engine {{engineId}}",
            result=type(None),
            permission=_PERMISSION,
        ),
        Operation(
            method="GET",
            path=f"{path}/{{runProfileId}}",
            summary=f"Reading {title} run profile {{runProfileId}} of pipeline engine {{engineId}}",
            result=model,
            permission=_PERMISSION,
        ),
        Operation(
            method="PUT",
            path=f"{path}/{{runProfileId}}",
            summary=f"Updating {title} run profile {{runProfileId}} of pipeline engine {{engineId}}",
            result=type(None),
            permission=_PERMISSION,
        ),
    )


class _RunProfilesOfKind(Creates[None], Gets[ModelT], Updates[None]):
    """Run profiles of one kind. The API lists all kinds together, and deletes by kind and id."""

    @property
    def _kind(self) -> str:
        """Name of the kind in paths."""
        return self.CREATE.path.rpartition("/")[2]

    def list(self, engine: str, *, query: Query | str | None = None) -> builtins.list[PipelineRunProfile]:
        """Return the engine's run profiles of this kind, and those whose kind the API omits.

        Listed run profiles lack the fields that only `get` returns. A query raises a `TalendError`, because
        this list takes no query.
        """
        listed = PipelineRunProfiles(self._dispatcher).list(engine, query=query)
        return [profile for profile in listed if _kind_of(profile) in {self._kind, ""}]

    def delete(self, engine: str, profile: str, *, replacement: str | None = None) -> bool:
        """Delete a run profile. `replacement` and the result are those of `Deletes.delete`."""
        profiles = PipelineRunProfiles(self._dispatcher)
        return profiles.delete(engine, self._kind, profile, replacement=replacement)


def _kind_of(profile: PipelineRunProfile) -> str:
    """Return the kind, spelled as in paths. The API's list uses several spellings."""
    return (profile.type or "").lower().replace("_", "-")


class StandardRunProfiles(_RunProfilesOfKind[StandardRunProfile]):
    """Standard run profiles."""

    CREATE, GET, UPDATE = _operations_of("standard", StandardRunProfile)


class AdvancedRunProfiles(_RunProfilesOfKind[AdvancedRunProfile]):
    """Advanced run profiles."""

    CREATE, GET, UPDATE = _operations_of("advanced", AdvancedRunProfile)


class BigDataRunProfiles(_RunProfilesOfKind[BigDataRunProfile]):
    """Big-data run profiles."""

    CREATE, GET, UPDATE = _operations_of("big-data", BigDataRunProfile)


class DatabricksRunProfiles(_RunProfilesOfKind[DatabricksRunProfile]):
    """Databricks run profiles."""

    CREATE, GET, UPDATE = _operations_of("databricks", DatabricksRunProfile, title="Databricks")


class DataIntegrationRunProfiles(_RunProfilesOfKind[DataIntegrationRunProfile]):
    """Data-integration run profiles."""

    CREATE, GET, UPDATE = _operations_of("data-integration", DataIntegrationRunProfile)
