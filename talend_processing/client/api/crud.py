"""The methods `list`, `get`, `create`, `update` and `delete`, which endpoints share."""

from __future__ import annotations

import builtins
from typing import Generic, TypeVar

from talend_processing.client.errors import TalendError
from talend_processing.client.fiql import Query
from talend_processing.client.http.dispatch import Dispatcher
from talend_processing.client.model import Model
from talend_processing.client.operation import Body, Operation

_ACCEPTED = 202

ModelT = TypeVar("ModelT", bound=Model)
WrittenT = TypeVar("WrittenT", bound=Model | None)


class Endpoints:
    """Methods for one type of object. Class attributes such as `GET` describe the operations."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher


class Lists(Endpoints, Generic[ModelT]):
    """Endpoints that return the whole list of objects in one response, not in pages."""

    LIST: Operation[builtins.list[ModelT]]

    def list(self, *parents: str, query: Query | str | None = None) -> builtins.list[ModelT]:
        """Return all objects, or only those that match the query.

        Args:
            *parents: Ids in the path of the list, such as the engine's id for its run profiles.
            query: Condition on the objects, from `talend_processing.client.fiql` or as a string in FIQL.

        Raises:
            TalendError: The API takes no query for this list, or the call failed.

        """
        if query is None:
            return self._dispatcher.call(self.LIST, *parents)
        if self.LIST.query_parameter is None:
            raise TalendError(
                f"{self.LIST.describe(parents)}: this list takes no query. Filter the result instead",
                outcome="not_sent",
            )
        return self._dispatcher.call(self.LIST, *parents, parameters={self.LIST.query_parameter: str(query)})


class Gets(Endpoints, Generic[ModelT]):
    """Endpoints whose objects can be read one by one."""

    GET: Operation[ModelT]

    def get(self, *ids: str) -> ModelT:
        """Return an object.

        Args:
            *ids: Ids of the parents, followed by the id of the object.

        Raises:
            NotFoundError: The object does not exist, or the token's user has no access to it.
            CallError: The call failed for another reason.

        """
        return self._dispatcher.call(self.GET, *ids)


class Creates(Endpoints, Generic[WrittenT]):
    """Endpoints whose objects can be created."""

    CREATE: Operation[WrittenT]

    def create(self, *parents: str, body: Body) -> WrittenT:
        """Create an object and return it, or None if the API does not return it.

        Args:
            *parents: Ids of the parents.
            body: The object, with the API's names as keys.

        Raises:
            CallError: The call failed. If the error's `outcome` is `unknown`, the object may exist.

        """
        return self._dispatcher.call(self.CREATE, *parents, body=body)


class Updates(Endpoints, Generic[WrittenT]):
    """Endpoints whose objects can be changed."""

    UPDATE: Operation[WrittenT]

    def update(self, *ids: str, body: Body) -> WrittenT:
        """Overwrite an object and return it, or None if the API does not return it.

        Args:
            *ids: Ids of the parents, followed by the id of the object.
            body: The complete object, with the API's names as keys.

        Raises:
            CallError: The call failed.

        """
        return self._dispatcher.call(self.UPDATE, *ids, body=body)


class Deletes(Endpoints):
    """Endpoints whose objects can be deleted."""

    DELETE: Operation[str] | Operation[None]

    def delete(self, *ids: str, replacement: str | None = None) -> bool:
        """Delete an object.

        Args:
            *ids: Ids of the parents, followed by the id of the object.
            replacement: If the object is a run profile, the id of the run profile that replaces it in tasks.

        Returns:
            True if the API responded 202: the object may then still exist.

        Raises:
            ConflictError: Another object prevents the delete.
            CallError: The call failed for another reason.
            TalendError: The operation takes no `replacement`.

        """
        parameters = {}
        if replacement is not None:
            if self.DELETE.replacement_parameter is None:
                raise TalendError(
                    f"{self.DELETE.describe(ids)}: this operation takes no replacement id. Leave it out",
                    outcome="not_sent",
                )
            parameters[self.DELETE.replacement_parameter] = replacement
        return self._dispatcher.status(self.DELETE, *ids, parameters=parameters) == _ACCEPTED
