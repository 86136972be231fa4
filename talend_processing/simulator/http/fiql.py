"""Parser of FIQL, the query language for listing objects: `status==PAIRED;workspace.environment.id==5cb4`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

Matcher = Callable[[dict[str, Any]], bool]
_COMPARISON = re.compile(r"([A-Za-z_][\w.]*)(==|!=|=lt=|=le=|=gt=|=ge=)([^;,()]+)")
_MAX_DEPTH = 100
"""The maximum number of nested parentheses."""
_SELECTOR = re.compile(r"[A-Za-z_][\w.]*")


class FiqlError(ValueError):
    """An invalid query, with the position of the error (0 is the first character)."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} at position {position}")
        self.position = position


@dataclass(slots=True)
class _Parser:
    text: str
    fields: Collection[str]
    wildcard: bool = True
    ordering: bool = True
    position: int = 0
    depth: int = 0

    def parse_or(self) -> Matcher:
        """Parse `a,b` (OR), which has a lower precedence than AND."""
        terms = [self.parse_and()]
        while self._accept(","):
            terms.append(self.parse_and())
        return terms[0] if len(terms) == 1 else lambda record: any(term(record) for term in terms)

    def parse_and(self) -> Matcher:
        """Parse `a;b` (AND)."""
        terms = [self.parse_term()]
        while self._accept(";"):
            terms.append(self.parse_term())
        return terms[0] if len(terms) == 1 else lambda record: all(term(record) for term in terms)

    def parse_term(self) -> Matcher:
        """Parse a comparison or a query in parentheses."""
        if self._accept("("):
            self.depth += 1
            if self.depth > _MAX_DEPTH:
                raise FiqlError(f"more than {_MAX_DEPTH} parentheses are open", self.position - 1)
            inner_query = self.parse_or()
            self.depth -= 1
            if not self._accept(")"):
                raise FiqlError("expected ')'", self.position)
            return inner_query
        comparison = _COMPARISON.match(self.text, self.position)
        if comparison is None:
            field_name = _SELECTOR.match(self.text, self.position)
            raise FiqlError(
                "expected a comparison such as name==value" if field_name is None else "expected an operator",
                self.position if field_name is None else field_name.end(),
            )
        selector, operator, value = comparison.groups()
        if selector not in self.fields:
            raise FiqlError(f"unknown field {selector}", self.position)
        if not self.ordering and operator not in {"==", "!="}:
            raise FiqlError(f"unknown operator {operator}", comparison.start(2))
        self.position = comparison.end()
        return _comparison(selector.split("."), operator, value, wildcard=self.wildcard)

    def _accept(self, symbol: str) -> bool:
        if self.text.startswith(symbol, self.position):
            self.position += 1
            return True
        return False


def _value_at(record: dict[str, Any], path: list[str]) -> object:
    value: object = record
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _comparison(field_path: list[str], operator: str, value: str, *, wildcard: bool) -> Matcher:
    if operator in {"==", "!="}:
        # Only a literal asterisk is a wildcard. A percent-encoded one is part of the value.
        parts = (re.escape(unquote(part)) for part in (value.split("*") if wildcard else [value]))
        pattern = re.compile(".*".join(parts), re.DOTALL)

        def equals(record: dict[str, Any]) -> bool:
            actual = _value_at(record, field_path)
            items = actual if isinstance(actual, list) else [actual]
            return any(item is not None and pattern.fullmatch(_text(item)) for item in items)

        return equals if operator == "==" else lambda record: not equals(record)

    def ordered(record: dict[str, Any]) -> bool:
        actual = _value_at(record, field_path)
        if actual is None:
            return False
        actual_text, limit = _text(actual), unquote(value)
        is_less = actual_text < limit
        return {
            "=lt=": is_less,
            "=le=": is_less or actual_text == limit,
            "=gt=": actual_text > limit,
            "=ge=": not is_less,
        }[operator]

    return ordered


def parse(query: str, fields: Collection[str], *, wildcard: bool = True, ordering: bool = True) -> Matcher:
    """Compile a query into a function that returns whether a record matches.

    Args:
        query: The query in FIQL.
        fields: The fields that the query may use, such as `workspace.environment.id`.
        wildcard: Whether `*` in a value matches any text.
        ordering: Whether the query may use the ordering operators `=lt=`, `=le=`, `=gt=` and `=ge=`.

    Raises:
        FiqlError: The query is invalid.

    """
    parser = _Parser(query, fields, wildcard, ordering)
    match = parser.parse_or()
    if parser.position != len(query):
        raise FiqlError(f"unexpected {query[parser.position]!r}", parser.position)
    return match
