"""Filters in FIQL, the API's query language, with escaped values.

For example, `status==PAIRED;(name==etl-*,managed==true)` is:

    where("status").is_("PAIRED") & (where("name").like("etl-*") | where("managed").is_(True))
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from talend_processing.client.errors import TalendError

Compared: TypeAlias = str | bool | int
"""Value that a field is compared with. Points in time are strings, as the API writes them."""

_FIELD = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)


@dataclass(frozen=True)
class Query:
    """A condition on listed objects. `&` and `|` combine two conditions. `str()` returns the FIQL text."""

    text: str
    loose: bool = False
    """Whether the condition is an OR, which needs parentheses inside an AND."""

    def __and__(self, other: Query) -> Query:
        """Return a condition that requires both conditions."""
        return Query(f"{self._operand_of_and()};{other._operand_of_and()}")

    def __or__(self, other: Query) -> Query:
        """Return a condition that requires at least one of the two conditions."""
        return Query(f"{self.text},{other.text}", loose=True)

    def __str__(self) -> str:
        return self.text

    def _operand_of_and(self) -> str:
        return f"({self.text})" if self.loose else self.text


@dataclass(frozen=True)
class Where:
    """A field to compare, such as `name` or `workspace.environment.id`.

    The methods raise a `TalendError` for an empty value, which FIQL cannot express.
    """

    field: str

    def is_(self, value: Compared) -> Query:
        """Return the condition that the field equals a value."""
        return self._compare("==", _literal(value))

    def is_not(self, value: Compared) -> Query:
        """Return the condition that the field differs from a value."""
        return self._compare("!=", _literal(value))

    def like(self, pattern: str) -> Query:
        """Return the condition that the field matches a pattern, in which `*` stands for any text."""
        return self._compare("==", "*".join(map(_literal, pattern.split("*"))))

    def below(self, value: Compared) -> Query:
        """Return the condition that the field is less than, or earlier than, a value."""
        return self._compare("=lt=", _literal(value))

    def at_most(self, value: Compared) -> Query:
        """Return the condition that the field is at most, or not later than, a value."""
        return self._compare("=le=", _literal(value))

    def above(self, value: Compared) -> Query:
        """Return the condition that the field is greater than, or later than, a value."""
        return self._compare("=gt=", _literal(value))

    def at_least(self, value: Compared) -> Query:
        """Return the condition that the field is at least, or not earlier than, a value."""
        return self._compare("=ge=", _literal(value))

    def _compare(self, operator: str, literal: str) -> Query:
        if not literal:
            raise TalendError(
                f"Condition on {self.field}: FIQL cannot express an empty value. Filter the result instead",
                outcome="not_sent",
            )
        return Query(f"{self.field}{operator}{literal}")


def where(field: str) -> Where:
    """Start a condition on a field.

    Args:
        field: The API's name of the field. A dot leads into a nested object: `workspace.id`.

    Raises:
        TalendError: The name is not a valid field name.

    """
    if not _FIELD.fullmatch(field):
        raise TalendError(
            f"{field!r} is not a valid field name. Give the API's name, such as workspace.id",
            outcome="not_sent",
        )
    return Where(field)


def _literal(value: Compared) -> str:
    """Return a value with all special characters of FIQL escaped, including the wildcard `*`."""
    return quote(str(value).lower() if isinstance(value, bool) else str(value), safe="")
