"""A Databricks run profile: pipelines run on a Databricks cluster."""

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
from talend_processing.resources.pipeline_run_profiles.base import PipelineRunProfile, pipeline_profiles


class DatabricksTargetArgs(Block):
    """The Databricks cluster, a new one or one that exists (schema DatabricksCluster)."""

    cluster: Field[str] = field(known=("new", "old"))
    """new or old."""
    id: Field[str | None] = field(default=None)
    """The id of the cluster, for old."""
    spark_version: Field[str | None] = field(default=None)
    """The Databricks runtime version, for new."""
    node_type_id: Field[str] = field()
    """The type of its nodes, such as m4.large."""
    logs_destination: Field[str] = field()
    """Where its logs go, such as dbfs:/logs/."""
    workers_number: Field[int] = field(at_least=1)
    """The number of its workers."""


class DatabricksTargetArgsDict(TypedDict):
    """`DatabricksTargetArgs` as a dict."""

    cluster: Input[str]
    id: NotRequired[Input[str | None]]
    spark_version: NotRequired[Input[str | None]]
    node_type_id: Input[str]
    logs_destination: Input[str]
    workers_number: Input[int]


class DatabricksArgs(Block):
    """How Databricks is reached (schema Databrick)."""

    endpoint: Field[str] = field()
    """The address of the workspace."""
    token: Field[str | None] = field(default=None, secret=True)
    """The token; it can also be given in the engine's own configuration."""
    staging_location: Field[str] = field()
    """The DBFS folder that libraries are staged in, such as dbfs:/staging/."""
    cloud_provider: Field[str] = field(known=("AWS", "Azure"))
    """AWS or Azure."""
    target: NestedField[DatabricksTargetArgs, DatabricksTargetArgsDict] = nested_field()
    """The cluster."""


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
    """A new cluster needs a version, an old one its id."""
    databricks = inputs.get("databricks")
    target = databricks.get("target") if isinstance(databricks, Mapping) else None
    if isinstance(target, Mapping):
        if target.get("cluster") == "new" and not target.get("sparkVersion"):
            yield "databricks.target.spark_version is required for a new cluster"
        if target.get("cluster") == "old" and not target.get("id"):
            yield "databricks.target.id is required for an old cluster"


class DatabricksRunProfile(
    PipelineRunProfile, endpoint=pipeline_profiles("databricks"), rules=[target_is_complete]
):
    """What pipelines run with on Databricks. It is deleted together with its engine.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/pipeline-engines/{engineId}/run-profiles/databricks`; listed by
    `GET /processing/runtimes/pipeline-engines/{engineId}/run-profiles`. Its
    environment is that of its engine, asked for once: `GET /processing/runtimes/pipeline-engines`.
    """

    micro_batch_interval: Prop[int] = prop(at_least=1)
    """The micro-batch interval in milliseconds."""
    databricks: Nested[DatabricksArgs | None, DatabricksArgsDict] = nested(default=None)
    """How Databricks is reached."""
    parameters: OptionalMapProp[str] = prop(default=None)
    """Advanced parameters, passed on as they are."""
