"""A YAML parser that records the line of each field and reports duplicate fields, which PyYAML accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """A duplicate field, a cycle, or a key that is a list or an object."""

    line: int
    field: str
    """The path of the field, such as `engines[0].name`. Empty if the error concerns the whole document."""
    reason: str


class YamlError(ValueError):
    """The text is not YAML, or contains several documents."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(f"invalid YAML: {reason}")
        self.line = line
        """The line of the error, if the parser knows it."""


@dataclass(frozen=True, slots=True)
class Document:
    """The contents of a YAML document."""

    value: Any
    """Plain data, with dates and timestamps as strings. None if the text is empty or has errors."""
    lines: Mapping[str, int]
    """The line of each field and list item, by its path. The path of the document is empty."""
    errors: tuple[FieldError, ...]

    def line(self, field: str) -> int | None:
        """Return the line of a field, or None if the text is empty.

        For a missing field, this is the line of the object that lacks it.
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
        # Omit the resolver of timestamps, so that dates stay strings.
        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML declares it like this
            first_char: [resolver for resolver in resolvers if resolver[0] != "tag:yaml.org,2002:timestamp"]
            for first_char, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
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
    except ValueError as error:  # such as a number with thousands of digits, or `!!int abc`
        raise YamlError(str(error)) from None


def _walk(node: Any, path: str, lines: dict[str, int], ancestors: tuple[Any, ...]) -> Iterator[FieldError]:
    """Record the line of each field in `lines`, and yield the errors."""
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if any(node is ancestor for ancestor in ancestors):
        yield FieldError(line, path, "refers to itself; expected no cycle")
    elif node.id == "mapping":
        seen: set[str] = set()
        for key, value in node.value:
            if key.id != "scalar":
                yield FieldError(line, path, "has a key that is a list or an object; expected a name")
                continue
            field, key_line = f"{path}.{key.value}" if path else str(key.value), key.start_mark.line + 1
            first_line = lines.setdefault(field, key_line)
            if key.value in seen:
                yield FieldError(key_line, field, f"duplicate field, first in line {first_line}")
            seen.add(key.value)
            yield from _walk(value, field, lines, (*ancestors, node))
    elif node.id == "sequence":
        for index, value in enumerate(node.value):
            yield from _walk(value, f"{path}[{index}]", lines, (*ancestors, node))
