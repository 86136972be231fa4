"""The five kinds of run profiles of Pipeline Engines."""

from __future__ import annotations

from pydantic import Field

from talend_processing.client.models.model import Model, Timestamp


class PipelineRunProfile(Model):
    """A Pipeline Engine's run profile of any kind, as a list shows it."""

    id: str
    """Optional in the reference, but what has none could be neither updated nor deleted."""
    name: str | None = None
    description: str | None = None
    engine_id: str | None = None
    type: str | None = None
    create_date: Timestamp | None = None
    update_date: Timestamp | None = None


class Configuration(Model):
    """How a standard run profile spreads work."""

    parameters: dict[str, object] | None = None
    number_of_threads: int | None = None
    micro_batch_interval: int | None = None
    """Milliseconds."""


class StandardRunProfile(PipelineRunProfile):
    """Runs pipelines on the engine itself."""

    configuration: Configuration | None = None
    execution_framework: str | None = None
    pushdown_preference_enabled: bool | None = None
    warehouse_name: str | None = None


class AdvancedRunProfile(PipelineRunProfile):
    """Runs pipelines as a JSON definition says."""

    definition: str | None = None
    pushdown_preference_enabled: bool | None = None
    warehouse_name: str | None = None


class YarnStrategy(Model):
    """How executors are taken from Yarn: a fixed number of them, or between two bounds."""

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
    """Runs pipelines on a Hadoop cluster."""

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
    """The cluster that Databricks runs pipelines on."""

    cluster: str | None = None
    """new or old."""
    id: str | None = None
    spark_version: str | None = None
    node_type_id: str | None = None
    logs_destination: str | None = None
    workers_number: int | None = None


class Databrick(Model):
    """Where Databricks is."""

    endpoint: str | None = None
    token: str | None = Field(default=None, repr=False)
    """The API may mask it."""
    staging_location: str | None = None
    target: DatabricksCluster | None = None
    cloud_provider: str | None = None
    """AWS or Azure."""


class DatabricksRunProfile(PipelineRunProfile):
    """Runs pipelines on Databricks."""

    micro_batch_interval: int | None = None
    databricks: Databrick | None = None
    parameters: dict[str, object] | None = None


class DataIntegrationRunProfile(PipelineRunProfile):
    """Runs Data Integration Jobs on a Pipeline Engine."""

    runtime_id: str | None = None
    jvm_arguments: list[str] | str | None = None
    """The reference says text for answers, though requests take a list: both are accepted."""
