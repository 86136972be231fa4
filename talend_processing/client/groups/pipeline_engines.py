"""Pipeline Engines and their run profiles of five kinds."""

from __future__ import annotations

import builtins

from talend_processing.client.fiql import Query
from talend_processing.client.groups.verbs import Creates, Deletes, Gets, Lists, Updates, delete
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


class _OneKind(Creates[None], Updates[None]):
    """Run profiles of one kind: listed with all others, deleted under the kind's name."""

    @property
    def _name(self) -> str:
        """The kind's name, as paths have it."""
        return self.CREATE.path.rpartition("/")[2]

    def list(self, engine: str, *, query: Query | str | None = None) -> builtins.list[PipelineRunProfile]:
        """The engine's run profiles of this kind, without what only a `get` shows."""
        listed = PipelineRunProfiles(self._caller).list(engine, query=query)
        return [profile for profile in listed if _kind(profile) in {self._name, ""}]

    def delete(self, engine: str, profile: str, *, replacement: str | None = None) -> bool:
        """Delete a run profile; tasks use the replacement afterwards. True: still going on."""
        return delete(self._caller, operations.DELETE_RUN_PROFILE, (engine, self._name, profile), replacement)


def _kind(profile: PipelineRunProfile) -> str:
    """The kind as paths have it, however the list writes it."""
    return (profile.type or "").lower().replace("_", "-")


class StandardRunProfiles(_OneKind, Gets[StandardRunProfile]):
    """Standard run profiles."""

    CREATE, GET, UPDATE = kinds.STANDARD


class AdvancedRunProfiles(_OneKind, Gets[AdvancedRunProfile]):
    """Advanced run profiles."""

    CREATE, GET, UPDATE = kinds.ADVANCED


class BigDataRunProfiles(_OneKind, Gets[BigDataRunProfile]):
    """Big-data run profiles."""

    CREATE, GET, UPDATE = kinds.BIG_DATA


class DatabricksRunProfiles(_OneKind, Gets[DatabricksRunProfile]):
    """Databricks run profiles."""

    CREATE, GET, UPDATE = kinds.DATABRICKS


class DataIntegrationRunProfiles(_OneKind, Gets[DataIntegrationRunProfile]):
    """Data-integration run profiles."""

    CREATE, GET, UPDATE = kinds.DATA_INTEGRATION
