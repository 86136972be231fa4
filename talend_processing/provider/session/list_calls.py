"""List calls: the operation of the client that lists objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from talend_processing.client.collection import Listing
from talend_processing.client.operation import JsonObject

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.model import Model

Lister: TypeAlias = "Callable[[TalendClient, str], Iterable[Model]]"
"""Lists the objects that belong to an id. It is a key of the cache, so it must be a module's function."""
ListKey: TypeAlias = "tuple[str | Lister, tuple[str, ...]]"
"""The key of a list: a collection of the client, or else a function, and the parents' ids."""


def fetch(client: TalendClient, key: ListKey) -> list[JsonObject]:
    """Call the API and return all objects of a list.

    Raises:
        TalendError: A call failed.

    """
    lister, parents = key
    if callable(lister):
        return [model.wire() for model in lister(client, *parents)]
    endpoints: object = getattr(client, lister)
    if not isinstance(endpoints, Listing):
        raise TypeError(f"the API does not list {lister}")
    return [model.wire() for model in endpoints.list(*parents)]
