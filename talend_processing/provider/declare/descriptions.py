"""The docstrings of attributes, for `help()`, property docstrings and the reference pages.

An attribute's docstring is the string literal below the line that declares the attribute. Python does not
keep it, so it is parsed from the source on demand. Without the source, attributes have no docstrings.
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
def attribute_docstrings(cls: type) -> Mapping[str, str]:
    """Return the docstrings of the attributes of a class and of its bases in this package, by name."""
    texts: dict[str, str] = {}
    for owner in reversed(cls.__mro__):
        if owner.__module__.startswith(_PACKAGE):
            texts |= _docstrings_by_class(owner.__module__).get(owner.__qualname__, {})
    return texts


@functools.cache
def _docstrings_by_class(module: str) -> Mapping[str, Mapping[str, str]]:
    """Return the attribute docstrings of a module's top-level classes; {} if the source is not available."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, KeyError, SyntaxError):
        return {}
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return {node.name: dict(_attribute_docstrings(node.body)) for node in classes}


def _attribute_docstrings(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement, next_statement in itertools.pairwise([*body, ast.Pass()]):
        if isinstance(statement, ast.If):  # `if TYPE_CHECKING`
            yield from _attribute_docstrings(statement.body)
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            docstring = next_statement.value if isinstance(next_statement, ast.Expr) else None
            if isinstance(docstring, ast.Constant) and isinstance(docstring.value, str):
                yield statement.target.id, inspect.cleandoc(docstring.value).replace("\n", " ")


class DocumentedProperty(property):
    """A property whose docstring is its type and the attribute docstring below its declaration."""

    owner: type
    name: str
    type_text: str

    @classmethod
    def of(cls, plain_property: property, owner: type, name: str, type_text: str) -> DocumentedProperty:
        """Return the property `name` of the class `owner` with a docstring that begins with `type_text`."""
        documented = cls(plain_property.fget, plain_property.fset)
        documented.owner, documented.name, documented.type_text = owner, name, type_text
        return documented

    def _text(self) -> str | None:
        if not hasattr(self, "owner"):
            return None  # during `property.__init__`
        text = attribute_docstrings(self.owner).get(self.name)
        return f"{self.type_text}: {text}" if text else self.type_text

    def _ignore(self, _text: object) -> None:
        """Ignore the getter's docstring, which `property.__init__` copies."""

    __doc__ = property(_text, _ignore)  # pyright: ignore[reportAssignmentType]


Sections = Mapping[str, Mapping[str, str]]
"""The attributes to list below each heading, with their types: `{"Args": {"debug": "Input[bool]"}}`."""


class _ClassDocstring:
    """The docstring of a class, followed by the docstrings of its attributes. It is built when it is read."""

    def __init__(self, text: str | None, sections: Callable[[], Sections]) -> None:
        self._text = inspect.cleandoc(text or "")
        self._sections = sections

    def __get__(self, obj: object, owner: type) -> str:
        texts = attribute_docstrings(owner)
        parts = [self._text]
        for heading, types in self._sections().items():
            lines = [
                f"    {name} ({type_text}): {texts.get(name, '')}".rstrip()
                for name, type_text in types.items()
            ]
            if lines:
                parts.append("\n".join([f"{heading}:", *lines]))
        return "\n\n".join(parts)


def document_attributes(cls: type, sections: Callable[[], Sections]) -> None:
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

    document_attributes(cls, attributes)
    return cls
