"""A YAML parser that records the line of each field and reports duplicate fields, which PyYAML accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """A duplicate field, a cycle, or a key that is not a name."""

    line: int
    field: str
    """The path of the field, such as `engines[0].name`; empty for the whole document."""
    reason: str


class YamlError(ValueError):
    """A text is not one valid YAML document."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(f"invalid YAML: {reason}")
        self.line = line
        """The line of the error, if the parser knows it."""


@dataclass(frozen=True, slots=True)
class Document:
    """The contents of a YAML document."""

    value: Any
    """Plain data, with dates and timestamps as strings. None if the text is empty or there are errors."""
    lines: Mapping[str, int]
    """The line of the document, of each field and of each list item, by its path."""
    errors: tuple[FieldError, ...]
    """Duplicate fields, cycles, and keys that are not names."""

    def line(self, field: str) -> int | None:
        """Return the line of a field, or None if the text is empty.

        A missing field has the line of the object that lacks it.
        """
        while field and field not in self.lines:
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        return self.lines.get(field)


def read_yaml(text: str) -> Document:
    """Return the contents of a YAML document.

    Raises:
        YamlError: The text is not YAML, or contains several documents.
        RecursionError: The document is nested too deeply.

    """
    import yaml  # noqa: PLC0415 - only a program that reads a YAML file needs it

    class Loader(yaml.SafeLoader):
        # Without the resolver of timestamps, so that dates stay strings.
        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML declares it like this
            first: [one for one in found if one[0] != "tag:yaml.org,2002:timestamp"]
            for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    try:
        loader = Loader(text)
        root = loader.get_single_node()
        if root is None:
            return Document(None, {}, ())
        lines: dict[str, int] = {}
        errors = tuple(_walk(root, "", lines, ()))
        return Document(None if errors else loader.construct_document(root), lines, errors)
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise YamlError(str(error.problem), line) from error
    except yaml.YAMLError as error:
        raise YamlError(" ".join(str(error).split())) from error
    except ValueError as error:  # such as a number with thousands of digits, or a text tagged !!int
        raise YamlError(str(error)) from None


def _walk(node: Any, at: str, lines: dict[str, int], ancestors: tuple[Any, ...]) -> Iterator[FieldError]:
    """Record the line of each field in `lines`, and yield the errors."""
    line = node.start_mark.line + 1
    lines.setdefault(at, line)
    if any(node is one for one in ancestors):
        yield FieldError(line, at, "refers to itself; expected no cycle")
    elif node.id == "mapping":
        seen: set[str] = set()
        for key, value in node.value:
            if key.id != "scalar":
                yield FieldError(line, at, "has a key that is a list or an object; expected a name")
                continue
            inside, key_line = f"{at}.{key.value}" if at else str(key.value), key.start_mark.line + 1
            first = lines.setdefault(inside, key_line)
            if key.value in seen:
                yield FieldError(key_line, inside, f"duplicate field, first in line {first}")
            seen.add(key.value)
            yield from _walk(value, inside, lines, (*ancestors, node))
    elif node.id == "sequence":
        for index, value in enumerate(node.value):
            yield from _walk(value, f"{at}[{index}]", lines, (*ancestors, node))
