"""Python source that `ruff format` does not change.

A call, list, dict or tuple is on one line if it fits. Otherwise each member starts a new line, and ends with
a comma.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile
from typing import Final, TypeAlias

from talend_processing.console import text_width

WIDTH: Final = 88
"""The default line length of ruff and Black."""
_INDENT: Final = "    "
_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LAST_X_ESCAPE: Final = 0xFF
"""The last code point that `\\x` can express."""
_LAST_U_ESCAPE: Final = 0xFFFF
"""The last code point that `\\u` can express."""


@dataclass(frozen=True)
class Group:
    """A bracketed expression: a head such as `[` or `talend.RemoteEngine(`, members, and a tail."""

    head: str
    members: tuple[tuple[str, Expression], ...]
    """Each member as its prefix (`name=`, `"key": ` or empty) and its expression."""
    tail: str
    comma: bool = True
    """Whether a comma may follow the last member. In a subscript it would create a tuple."""


Expression: TypeAlias = "str | Group"
"""Source that stays on one line, or a `Group`, which can be split into lines."""


@dataclass(frozen=True)
class Comment:
    """A comment on a line of its own."""

    text: str


@dataclass(frozen=True)
class Blank:
    """An empty line."""


@dataclass(frozen=True)
class Assignment:
    """An expression. If `variable` is not empty, the expression is assigned to it."""

    value: Expression
    variable: str = ""


@dataclass(frozen=True)
class Loop:
    """A `for` statement."""

    variable: str
    iterable: Expression
    body: tuple[Statement, ...]


Statement: TypeAlias = "Comment | Blank | Assignment | Loop"


@dataclass(frozen=True)
class Module:
    """A Python file of the exported program."""

    docstring: str
    imports: tuple[str, ...]
    body: Sequence[Statement] = field(default_factory=tuple)


def import_from(package: str, names: Sequence[str]) -> list[str]:
    """Return the lines that import names from a package."""
    flat = f"from {package} import {', '.join(names)}"
    if len(flat) <= WIDTH:
        return [flat]
    return [f"from {package} import (", *(f"    {name}," for name in names), ")"]


def call(function: str, *arguments: Expression, **keywords: Expression) -> Group:
    """Return the source of a call."""
    positional = [("", value) for value in arguments]
    named = [(f"{name}=", value) for name, value in keywords.items()]
    return Group(f"{function}(", (*positional, *named), ")")


def list_of(items: Iterable[Expression]) -> Group:
    """Return the source of a list."""
    return Group("[", tuple(("", one) for one in items), "]")


def tuple_of(items: Iterable[Expression]) -> Group:
    """Return the source of a tuple of two or more members."""
    return Group("(", tuple(("", one) for one in items), ")")


def dict_of(items: Mapping[str, Expression]) -> Group:
    """Return the source of a dict whose keys are texts."""
    return Group("{", tuple((f"{quoted(key)}: ", one) for key, one in items.items()), "}")


def subscript(container: str, key: str) -> Group:
    """Return the source of a subscript, such as `container["key"]`."""
    return Group(f"{container}[", (("", quoted(key)),), "]", comma=False)


def quoted(value: str) -> str:
    """Return a string literal with the quotes that formatters prefer. Escape invisible characters."""
    quote = "'" if value.count('"') > value.count("'") else '"'
    return f"{quote}{''.join(_escaped(char, quote) for char in value)}{quote}"


def comment_text(value: str) -> str:
    """Return a text on one line, without invisible characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


def render(module: Module) -> str:
    """Return the source of a module."""
    lines = [f'"""{_docstring(module.docstring)}"""', ""]
    if module.imports:
        lines += [*module.imports, ""]
    without_leading_blanks = dropwhile(lambda one: isinstance(one, Blank), module.body)
    lines += _lines(tuple(without_leading_blanks), "")
    return "\n".join(lines).rstrip("\n") + "\n"


def line_count(module: Module) -> int:
    """Return the number of lines of a module's source."""
    return render(module).count("\n")


def one_line(expression: Expression) -> str:
    """Return the source of an expression on one line of any length."""
    if isinstance(expression, str):
        return expression
    members = ", ".join(f"{prefix}{one_line(member)}" for prefix, member in expression.members)
    return f"{expression.head}{members}{expression.tail}"


def _lines(body: Sequence[Statement], indent: str) -> list[str]:
    lines: list[str] = []
    for statement in body:
        if isinstance(statement, Blank):
            lines.append("")
        elif isinstance(statement, Comment):
            lines.append(f"{indent}# {comment_text(statement.text)}".rstrip())
        elif isinstance(statement, Loop):
            lines += _split(statement.iterable, f"{indent}for {statement.variable} in ", indent, ":")
            lines += _lines(statement.body, indent + _INDENT)
        else:
            prefix = f"{statement.variable} = " if statement.variable else ""
            lines += _split(statement.value, f"{indent}{prefix}", indent, "")
    return lines


def _split(expression: Expression, prefix: str, indent: str, suffix: str) -> list[str]:
    """Return the lines of an expression, with `prefix` before the first and `suffix` after the last line."""
    flat = f"{prefix}{one_line(expression)}{suffix}"
    if isinstance(expression, str) or not expression.members:
        return [flat]
    # If the last member has a comma, formatters keep the lines, even if the group would fit on one line. A
    # subscript, which has no such comma, is joined if it fits, so its width must be exact.
    if (_most_columns(flat) if expression.comma else text_width(flat)) <= WIDTH:
        return [flat]
    lines = [f"{prefix}{expression.head}"]
    member_indent = indent + _INDENT
    for member_prefix, member in expression.members:
        comma = "," if expression.comma else ""
        lines += _split(member, f"{member_indent}{member_prefix}", member_indent, comma)
    return [*lines, f"{indent}{expression.tail}{suffix}"]


def _most_columns(line: str) -> int:
    """Return an upper bound for the width of a line: formatters count some characters as two columns."""
    return sum(1 if char.isascii() else 2 for char in line)


def _escaped(char: str, quote: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char == quote:
        return f"\\{char}"
    if char.isprintable():
        return char
    code = ord(char)
    return (
        f"\\x{code:02x}"
        if code <= _LAST_X_ESCAPE
        else f"\\u{code:04x}"
        if code <= _LAST_U_ESCAPE
        else f"\\U{code:08x}"
    )


def _docstring(value: str) -> str:
    """Return a text for a docstring: one line with a full stop, without backslashes and double quotes."""
    line = comment_text(value).replace("\\", "/").replace('"', "'")
    return line if line.endswith(".") else f"{line}."
