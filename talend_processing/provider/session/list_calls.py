"""List calls: which operations list the objects of a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from talend_processing.client.collection import Listing
from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds.spec import Place

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.model import Model

Lister: TypeAlias = "Callable[[TalendClient, str], Iterable[Model]]"
"""Lists the objects that belong to an id."""


def fetch(client: TalendClient, place: Place) -> list[JsonObject]:
    """Return all objects of a place, as the API shows them in lists.

    Raises:
        TalendError: A call failed.

    """
    name, parents = place
    if name in LISTERS:
        return [model.wire() for model in LISTERS[name](client, *parents)]
    endpoints: object = getattr(client, name)
    if not isinstance(endpoints, Listing):
        raise TypeError(f"the API does not list {name}")
    return [model.wire() for model in endpoints.list(*parents)]


def list_by_engine_and_search(client: TalendClient, engine: str) -> Iterable[Model]:
    """Return the run profiles of a Pipeline Engine. Its list leaves some kinds out, the search has them."""
    listed = client.pipeline_run_profiles.list(engine)
    ids = {model.id for model in listed}
    found = client.run_profiles.search(processor_ids=[engine])
    return [*listed, *(model for model in found if model.id not in ids)]


def list_by_runtime(client: TalendClient, runtime: str) -> Iterable[Model]:
    """Return the run profiles of an engine or cluster of any kind."""
    return client.run_profiles.search(processor_ids=[runtime])


def list_by_scope(client: TalendClient, environment: str) -> Iterable[Model]:
    """Return the run profiles of an environment's Dynamic Engines."""
    return client.run_profiles.search(scope_ids=[environment], processor_type="DYNAMIC_ENGINE")


LISTERS: Final[Mapping[str, Lister]] = {
    "pipeline_run_profiles_and_search": list_by_engine_and_search,
    "run_profiles_of_runtime": list_by_runtime,
    "run_profiles_of_scope": list_by_scope,
}
"""Places whose objects the list of their own collection does not show."""
