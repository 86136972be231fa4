"""What all answers have in common."""

from __future__ import annotations

from typing import Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

Timestamp: TypeAlias = str
"""A moment as the API wrote it, usually RFC 3339 with milliseconds and Z. Kept as text, so that what is
stored is what was answered, and a format of another server version spoils no call."""


class Model(BaseModel):
    """An answer: snake_case here, camelCase on the wire.

    Fields and enumeration values that this version does not know are kept. Fields are required only where
    nothing could go on without them.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="allow",
        # A process uses few of the models; what the others' validators cost it need not pay at its start.
        defer_build=True,
    )

    def wire(self) -> dict[str, object]:
        """The answer as the API gave it: its own names, and only the fields that it had."""
        return self.model_dump(by_alias=True, exclude_unset=True)


Item = TypeVar("Item", bound=Model)


class Page(Model, Generic[Item]):
    """A part of a list."""

    items: list[Item] | None = None
    limit: int | None = None
    offset: int | None = None
    total: int | None = None
