"""Base classes of the models: objects that the API returns, and requests that start an execution."""

from __future__ import annotations

from typing import Generic, Self, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel

from talend_processing.client.operation import JsonObject

Timestamp: TypeAlias = str
"""Point in time in the API's format, usually RFC 3339 in UTC with milliseconds (`2022-10-20T14:20:28.582Z`).

The client does not parse it, so a timestamp in another format causes no error.
"""


class Model(BaseModel):
    """An object of the API: snake_case in Python, camelCase in JSON.

    Unknown fields and enumeration values are kept. A field is required only if this package cannot work
    without it.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="allow",
        # Build a validator at its first use: a process uses few of the models.
        defer_build=True,
    )

    def wire(self) -> JsonObject:
        """Return the object as the API's JSON, without fields that were never set."""
        return self.model_dump(by_alias=True, exclude_unset=True)


ItemT = TypeVar("ItemT", bound=Model)


class Page(Model, Generic[ItemT]):
    """A page of a list."""

    items: list[ItemT] | None = None
    limit: int | None = None
    offset: int | None = None
    """Position of the first item in the whole list."""
    total: int | None = None
    """Length of the whole list."""

    @model_validator(mode="after")
    def _require_items(self) -> Self:
        """Refuse a page without items, unless it says that the list is empty.

        Otherwise a malformed page would look like an empty list of executions, and a task could start twice.
        """
        if self.items is None and self.total != 0:
            raise ValueError("items is required unless total is 0")
        return self
