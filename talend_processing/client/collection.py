"""Protocols of the endpoint classes in `client/api`, for code that must not import httpx or pydantic.

The classes of `client/api/crud.py` describe the methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from talend_processing.client.model import Model
    from talend_processing.client.operation import Body


@runtime_checkable
class Listing(Protocol):
    """Endpoints whose objects can be listed."""

    def list(self, *parents: str) -> Sequence[Model]:
        """Return all objects, or those inside the parents with the given ids."""
        ...


@runtime_checkable
class Collection(Protocol):
    """Endpoints whose objects can be created, read and deleted."""

    def create(self, *parents: str, body: Body) -> Model | None:
        """Create an object."""
        ...

    def get(self, *ids: str) -> Model:
        """Return an object."""
        ...

    def delete(self, *ids: str, replacement: str | None = None) -> bool:
        """Delete an object."""
        ...


@runtime_checkable
class UpdatableCollection(Collection, Protocol):
    """Endpoints whose objects can be created, read, changed and deleted."""

    def update(self, *ids: str, body: Body) -> Model | None:
        """Overwrite an object."""
        ...
