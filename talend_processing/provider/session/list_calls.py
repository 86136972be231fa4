"""List calls: which operation lists the objects of a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from talend_processing.client.collection import Listing
from talend_processing.client.operation import JsonObject

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.model import Model

Lister: TypeAlias = "Callable[[TalendClient, str], Iterable[Model]]"
"""Lists the objects that belong to an id. A function of a module, so that all its users share one list."""
ListKey: TypeAlias = "tuple[str | Lister, tuple[str, ...]]"
"""A list: the collection of the client, or what lists where no collection does, and the parents' ids."""


def fetch(client: TalendClient, key: ListKey) -> list[JsonObject]:
    """Return all objects of a list, as the API shows them in lists.

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
