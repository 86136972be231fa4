"""A big-data run profile, for pipelines that run on a YARN cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NotRequired, TypedDict

from pulumi import Input

from talend_processing.provider.declare.declaration import Block
from talend_processing.provider.declare.fields import (
    Field,
    Nested,
    OptionalMapProp,
    Prop,
    field,
    nested,
    prop,
)
from talend_processing.provider.kinds.values import Inputs
from talend_processing.resources.pipeline_run_profiles.base import PipelineRunProfile, profile_endpoint


class YarnStrategyArgs(Block):
    """The number and size of the Spark executors (API schema YarnStrategy)."""

    type: Field[str] = field(known=("Fixed", "Dynamic"))
    """Fixed or Dynamic."""
    executors_number: Field[int | None] = field(default=None, at_least=1)
    """The number of executors, if `type` is Fixed."""
    initial_executors: Field[int | None] = field(default=None, at_least=0)
    """The initial number of executors, if `type` is Dynamic."""
    min_executors: Field[int | None] = field(default=None, at_least=0)
    """The minimum number of executors, if `type` is Dynamic."""
    max_executors: Field[int | None] = field(default=None, at_least=1)
    """The maximum number of executors, if `type` is Dynamic."""
    cores_per_executor: Field[int | None] = field(default=None, at_least=1)
    """The number of cores of each executor."""
    executor_memory: Field[int | None] = field(default=None, at_least=1)
    """The memory of each executor in MB."""


class YarnStrategyArgsDict(TypedDict):
    """`YarnStrategyArgs` as a dict."""

    type: Input[str]
    executors_number: NotRequired[Input[int | None]]
    initial_executors: NotRequired[Input[int | None]]
    min_executors: NotRequired[Input[int | None]]
    max_executors: NotRequired[Input[int | None]]
    cores_per_executor: NotRequired[Input[int | None]]
    executor_memory: NotRequired[Input[int | None]]


YarnStrategy = YarnStrategyArgs
"""The name of `YarnStrategyArgs` in earlier versions."""


def checkpoint_has_a_path(inputs: Inputs) -> Iterator[str]:
    """Yield a fault if checkpointing is enabled without a folder for checkpoints."""
    if inputs.get("isCheckpointingEnabled") is True and not inputs.get("checkPointFilePath"):
        yield "check_point_file_path is required when is_checkpointing_enabled is true"


def executors_are_in_order(inputs: Inputs) -> Iterator[str]:
    """Yield a fault if the minimum number of executors is above the maximum."""
    strategy = inputs.get("yarnStrategy")
    if isinstance(strategy, Mapping):
        minimum, maximum = strategy.get("minExecutors"), strategy.get("maxExecutors")
        if isinstance(minimum, int) and isinstance(maximum, int) and minimum > maximum:
            yield "yarn_strategy.min_executors must not be above yarn_strategy.max_executors"


class BigDataRunProfile(
    PipelineRunProfile,
    endpoint=profile_endpoint("big-data"),
    rules=[checkpoint_has_a_path, executors_are_in_order],
):
    """A run profile for pipelines on a YARN cluster. Deleting the engine deletes the profile too.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/pipeline-engines/{engineId}/run-profiles/big-data`. The provider lists the
    profiles with `GET /processing/runtimes/pipeline-engines/{engineId}/run-profiles`, and reads the engine's
    environment once with `GET /processing/runtimes/pipeline-engines`.
    """

    distribution: Prop[str | None] = prop(default=None)
    """The Hadoop distribution, such as EMR 5.x (Hadoop 2.7)."""
    execution_framework: Prop[str | None] = prop(default=None)
    """The framework that executes the pipelines, such as Spark on Yarn."""
    micro_batch_interval: Prop[int] = prop(at_least=1)
    """The micro-batch interval in milliseconds."""
    streaming_timeout: Prop[int] = prop(at_least=1)
    """The streaming timeout in milliseconds."""
    yarn_queue: Prop[str | None] = prop(default=None)
    """The YARN queue."""
    driver_cores: Prop[int | None] = prop(default=None, at_least=1)
    """The number of cores of the Spark driver."""
    driver_memory: Prop[int | None] = prop(default=None, at_least=1)
    """The memory of the Spark driver in MB."""
    temporary_storage: Prop[str] = prop()
    """The folder for temporary files."""
    yarn_strategy: Nested[YarnStrategyArgs, YarnStrategyArgsDict] = nested()
    """The number and size of the Spark executors."""
    executor_memory_overhead: Prop[int] = prop(at_least=0)
    """The additional memory of each executor in MB."""
    is_checkpointing_enabled: Prop[bool | None] = prop(default=None)
    """Whether streaming pipelines write checkpoints."""
    check_point_file_path: Prop[str | None] = prop(default=None)
    """The folder for checkpoints. Required if checkpointing is enabled."""
    parameters: OptionalMapProp[str] = prop(default=None)
    """Advanced parameters, passed to the API unchanged."""
