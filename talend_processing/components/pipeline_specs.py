"""Pipeline Engines and their run profiles as a topology describes them.

Members have the names of the resources' arguments; the resources say what values are right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talend_processing.provider.declare.descriptions import with_attributes


@with_attributes
@dataclass(frozen=True, kw_only=True)
class PipelineRunProfileSpec:
    """What the run profiles of Pipeline Engines have in common."""

    name: str
    """What Talend's console calls it, unique among the engine's profiles of its kind."""
    description: str | None = None
    """What it is for."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class StandardConfigurationSpec:
    """How pipelines run on the engine itself."""

    number_of_threads: int
    """The number of threads."""
    micro_batch_interval: int
    """The micro-batch interval in milliseconds."""
    parameters: Mapping[str, str] | None = None
    """Advanced parameters, passed on as they are."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class StandardRunProfileSpec(PipelineRunProfileSpec):
    """A `StandardRunProfile`."""

    configuration: StandardConfigurationSpec
    """How pipelines run on the engine."""
    execution_framework: str
    """What executes them, such as DirectRunner or Spark."""
    pushdown_preference_enabled: bool | None = None
    """Whether compatible pipelines run in the data warehouse."""
    warehouse_name: str | None = None
    """The warehouse to connect to instead of the default one."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class AdvancedRunProfileSpec(PipelineRunProfileSpec):
    """An `AdvancedRunProfile`."""

    definition: str | None = None
    """The definition, a text in JSON."""
    pushdown_preference_enabled: bool | None = None
    """Whether compatible pipelines run in the data warehouse."""
    warehouse_name: str | None = None
    """The warehouse to connect to instead of the default one."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class YarnStrategySpec:
    """How many executors there are, and how big."""

    type: str
    """Fixed or Dynamic."""
    executors_number: int | None = None
    """The number of executors, for Fixed."""
    initial_executors: int | None = None
    """The number of executors to begin with, for Dynamic."""
    min_executors: int | None = None
    """The least number of executors, for Dynamic."""
    max_executors: int | None = None
    """The greatest number of executors, for Dynamic."""
    cores_per_executor: int | None = None
    """The cores of each executor."""
    executor_memory: int | None = None
    """The memory of each executor in MB."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class BigDataRunProfileSpec(PipelineRunProfileSpec):
    """A `BigDataRunProfile`."""

    distribution: str | None = None
    """The distribution, such as EMR 5.x (Hadoop 2.7)."""
    execution_framework: str | None = None
    """What executes them, such as Spark on Yarn."""
    micro_batch_interval: int
    """The micro-batch interval in milliseconds."""
    streaming_timeout: int
    """The streaming timeout in milliseconds."""
    yarn_queue: str | None = None
    """The YARN queue."""
    driver_cores: int | None = None
    """The driver's cores."""
    driver_memory: int | None = None
    """The driver's memory in MB."""
    temporary_storage: str
    """Where temporary files go."""
    yarn_strategy: YarnStrategySpec
    """How many executors there are, and how big."""
    executor_memory_overhead: int
    """The memory in MB that each executor has on top."""
    is_checkpointing_enabled: bool | None = None
    """Whether streaming pipelines write checkpoints."""
    check_point_file_path: str | None = None
    """Where checkpoints go; required if they are written."""
    parameters: Mapping[str, str] | None = None
    """Advanced parameters, passed on as they are."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class DatabricksTargetSpec:
    """The Databricks cluster, a new one or one that exists."""

    cluster: str
    """new or old."""
    id: str | None = None
    """The id of the cluster, for old."""
    spark_version: str | None = None
    """The Databricks runtime version, for new."""
    node_type_id: str
    """The type of its nodes, such as m4.large."""
    logs_destination: str
    """Where its logs go, such as dbfs:/logs/."""
    workers_number: int
    """The number of its workers."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class DatabricksSpec:
    """How Databricks is reached. Its token is no part of a description: the component takes it."""

    endpoint: str
    """The address of the workspace."""
    staging_location: str
    """The DBFS folder that libraries are staged in, such as dbfs:/staging/."""
    cloud_provider: str
    """AWS or Azure."""
    target: DatabricksTargetSpec
    """The cluster."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class DatabricksRunProfileSpec(PipelineRunProfileSpec):
    """A `DatabricksRunProfile`."""

    micro_batch_interval: int
    """The micro-batch interval in milliseconds."""
    databricks: DatabricksSpec | None = None
    """How Databricks is reached."""
    parameters: Mapping[str, str] | None = None
    """Advanced parameters, passed on as they are."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class DataIntegrationRunProfileSpec(PipelineRunProfileSpec):
    """A `DataIntegrationRunProfile`."""

    jvm_arguments: Sequence[str] | None = None
    """The JVM's arguments, in order, one each."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class PipelineEngineSpec:
    """A `PipelineEngine` and its run profiles."""

    name: str
    """What Talend's console calls it, unique among the Pipeline Engines of the environment."""
    description: str | None = None
    """What it is for."""
    unpair_triggers: Mapping[str, str] | None = None
    """A change of any value unpairs the engine: it keeps its id and gets a new key."""
    protect: bool | None = None
    """Whether Pulumi refuses to delete it; the component's own option if omitted."""
    standard_profiles: Sequence[StandardRunProfileSpec] = ()
    """Profiles for pipelines on the engine itself."""
    advanced_profiles: Sequence[AdvancedRunProfileSpec] = ()
    """Profiles defined in JSON."""
    big_data_profiles: Sequence[BigDataRunProfileSpec] = ()
    """Profiles for a cluster under YARN."""
    databricks_profiles: Sequence[DatabricksRunProfileSpec] = ()
    """Profiles for Databricks."""
    data_integration_profiles: Sequence[DataIntegrationRunProfileSpec] = ()
    """Profiles for Jobs."""
