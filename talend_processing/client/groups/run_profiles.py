"""Run profiles of any runtime: Dynamic Engines, Remote Engines and clusters alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talend_processing.client.groups.verbs import Creates, Deletes, Gets, Updates
from talend_processing.client.models.run_profiles import BaseRunProfile, RunProfile
from talend_processing.client.operations import run_profiles as operations
from talend_processing.client.paging import PAGE, paged


class RunProfiles(Creates[RunProfile], Gets[RunProfile], Updates[RunProfile], Deletes):
    """Generic run profiles. They are listed by a search."""

    CREATE = operations.CREATE
    GET = operations.GET
    UPDATE = operations.UPDATE
    DELETE = operations.DELETE

    def search(
        self,
        *,
        name: str | None = None,
        processor_type: str | None = None,
        processor_ids: Sequence[str] | None = None,
        scope_ids: Sequence[str] | None = None,
        run_profile_type: str | None = None,
    ) -> Iterator[BaseRunProfile]:
        """All run profiles that fit, page by page as they are read, each once; an empty list fits none.

        Args:
            name: A part of the name.
            processor_type: DYNAMIC_ENGINE, REMOTE_ENGINE or REMOTE_ENGINE_CLUSTER.
            processor_ids: The ids of engines or clusters.
            scope_ids: The ids of environments.
            run_profile_type: JOB_SERVER, MICROSERVICE or TALEND_RUNTIME.

        """
        asked = {
            "name": name,
            "processorType": processor_type,
            "processorIds": None if processor_ids is None else list(processor_ids),
            "scopeIds": None if scope_ids is None else list(scope_ids),
            "runProfileType": run_profile_type,
            "limit": PAGE,
        }
        body = {key: value for key, value in asked.items() if value is not None}
        if [] in body.values():  # the API might take an empty list for no filter
            return iter(())
        return paged(
            lambda offset: self._caller.call(operations.SEARCH, body={**body, "offset": offset}),
            lambda profile: profile.id,
        )
