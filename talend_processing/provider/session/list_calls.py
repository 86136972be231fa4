"""Where the objects of a kind are listed, when no list of their own collection shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from talend_processing.provider.declare.spec import Place
from talend_processing.provider.declare.values import Outputs

Lister: TypeAlias = Callable[[Any, str], Iterable[Any]]
"""Takes the client and the id that is listed by; returns models."""


def fetch(client: Any, place: Place) -> list[Outputs]:
    """All objects of a place, as the API shows them in lists."""
    name, parents = place
    if name in LISTERS:
        return [model.wire() for model in LISTERS[name](client, *parents)]
    return [model.wire() for model in getattr(client, name).list(*parents)]


def of_engine_and_search(client: Any, engine: str) -> Iterable[Any]:
    """A Pipeline Engine's run profiles of all kinds: its list leaves some out, the search has them."""
    listed = list(client.pipeline_run_profiles.list(engine))
    ids = {model.id for model in listed}
    found = client.run_profiles.search(processor_ids=[engine])
    return [*listed, *(model for model in found if model.id not in ids)]


def of_runtime(client: Any, runtime: str) -> Iterable[Any]:
    """The run profiles of one engine or cluster of any kind."""
    return list(client.run_profiles.search(processor_ids=[runtime]))


def of_scope(client: Any, environment: str) -> Iterable[Any]:
    """The run profiles of an environment's Dynamic Engines."""
    return list(client.run_profiles.search(scope_ids=[environment], processor_type="DYNAMIC_ENGINE"))


LISTERS: Final[Mapping[str, Lister]] = {
    "pipeline_run_profiles_and_search": of_engine_and_search,
    "run_profiles_of_runtime": of_runtime,
    "run_profiles_of_scope": of_scope,
}
