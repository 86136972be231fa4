"""Base classes of the models: objects that the API returns, and requests that start an execution."""

from __future__ import annotations

from typing import Generic, Self, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel

from talend_processing.client.operation import JsonObject

Timestamp: TypeAlias = str
"""Point in time in the API's format, usually RFC 3339 in UTC with milliseconds (`2022-10-20T14:20:28.582Z`).

It stays a string: state then holds what the API returned, and another format never breaks a call.
"""


class Model(BaseModel):
    """An object of the API: snake_case in Python, camelCase in JSON.

    Members and enumeration values that this version does not know are kept. Only members that the rest of
    the code cannot do without are required.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="allow",
        # Building validators takes time, and a process uses few of the models.
        defer_build=True,
    )

    def wire(self) -> JsonObject:
        """Return the object as JSON in camelCase, with unknown members but without unset ones."""
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
    def _has_items(self) -> Self:
        """Refuse a page without items, unless it says that the list is empty.

        Otherwise a search for an execution whose start got no response could find nothing by mistake, and the
        task or plan would be started again.
        """
        if self.items is None and self.total != 0:
            raise ValueError("items is required unless total is 0")
        return self
