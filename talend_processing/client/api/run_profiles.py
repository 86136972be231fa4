"""Run profiles of Remote Engines and of clusters, and generic run profiles (`/processing/run-profiles`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

from pydantic import model_validator

from talend_processing.client.api.crud import Creates, Deletes, Gets, Lists, Updates
from talend_processing.client.model import Model, Page, Timestamp
from talend_processing.client.operation import Operation
from talend_processing.client.paging import PAGE_SIZE, iterate_pages

_ENGINE_PATH = "/processing/runtimes/remote-engines/{engineId}/run-profiles"
_CLUSTER_PATH = "/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles"
_GENERIC_PATH = "/processing/run-profiles"
_PERMISSION = "TMC_RUN_PROFILE_MANAGEMENT"
_NAME_TAKEN = "Give the run profile another name, or adopt the existing run profile"


class RuntimeRunProfile(Model):
    """A run profile of a Remote Engine or a cluster."""

    id: str
    """Optional in the API's reference, but required here: updates and deletions need the id."""
    name: str | None = None
    description: str | None = None
    create_date: Timestamp | None = None
    update_date: Timestamp | None = None
    type: str | None = None
    """JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    jvm_arguments: list[str] | None = None
    runtime_id: str | None = None
    version: int | None = None
    processor_id: str | None = None
    processor_type: str | None = None
    run_profile_type: str | None = None
    scope_id: str | None = None


class BaseRunProfile(Model):
    """A generic run profile as a search returns it, without its JVM arguments."""

    id: str
    name: str | None = None
    scope_id: str | None = None
    workspace_id: str | None = None
    run_profile_type: str | None = None
    processor_type: str | None = None
    processor_id: str | None = None
    description: str | None = None
    creation_date: Timestamp | None = None
    update_date: Timestamp | None = None


class RunProfile(Model):
    """A generic run profile for Data Integration Jobs."""

    id: str
    name: str | None = None
    scope_id: str | None = None
    run_profile_type: str | None = None
    processor_id: str | None = None
    processor_type: str | None = None
    description: str | None = None
    create_date: Timestamp | None = None
    update_date: Timestamp | None = None
    jvm_arguments: list[str] | None = None


class _RuntimeRunProfiles(
    Lists[RuntimeRunProfile],
    Gets[RuntimeRunProfile],
    Creates[RuntimeRunProfile],
    Updates[RuntimeRunProfile],
    Deletes,
):
    """Run profiles of one Remote Engine or of one cluster."""


class RemoteEngineRunProfiles(_RuntimeRunProfiles):
    """Run profiles of one Remote Engine."""

    LIST = Operation(
        method="GET",
        path=_ENGINE_PATH,
        summary="Listing run profiles of remote engine {engineId}",
        result=list[RuntimeRunProfile],
        permission=_PERMISSION,
    )
    CREATE = Operation(
        method="POST",
        path=_ENGINE_PATH,
        summary="Creating run profile {name} on remote engine {engineId}",
        result=RuntimeRunProfile,
        permission=_PERMISSION,
        hints={409: _NAME_TAKEN},
    )
    GET = Operation(
        method="GET",
        path=f"{_ENGINE_PATH}/{{runProfileId}}",
        summary="Reading run profile {runProfileId} of remote engine {engineId}",
        result=RuntimeRunProfile,
        permission=_PERMISSION,
    )
    UPDATE = Operation(
        method="PUT",
        path=f"{_ENGINE_PATH}/{{runProfileId}}",
        summary="Updating run profile {runProfileId} of remote engine {engineId}",
        result=RuntimeRunProfile,
        permission=_PERMISSION,
    )
    DELETE = Operation(
        method="DELETE",
        path=f"{_ENGINE_PATH}/{{runProfileId}}",
        summary="Deleting run profile {runProfileId} of remote engine {engineId}",
        result=str,
        replacement_parameter="newRunProfileId",
        permission=_PERMISSION,
        hints={
            409: "Tasks use this run profile. Give another run profile as its replacement, then try again"
        },
    )


class ClusterRunProfiles(_RuntimeRunProfiles):
    """Run profiles of one cluster."""

    LIST = Operation(
        method="GET",
        path=_CLUSTER_PATH,
        summary="Listing run profiles of cluster {clusterId}",
        result=list[RuntimeRunProfile],
        permission=_PERMISSION,
    )
    CREATE = Operation(
        method="POST",
        path=_CLUSTER_PATH,
        summary="Creating run profile {name} on cluster {clusterId}",
        result=RuntimeRunProfile,
        permission=_PERMISSION,
        hints={409: _NAME_TAKEN},
    )
    GET = Operation(
        method="GET",
        path=f"{_CLUSTER_PATH}/{{runProfileId}}",
        summary="Reading run profile {runProfileId} of cluster {clusterId}",
        result=RuntimeRunProfile,
        permission=_PERMISSION,
    )
    UPDATE = Operation(
        method="PUT",
        path=f"{_CLUSTER_PATH}/{{runProfileId}}",
        summary="Updating run profile {runProfileId} of cluster {clusterId}",
        result=RuntimeRunProfile,
        permission=_PERMISSION,
    )
    DELETE = Operation(
        method="DELETE",
        path=f"{_CLUSTER_PATH}/{{runProfileId}}",
        summary="Deleting run profile {runProfileId} of cluster {clusterId}",
        result=type(None),
        replacement_parameter="runProfileId",
        permission=_PERMISSION,
    )


class RunProfilePage(Page[BaseRunProfile]):
    """A page of search results."""

    @model_validator(mode="after")
    def _require_items(self) -> Self:
        """Require `items` even if the total is 0, as the API's reference does.

        Otherwise a malformed page would look like an empty result, and a run profile could be created twice.
        """
        if self.items is None:
            raise ValueError("items is required")
        return self


class RunProfiles(Creates[RunProfile], Gets[RunProfile], Updates[RunProfile], Deletes):
    """Run profiles of Dynamic Engines, Remote Engines and clusters.

    The API cannot list them, only search for them. The search also finds run profiles of Pipeline Engines.
    """

    CREATE = Operation(
        method="POST",
        path=_GENERIC_PATH,
        summary="Creating run profile {name}",
        result=RunProfile,
        permission=_PERMISSION,
    )
    GET = Operation(
        method="GET",
        path=f"{_GENERIC_PATH}/{{id}}",
        summary="Reading run profile {id}",
        result=RunProfile,
        permission=_PERMISSION,
    )
    UPDATE = Operation(
        method="PUT",
        path=f"{_GENERIC_PATH}/{{id}}",
        summary="Updating run profile {id}",
        result=RunProfile,
        permission=_PERMISSION,
    )
    DELETE = Operation(
        method="DELETE",
        path=f"{_GENERIC_PATH}/{{id}}",
        summary="Deleting run profile {id}",
        result=type(None),
        permission=_PERMISSION,
        hints={406: "Tasks use this run profile. Give these tasks another one, then try again"},
    )
    SEARCH = Operation(
        method="POST",
        path=f"{_GENERIC_PATH}/search",
        summary="Searching run profiles",
        result=RunProfilePage,
        repeatable_post=True,
        permission=_PERMISSION,
    )

    def search(
        self,
        *,
        name: str | None = None,
        processor_type: str | None = None,
        processor_ids: Sequence[str] | None = None,
        scope_ids: Sequence[str] | None = None,
        run_profile_type: str | None = None,
    ) -> Iterator[BaseRunProfile]:
        """Yield all run profiles that match every argument, each once. Fetch pages as they are needed.

        An empty list of ids matches nothing.

        Args:
            name: Part of the name.
            processor_type: DYNAMIC_ENGINE, REMOTE_ENGINE or REMOTE_ENGINE_CLUSTER.
            processor_ids: Ids of engines or clusters.
            scope_ids: Ids of environments.
            run_profile_type: JOB_SERVER, MICROSERVICE or TALEND_RUNTIME.

        """
        filters = {
            "name": name,
            "processorType": processor_type,
            "processorIds": None if processor_ids is None else list(processor_ids),
            "scopeIds": None if scope_ids is None else list(scope_ids),
            "runProfileType": run_profile_type,
            "limit": PAGE_SIZE,
        }
        body = {key: value for key, value in filters.items() if value is not None}
        if [] in body.values():  # the API might read an empty list as no filter
            return iter(())
        return iterate_pages(
            lambda offset: self._dispatcher.call(self.SEARCH, body={**body, "offset": offset}),
            lambda profile: profile.id,
        )
