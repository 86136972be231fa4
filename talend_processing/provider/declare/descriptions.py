"""The docstrings of attributes, for `help()`, property docstrings and the reference pages.

An attribute's docstring is the text below the line that declares the attribute. Python keeps it only in the
source. It is read on demand, so it costs nothing when a resource is declared. Without the source, attributes
have no docstrings, but everything else works.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
_PACKAGE = __name__.partition(".")[0] + "."


@functools.cache
def described(cls: type) -> Mapping[str, str]:
    """Return the docstrings of the attributes of a class and of its bases in this package, by name."""
    texts: dict[str, str] = {}
    for owner in reversed(cls.__mro__):
        if owner.__module__.startswith(_PACKAGE):
            texts |= _classes(owner.__module__).get(owner.__qualname__, {})
    return texts


@functools.cache
def _classes(module: str) -> Mapping[str, Mapping[str, str]]:
    """Return the attribute docstrings of a module's top-level classes; {} if the source is not available."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, KeyError, SyntaxError):
        return {}
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return {node.name: dict(_attribute_docstrings(node.body)) for node in classes}


def _attribute_docstrings(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for line, below in itertools.pairwise([*body, ast.Pass()]):
        if isinstance(line, ast.If):  # `if TYPE_CHECKING`
            yield from _attribute_docstrings(line.body)
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            value = below.value if isinstance(below, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield line.target.id, inspect.cleandoc(value.value).replace("\n", " ")


class Described(property):
    """A property whose docstring is its type and the docstring of the attribute that declares it."""

    owner: type
    name: str
    typed: str

    @classmethod
    def of(cls, declared: property, owner: type, name: str, typed: str) -> Described:
        """Return the property with a docstring; `typed` is the type to show in it."""
        found = cls(declared.fget, declared.fset)
        found.owner, found.name, found.typed = owner, name, typed
        return found

    def _text(self) -> str | None:
        if not hasattr(self, "owner"):
            return None  # during `property.__init__`
        text = described(self.owner).get(self.name)
        return f"{self.typed}: {text}" if text else self.typed

    def _ignore(self, _text: object) -> None:
        """Ignore the getter's docstring, which `property.__init__` copies."""

    __doc__ = property(_text, _ignore)  # pyright: ignore[reportAssignmentType]


Sections = Mapping[str, Mapping[str, str]]
"""The types of a class's attributes in Python's syntax, by heading and name."""


class _ClassDocstring:
    """The docstring of a class, with those of its attributes under headings. It is built on demand."""

    def __init__(self, text: str | None, sections: Callable[[], Sections]) -> None:
        self._text = inspect.cleandoc(text or "")
        self._sections = sections

    def __get__(self, obj: object, owner: type) -> str:
        texts = described(owner)
        parts = [self._text]
        for heading, types in self._sections().items():
            lines = [f"    {name} ({typed}): {texts.get(name, '')}".rstrip() for name, typed in types.items()]
            if lines:
                parts.append("\n".join([f"{heading}:", *lines]))
        return "\n\n".join(parts)


def describe(cls: type, sections: Callable[[], Sections]) -> None:
    """Add the docstrings of a class's attributes to the docstring of the class."""
    text: Any = _ClassDocstring(cls.__dict__.get("__doc__"), sections)
    cls.__doc__ = text


def with_attributes(cls: type[T]) -> type[T]:
    """Decorate a class so that `help()` shows its annotated attributes with their docstrings."""

    def attributes() -> Sections:
        hints: dict[str, str] = {}
        for owner in reversed(cls.__mro__):
            if owner.__module__.startswith(_PACKAGE):
                hints |= inspect.get_annotations(owner)
        return {"Attributes": hints}

    describe(cls, attributes)
    return cls
