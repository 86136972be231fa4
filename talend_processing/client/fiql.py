"""Queries of list operations, in FIQL: built from fields and values, which are escaped.

    where("status").is_("PAIRED") & (where("name").like("etl-*") | where("managed").is_(True))

is `status==PAIRED;(name==etl-*,managed==true)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from talend_processing.client.errors import TalendError

Compared: TypeAlias = str | bool | int
"""What a field is compared with; a moment is text, as the API writes it."""

_FIELD = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)


@dataclass(frozen=True)
class Query:
    """A condition that objects must fit; `&` and `|` join two. Its text is what the API takes."""

    text: str
    loose: bool = False
    """Whether it is an OR, which binds less than an AND and so needs parentheses inside one."""

    def __and__(self, other: Query) -> Query:
        """Both."""
        return Query(f"{self._tight()};{other._tight()}")

    def __or__(self, other: Query) -> Query:
        """One of the two, or both."""
        return Query(f"{self.text},{other.text}", loose=True)

    def __str__(self) -> str:
        return self.text

    def _tight(self) -> str:
        return f"({self.text})" if self.loose else self.text


@dataclass(frozen=True)
class Where:
    """A field that is compared: `name`, `workspace.environment.id`."""

    field: str

    def is_(self, value: Compared) -> Query:
        """It has this value."""
        return self._compared("==", _literal(value))

    def is_not(self, value: Compared) -> Query:
        """It has another value."""
        return self._compared("!=", _literal(value))

    def like(self, pattern: str) -> Query:
        """It fits a pattern, in which `*` stands for any text."""
        return self._compared("==", "*".join(map(_literal, pattern.split("*"))))

    def below(self, value: Compared) -> Query:
        """It is less than, or earlier."""
        return self._compared("=lt=", _literal(value))

    def at_most(self, value: Compared) -> Query:
        """It is not more than, or not later."""
        return self._compared("=le=", _literal(value))

    def above(self, value: Compared) -> Query:
        """It is more than, or later."""
        return self._compared("=gt=", _literal(value))

    def at_least(self, value: Compared) -> Query:
        """It is not less than, or not earlier."""
        return self._compared("=ge=", _literal(value))

    def _compared(self, operator: str, literal: str) -> Query:
        if not literal:
            raise TalendError(
                f"The query for {self.field}: FIQL has no empty values. Filter what the list returns",
                outcome="not_sent",
            )
        return Query(f"{self.field}{operator}{literal}")


def where(field: str) -> Where:
    """Begin a condition on a field, by the API's name; a dot leads into an object.

    Raises:
        TalendError: No field can be called so.

    """
    if not _FIELD.fullmatch(field):
        raise TalendError(
            f"The query for {field!r}: no field can be called so. Give the API's name, as workspace.id",
            outcome="not_sent",
        )
    return Where(field)


def _literal(value: Compared) -> str:
    """A value without anything that FIQL would read: an asterisk of the value is no wildcard."""
    return quote(str(value).lower() if isinstance(value, bool) else str(value), safe="")
