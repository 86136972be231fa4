"""A Databricks run profile, for pipelines that run on a Databricks cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NotRequired, TypedDict

from pulumi import Input

from talend_processing.provider.declare.declaration import Block
from talend_processing.provider.declare.fields import (
    Field,
    Nested,
    NestedField,
    OptionalMapProp,
    Prop,
    field,
    nested,
    nested_field,
    prop,
)
from talend_processing.provider.kinds.values import Inputs
from talend_processing.resources.pipeline_run_profiles.base import PipelineRunProfile, profile_endpoint


class DatabricksTargetArgs(Block):
    """The Databricks cluster, new or existing (API schema DatabricksCluster)."""

    cluster: Field[str] = field(known=("new", "old"))
    """`new`, or `old` for an existing cluster."""
    id: Field[str | None] = field(default=None)
    """The id of the cluster. Required if `cluster` is old."""
    spark_version: Field[str | None] = field(default=None)
    """The Databricks runtime version. Required if `cluster` is new."""
    node_type_id: Field[str] = field()
    """The type of the cluster's nodes, such as m4.large."""
    logs_destination: Field[str] = field()
    """The folder for the cluster's logs, such as dbfs:/logs/."""
    workers_number: Field[int] = field(at_least=1)
    """The number of the cluster's workers."""


class DatabricksTargetArgsDict(TypedDict):
    """`DatabricksTargetArgs` as a dict."""

    cluster: Input[str]
    id: NotRequired[Input[str | None]]
    spark_version: NotRequired[Input[str | None]]
    node_type_id: Input[str]
    logs_destination: Input[str]
    workers_number: Input[int]


class DatabricksArgs(Block):
    """The connection to Databricks (API schema Databrick)."""

    endpoint: Field[str] = field()
    """The address of the Databricks workspace."""
    token: Field[str | None] = field(default=None, secret=True)
    """The access token. It can be omitted if the engine's own configuration contains it."""
    staging_location: Field[str] = field()
    """The DBFS folder for staged libraries, such as dbfs:/staging/."""
    cloud_provider: Field[str] = field(known=("AWS", "Azure"))
    """AWS or Azure."""
    target: NestedField[DatabricksTargetArgs, DatabricksTargetArgsDict] = nested_field()
    """The Databricks cluster that runs the pipelines."""


class DatabricksArgsDict(TypedDict):
    """`DatabricksArgs` as a dict."""

    endpoint: Input[str]
    token: NotRequired[Input[str | None]]
    staging_location: Input[str]
    cloud_provider: Input[str]
    target: Input[DatabricksTargetArgs] | Input[DatabricksTargetArgsDict]


DatabricksTarget = DatabricksTargetArgs
"""The name of `DatabricksTargetArgs` in earlier versions."""
Databricks = DatabricksArgs
"""The name of `DatabricksArgs` in earlier versions."""


def target_is_complete(inputs: Inputs) -> Iterator[str]:
    """Yield a fault if a new cluster has no Databricks runtime version, or an existing one has no id."""
    databricks = inputs.get("databricks")
    target = databricks.get("target") if isinstance(databricks, Mapping) else None
    if isinstance(target, Mapping):
        if target.get("cluster") == "new" and not target.get("sparkVersion"):
            yield "databricks.target.spark_version is required for a new cluster"
        if target.get("cluster") == "old" and not target.get("id"):
            yield "databricks.target.id is required for an old cluster"


class DatabricksRunProfile(
    PipelineRunProfile, endpoint=profile_endpoint("databricks"), rules=[target_is_complete]
):
    """A run profile for pipelines on Databricks. Deleting the engine deletes the profile too.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/pipeline-engines/{engineId}/run-profiles/databricks`. The provider lists the
    profiles with `GET /processing/runtimes/pipeline-engines/{engineId}/run-profiles`, and reads the engine's
    environment once with `GET /processing/runtimes/pipeline-engines`.
    """

    micro_batch_interval: Prop[int] = prop(at_least=1)
    """The micro-batch interval in milliseconds."""
    databricks: Nested[DatabricksArgs | None, DatabricksArgsDict] = nested(default=None)
    """The connection to Databricks."""
    parameters: OptionalMapProp[str] = prop(default=None)
    """Advanced parameters, passed to the API unchanged."""
