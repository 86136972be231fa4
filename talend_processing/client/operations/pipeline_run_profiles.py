"""Operations on the five kinds of run profiles of Pipeline Engines."""

from __future__ import annotations

from typing import TypeVar

from talend_processing.client.models.pipeline_run_profiles import (
    AdvancedRunProfile,
    BigDataRunProfile,
    DatabricksRunProfile,
    DataIntegrationRunProfile,
    PipelineRunProfile,
    StandardRunProfile,
)
from talend_processing.client.operation import Operation

P = TypeVar("P", bound=PipelineRunProfile)


def of_kind(
    kind: str, answer: type[P], *, called: str | None = None, created: int = 201
) -> tuple[Operation[None], Operation[P], Operation[None]]:
    """The create, get and update of one kind, which differ in the kind's name and little else.

    `kind` is its part of the path, `called` what messages call it, `created` the status of a create.
    """
    group = f"{kind.replace('-', '_')}_run_profiles"
    listed = f"/processing/runtimes/pipeline-engines/{{engineId}}/run-profiles/{kind}"
    said = f"{called or kind} run profile"
    return (
        Operation(
            id=f"{group}.create",
            method="POST",
            path=listed,
            doing=f"Creating {said}{{name}} on pipeline engine {{engineId}}",
            answer=type(None),
            success=(created,),
            permission="TMC_RUN_PROFILE_MANAGEMENT",
        ),
        Operation(
            id=f"{group}.get",
            method="GET",
            path=f"{listed}/{{runProfileId}}",
            doing=f"Reading {said} {{runProfileId}} of pipeline engine {{engineId}}",
            answer=answer,
            permission="TMC_RUN_PROFILE_MANAGEMENT",
        ),
        Operation(
            id=f"{group}.update",
            method="PUT",
            path=f"{listed}/{{runProfileId}}",
            doing=f"Updating {said} {{runProfileId}} of pipeline engine {{engineId}}",
            answer=type(None),
            success=(204,),
            permission="TMC_RUN_PROFILE_MANAGEMENT",
        ),
    )


STANDARD = of_kind("standard", StandardRunProfile)
ADVANCED = of_kind("advanced", AdvancedRunProfile)
BIG_DATA = of_kind("big-data", BigDataRunProfile)
DATABRICKS = of_kind("databricks", DatabricksRunProfile, called="Databricks")
DATA_INTEGRATION = of_kind("data-integration", DataIntegrationRunProfile, created=200)

PIPELINE_RUN_PROFILES = (*STANDARD, *ADVANCED, *BIG_DATA, *DATABRICKS, *DATA_INTEGRATION)
