"""Pipeline Engines and their run profiles of five kinds."""

from __future__ import annotations

import builtins
from typing import ClassVar

from talend_processing.client.groups.verbs import Creates, Deletes, Gets, Group, Lists, Updates, delete
from talend_processing.client.models.engines import PipelineEngine
from talend_processing.client.models.pipeline_run_profiles import (
    AdvancedRunProfile,
    BigDataRunProfile,
    DatabricksRunProfile,
    DataIntegrationRunProfile,
    PipelineRunProfile,
    StandardRunProfile,
)
from talend_processing.client.operations import pipeline_engines as operations
from talend_processing.client.operations import pipeline_run_profiles as kinds


class PipelineEngines(Lists[PipelineEngine], Gets[PipelineEngine], Creates[PipelineEngine], Deletes):
    """Pipeline Engines. They cannot be changed."""

    LIST = operations.LIST
    GET = operations.GET
    CREATE = operations.CREATE
    DELETE = operations.DELETE

    def unpair(self, engine: str) -> str:
        """Part the entry from its installation; the id stays, and a new key can be read from the engine."""
        return self._caller.call(operations.UNPAIR, engine)


class PipelineRunProfiles(Lists[PipelineRunProfile], Deletes):
    """Run profiles of one Pipeline Engine, of all kinds; `delete` takes the engine, the kind and the id."""

    LIST = operations.LIST_RUN_PROFILES
    DELETE = operations.DELETE_RUN_PROFILE


class _OneKind(Group):
    """Run profiles of one kind: listed with all others, deleted under the kind's name."""

    KIND: ClassVar[str]

    def list(self, engine: str, *, query: str | None = None) -> builtins.list[PipelineRunProfile]:
        """The engine's run profiles of this kind, without what only a `get` shows."""
        listed = PipelineRunProfiles(self._caller).list(engine, query=query)
        return [profile for profile in listed if _kind(profile) in {self.KIND, ""}]

    def delete(self, engine: str, profile: str, *, replacement: str | None = None) -> bool:
        """Delete a run profile; tasks use the replacement afterwards. True: still going on."""
        return delete(self._caller, operations.DELETE_RUN_PROFILE, (engine, self.KIND, profile), replacement)


def _kind(profile: PipelineRunProfile) -> str:
    """The kind as paths have it, however the list writes it."""
    return (profile.type or "").lower().replace("_", "-")


class StandardRunProfiles(_OneKind, Gets[StandardRunProfile], Creates[None], Updates[None]):
    """Standard run profiles."""

    KIND = "standard"
    GET = kinds.GET_STANDARD
    CREATE = kinds.CREATE_STANDARD
    UPDATE = kinds.UPDATE_STANDARD


class AdvancedRunProfiles(_OneKind, Gets[AdvancedRunProfile], Creates[None], Updates[None]):
    """Advanced run profiles."""

    KIND = "advanced"
    GET = kinds.GET_ADVANCED
    CREATE = kinds.CREATE_ADVANCED
    UPDATE = kinds.UPDATE_ADVANCED


class BigDataRunProfiles(_OneKind, Gets[BigDataRunProfile], Creates[None], Updates[None]):
    """Big-data run profiles."""

    KIND = "big-data"
    GET = kinds.GET_BIG_DATA
    CREATE = kinds.CREATE_BIG_DATA
    UPDATE = kinds.UPDATE_BIG_DATA


class DatabricksRunProfiles(_OneKind, Gets[DatabricksRunProfile], Creates[None], Updates[None]):
    """Databricks run profiles."""

    KIND = "databricks"
    GET = kinds.GET_DATABRICKS
    CREATE = kinds.CREATE_DATABRICKS
    UPDATE = kinds.UPDATE_DATABRICKS


class DataIntegrationRunProfiles(_OneKind, Gets[DataIntegrationRunProfile], Creates[None], Updates[None]):
    """Data-integration run profiles."""

    KIND = "data-integration"
    GET = kinds.GET_DATA_INTEGRATION
    CREATE = kinds.CREATE_DATA_INTEGRATION
    UPDATE = kinds.UPDATE_DATA_INTEGRATION
