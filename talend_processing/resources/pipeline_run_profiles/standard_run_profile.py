"""A standard run profile, for pipelines that run on the Pipeline Engine itself."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from pulumi import Input

from talend_processing.provider.declare.declaration import Block
from talend_processing.provider.declare.fields import Field, Nested, Prop, field, nested, prop
from talend_processing.resources.pipeline_run_profiles.base import PipelineRunProfile, profile_endpoint


class StandardConfigurationArgs(Block):
    """The settings of pipelines that run on the engine (API schema Configuration)."""

    number_of_threads: Field[int] = field(at_least=1)
    """The number of threads."""
    micro_batch_interval: Field[int] = field(at_least=1)
    """The micro-batch interval in milliseconds."""
    parameters: Field[dict[str, str] | None] = field(default=None)
    """Advanced parameters, passed to the API unchanged."""


class StandardConfigurationArgsDict(TypedDict):
    """`StandardConfigurationArgs` as a dict."""

    number_of_threads: Input[int]
    micro_batch_interval: Input[int]
    parameters: NotRequired[Input[dict[str, str] | None]]


StandardConfiguration = StandardConfigurationArgs
"""The name of `StandardConfigurationArgs` in earlier versions."""


class StandardRunProfile(PipelineRunProfile, endpoint=profile_endpoint("standard")):
    """A run profile for pipelines on the Pipeline Engine itself. Deleting the engine deletes the profile too.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/pipeline-engines/{engineId}/run-profiles/standard`. The provider lists the
    profiles with `GET /processing/runtimes/pipeline-engines/{engineId}/run-profiles`, and reads the engine's
    environment once with `GET /processing/runtimes/pipeline-engines`.
    """

    configuration: Nested[StandardConfigurationArgs, StandardConfigurationArgsDict] = nested()
    """The settings of pipelines that run on the engine."""
    execution_framework: Prop[str] = prop()
    """The framework that executes the pipelines, such as DirectRunner or Spark."""
    pushdown_preference_enabled: Prop[bool | None] = prop(default=None)
    """Whether compatible pipelines run in the data warehouse."""
    warehouse_name: Prop[str | None] = prop(default=None)
    """The warehouse to connect to instead of the default one."""
