"""Descriptions of Pipeline Engines and their run profiles in a topology.

A field such as `parameters` sets the resource's argument of the same name. The resource validates the value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talend_processing.provider.declare.descriptions import with_attributes


@with_attributes
@dataclass(frozen=True, kw_only=True)
class PipelineRunProfileSpec:
    """The common fields of the run profiles of Pipeline Engines."""

    name: str
    """The name in Talend's console, unique among the engine's profiles of the same type."""
    description: str | None = None
    """The description in Talend's console."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class StandardConfigurationSpec:
    """The settings of pipelines that run on the engine."""

    number_of_threads: int
    """The number of threads."""
    micro_batch_interval: int
    """The micro-batch interval in milliseconds."""
    parameters: Mapping[str, str] | None = None
    """Advanced parameters, passed to the API unchanged."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class StandardRunProfileSpec(PipelineRunProfileSpec):
    """A `StandardRunProfile`."""

    configuration: StandardConfigurationSpec
    """The settings of pipelines that run on the engine."""
    execution_framework: str
    """The execution framework, such as DirectRunner or Spark."""
    pushdown_preference_enabled: bool | None = None
    """Whether compatible pipelines run in the data warehouse."""
    warehouse_name: str | None = None
    """The warehouse to connect to instead of the default one."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class AdvancedRunProfileSpec(PipelineRunProfileSpec):
    """An `AdvancedRunProfile`."""

    definition: str | None = None
    """The profile's definition as JSON text."""
    pushdown_preference_enabled: bool | None = None
    """Whether compatible pipelines run in the data warehouse."""
    warehouse_name: str | None = None
    """The warehouse to connect to instead of the default one."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class YarnStrategySpec:
    """The number and size of the Spark executors."""

    type: str
    """Fixed or Dynamic."""
    executors_number: int | None = None
    """The number of executors, if `type` is Fixed."""
    initial_executors: int | None = None
    """The initial number of executors, if `type` is Dynamic."""
    min_executors: int | None = None
    """The minimum number of executors, if `type` is Dynamic."""
    max_executors: int | None = None
    """The maximum number of executors, if `type` is Dynamic."""
    cores_per_executor: int | None = None
    """The number of cores of each executor."""
    executor_memory: int | None = None
    """The memory of each executor in MB."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class BigDataRunProfileSpec(PipelineRunProfileSpec):
    """A `BigDataRunProfile`."""

    distribution: str | None = None
    """The Hadoop distribution, such as EMR 5.x (Hadoop 2.7)."""
    execution_framework: str | None = None
    """The execution framework, such as Spark on Yarn."""
    micro_batch_interval: int
    """The micro-batch interval in milliseconds."""
    streaming_timeout: int
    """The streaming timeout in milliseconds."""
    yarn_queue: str | None = None
    """The YARN queue."""
    driver_cores: int | None = None
    """The number of cores of the Spark driver."""
    driver_memory: int | None = None
    """The memory of the Spark driver in MB."""
    temporary_storage: str
    """The folder for temporary files."""
    yarn_strategy: YarnStrategySpec
    """The number and size of the Spark executors."""
    executor_memory_overhead: int
    """The additional memory of each executor in MB."""
    is_checkpointing_enabled: bool | None = None
    """Whether streaming pipelines write checkpoints."""
    check_point_file_path: str | None = None
    """The folder for checkpoints. Required if checkpointing is enabled."""
    parameters: Mapping[str, str] | None = None
    """Advanced parameters, passed to the API unchanged."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class DatabricksTargetSpec:
    """The Databricks cluster, new or existing."""

    cluster: str
    """`new`, or `old` for an existing cluster."""
    id: str | None = None
    """The id of the cluster. Required if `cluster` is old."""
    spark_version: str | None = None
    """The Databricks runtime version. Required if `cluster` is new."""
    node_type_id: str
    """The type of the cluster's nodes, such as m4.large."""
    logs_destination: str
    """The destination of the cluster's logs, such as dbfs:/logs/."""
    workers_number: int
    """The number of the cluster's workers."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class DatabricksSpec:
    """The connection to Databricks. The token is an argument of `EnvironmentTopology`."""

    endpoint: str
    """The address of the Databricks workspace."""
    staging_location: str
    """The DBFS folder where libraries are staged, such as dbfs:/staging/."""
    cloud_provider: str
    """AWS or Azure."""
    target: DatabricksTargetSpec
    """The Databricks cluster that runs the pipelines."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class DatabricksRunProfileSpec(PipelineRunProfileSpec):
    """A `DatabricksRunProfile`."""

    micro_batch_interval: int
    """The micro-batch interval in milliseconds."""
    databricks: DatabricksSpec | None = None
    """The connection to Databricks."""
    parameters: Mapping[str, str] | None = None
    """Advanced parameters, passed to the API unchanged."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class DataIntegrationRunProfileSpec(PipelineRunProfileSpec):
    """A `DataIntegrationRunProfile`."""

    jvm_arguments: Sequence[str] | None = None
    """The JVM arguments in order, one per item."""


@with_attributes
@dataclass(frozen=True, kw_only=True)
class PipelineEngineSpec:
    """A `PipelineEngine` and its run profiles."""

    name: str
    """The name in Talend's console, unique among the Pipeline Engines of the topology."""
    description: str | None = None
    """The description in Talend's console."""
    unpair_triggers: Mapping[str, str] | None = None
    """Changing any value unpairs the engine, which keeps its id and gets a new key."""
    protect: bool | None = None
    """Whether Pulumi refuses to delete the engine. The default is the component's `protect` option."""
    standard_profiles: Sequence[StandardRunProfileSpec] = ()
    """Profiles for pipelines that run on the engine."""
    advanced_profiles: Sequence[AdvancedRunProfileSpec] = ()
    """Profiles defined in JSON."""
    big_data_profiles: Sequence[BigDataRunProfileSpec] = ()
    """Profiles for clusters managed by YARN."""
    databricks_profiles: Sequence[DatabricksRunProfileSpec] = ()
    """Profiles for Databricks."""
    data_integration_profiles: Sequence[DataIntegrationRunProfileSpec] = ()
    """Profiles for Data Integration Jobs."""
