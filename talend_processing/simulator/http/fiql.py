"""FIQL, the query language of the list operations: `status==PAIRED;workspace.environment.id==5cb4`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

Match = Callable[[dict[str, Any]], bool]
_COMPARISON = re.compile(r"([A-Za-z_][\w.]*)(==|!=|=lt=|=le=|=gt=|=ge=)([^;,()]+)")
_DEEPEST = 100
"""So many parentheses may be open at once."""
_SELECTOR = re.compile(r"[A-Za-z_][\w.]*")


class FiqlError(ValueError):
    """A query that cannot be understood, and where reading stopped (0 is the first character)."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} at position {position}")
        self.position = position


@dataclass(slots=True)
class _Reader:
    text: str
    fields: Collection[str]
    wildcard: bool = True
    ordering: bool = True
    at: int = 0
    open: int = 0

    def either(self) -> Match:
        """`a,b`: OR binds weaker than AND."""
        found = [self.both()]
        while self._take(","):
            found.append(self.both())
        return found[0] if len(found) == 1 else lambda record: any(one(record) for one in found)

    def both(self) -> Match:
        """`a;b`."""
        found = [self.one()]
        while self._take(";"):
            found.append(self.one())
        return found[0] if len(found) == 1 else lambda record: all(one(record) for one in found)

    def one(self) -> Match:
        """A comparison, or a query in parentheses."""
        if self._take("("):
            self.open += 1
            if self.open > _DEEPEST:
                raise FiqlError(f"more than {_DEEPEST} parentheses are open", self.at - 1)
            inside = self.either()
            self.open -= 1
            if not self._take(")"):
                raise FiqlError("expected ')'", self.at)
            return inside
        found = _COMPARISON.match(self.text, self.at)
        if found is None:
            name = _SELECTOR.match(self.text, self.at)
            raise FiqlError(
                "expected a comparison such as name==value" if name is None else "expected an operator",
                self.at if name is None else name.end(),
            )
        selector, operator, value = found.groups()
        if selector not in self.fields:
            raise FiqlError(f"unknown field {selector}", self.at)
        if not self.ordering and operator not in {"==", "!="}:
            raise FiqlError(f"unknown operator {operator}", self.at)
        self.at = found.end()
        return _comparison(selector.split("."), operator, value, wildcard=self.wildcard)

    def _take(self, symbol: str) -> bool:
        if self.text.startswith(symbol, self.at):
            self.at += 1
            return True
        return False


def _value(record: dict[str, Any], path: list[str]) -> object:
    found: object = record
    for name in path:
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _comparison(path: list[str], operator: str, value: str, *, wildcard: bool) -> Match:
    if operator in {"==", "!="}:
        # An asterisk that is escaped is one of the value, and none that stands for any text.
        parts = (re.escape(unquote(part)) for part in (value.split("*") if wildcard else [value]))
        wanted = re.compile(".*".join(parts), re.DOTALL)

        def same(record: dict[str, Any]) -> bool:
            found = _value(record, path)
            several = found if isinstance(found, list) else [found]
            return any(one is not None and wanted.fullmatch(_text(one)) for one in several)

        return same if operator == "==" else lambda record: not same(record)

    def ordered(record: dict[str, Any]) -> bool:
        found = _value(record, path)
        if found is None:
            return False
        left, right = _text(found), unquote(value)
        below = left < right
        return {"=lt=": below, "=le=": below or left == right, "=gt=": left > right, "=ge=": not below}[
            operator
        ]

    return ordered


def parse(query: str, fields: Collection[str], *, wildcard: bool = True, ordering: bool = True) -> Match:
    """The query as a test of a record; only the given fields can be asked for.

    Args:
        query: The query in FIQL.
        fields: The names that it may hold.
        wildcard: Whether `*` in a value stands for any text.
        ordering: Whether it may compare with `=ge=` and the like.

    """
    reader = _Reader(query, fields, wildcard, ordering)
    found = reader.either()
    if reader.at != len(query):
        raise FiqlError(f"unexpected {query[reader.at]!r}", reader.at)
    return found
