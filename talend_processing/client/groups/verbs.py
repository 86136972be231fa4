"""What groups of operations have in common: list, get, create, update and delete, each once."""

from __future__ import annotations

import builtins
from typing import Generic, TypeVar

from talend_processing.client.calls import Body, Caller
from talend_processing.client.errors import TalendError
from talend_processing.client.fiql import Query
from talend_processing.client.models.model import Model
from talend_processing.client.operation import Operation

_ACCEPTED = 202

Answered = TypeVar("Answered", bound=Model)
Written = TypeVar("Written", bound=Model | None)


class Group:
    """Some operations on one kind of object."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller


class Lists(Group, Generic[Answered]):
    """A group with a list."""

    LIST: Operation[builtins.list[Answered]]

    def list(self, *parents: str, query: Query | str | None = None) -> builtins.list[Answered]:
        """All objects, or those of the parents.

        Args:
            *parents: The ids of what the objects are in, as the path has them.
            query: What the objects must fit, from `talend_processing.client.fiql` or as a text in FIQL.

        """
        if query is None:
            return self._caller.call(self.LIST, *parents)
        if self.LIST.search is None:
            raise TalendError(
                f"{self.LIST.doing_with(parents)}: this list takes no query. Filter what it returns",
                outcome="not_sent",
            )
        return self._caller.call(self.LIST, *parents, query={self.LIST.search: str(query)})


class Gets(Group, Generic[Answered]):
    """A group whose objects can be read."""

    GET: Operation[Answered]

    def get(self, *ids: str) -> Answered:
        """One object: the parents' ids, then its own."""
        return self._caller.call(self.GET, *ids)


class Creates(Group, Generic[Written]):
    """A group whose objects can be created."""

    CREATE: Operation[Written]

    def create(self, *parents: str, body: Body) -> Written:
        """Create an object in its parents; what the API answers, if anything."""
        return self._caller.call(self.CREATE, *parents, body=body)


class Updates(Group, Generic[Written]):
    """A group whose objects can be changed."""

    UPDATE: Operation[Written]

    def update(self, *ids: str, body: Body) -> Written:
        """Write an object whole: the parents' ids, then its own; what the API answers, if anything."""
        return self._caller.call(self.UPDATE, *ids, body=body)


class Deletes(Group):
    """A group whose objects can be deleted."""

    DELETE: Operation[str] | Operation[None]

    def delete(self, *ids: str, replacement: str | None = None) -> bool:
        """Delete an object: the parents' ids, then its own.

        Args:
            *ids: The ids as the path has them.
            replacement: The id of what tasks use afterwards.

        Returns:
            Whether the deletion is still going on: the API has accepted it, no more.

        """
        return delete(self._caller, self.DELETE, ids, replacement)


def delete(
    caller: Caller, operation: Operation[str] | Operation[None], ids: tuple[str, ...], replacement: str | None
) -> bool:
    """Delete an object; tasks use the replacement afterwards. True: it is still going on."""
    query = {}
    if replacement is not None:
        if operation.replacement is None:
            raise TalendError(
                f"{operation.doing_with(ids)}: nothing can take its place. Leave the replacement out",
                outcome="not_sent",
            )
        query[operation.replacement] = replacement
    return caller.status(operation, *ids, query=query) == _ACCEPTED
