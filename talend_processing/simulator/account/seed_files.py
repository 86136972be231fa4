"""Seeds from JSON or YAML files, with line numbers in their errors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.account.seed_errors import SeedError, field_of

_YAML = {".yaml", ".yml"}


class SeedFile(dict[str, Any]):
    """A seed with the file it was read from."""

    def __init__(self, source: Path, text: str, found: Mapping[str, Any]) -> None:
        super().__init__(found)
        self._source = source
        self._text = text

    def explain(self, error: SeedError) -> SeedError:
        """Prefix each reason of an error with file and line."""
        lines = dict(_field_lines(self._text))
        return SeedError([f"{self._location(lines, reason)}: {reason}" for reason in error.errors])

    def _location(self, lines: Mapping[str, int], reason: str) -> str:
        field = field_of(reason) or ""
        # A missing field has no line, so the error gets the line of the object that lacks it.
        while field and field not in lines:
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        return f"{self._source}:{lines[field]}" if field in lines else str(self._source)


def read_seed_file(source: Path) -> SeedFile:
    """Read a seed from a file. A file named `.yaml` or `.yml` is YAML, any other is JSON."""
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SeedError([f"{source} cannot be read: {reason}"]) from error
    try:
        found = _from_yaml(source, text) if source.suffix.lower() in _YAML else _from_json(source, text)
    except _DuplicateFieldError:
        raise _locate_duplicate_field(source, text) from None
    except RecursionError:
        raise SeedError([f"{source} cannot be read: it is nested too deeply"]) from None
    except SeedError:
        raise
    except ValueError as error:  # such as a number with thousands of digits, or an invalid tag
        raise SeedError([f"{source} cannot be read: {error}"]) from None
    if not isinstance(found, dict):
        raise SeedError([f"{source}:1: the file must contain an object"])
    return SeedFile(source, text, found)


def load_seed(account: Account, seed: Mapping[str, Any]) -> None:
    """Load a seed into an account. Errors contain line numbers if the seed was read from a file."""
    try:
        account.load(seed)
    except RecursionError:
        raise SeedError(["the seed is nested too deeply or contains itself"]) from None
    except SeedError as error:
        raise (seed.explain(error) if isinstance(seed, SeedFile) else error) from None


def _from_json(source: Path, text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_reject_duplicate_fields)
    except json.JSONDecodeError as error:
        raise SeedError([f"{source}:{error.lineno}: invalid JSON: {error.msg}"]) from error


def _from_yaml(source: Path, text: str) -> object:
    import yaml  # noqa: PLC0415 - only a YAML seed needs it

    class Loader(yaml.SafeLoader):
        """Reads dates and times as strings, like JSON."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML declares it like this
            first: [one for one in found if one[0] != "tag:yaml.org,2002:timestamp"]
            for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the signature of PyYAML
            names = [str(key.value) for key, _ in node.value]
            if len(set(names)) < len(names):
                raise _DuplicateFieldError
            return super().construct_mapping(node, deep=deep)

    try:
        return yaml.load(text, Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        raise SeedError([f"{source}{line}: invalid YAML: {error.problem}"]) from error
    except yaml.YAMLError as error:
        raise SeedError([f"{source}: invalid YAML: {' '.join(str(error).split())}"]) from error


class _DuplicateFieldError(Exception):
    """An object contains a field twice. The parsers of JSON and YAML would silently drop the first one."""


def _reject_duplicate_fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _DuplicateFieldError
    return found


def _locate_duplicate_field(source: Path, text: str) -> SeedError:
    """Build the error that names the duplicate field and its lines."""
    lines: dict[str, int] = {}
    for field, line in _field_lines(text):
        if field in lines:
            return SeedError([f"{source}:{line}: {field}: duplicate field, first in line {lines[field]}"])
        lines[field] = line
    return SeedError([f"{source} cannot be read: an object contains a field twice"])


def _field_lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield the path and the line of each field and list item.

    JSON is parsed as YAML. Apart from tabs between tokens, JSON is a subset of YAML.
    """
    import yaml  # noqa: PLC0415 - only a seed from a file needs it

    try:
        root = yaml.compose(text.replace("\t", " "), yaml.SafeLoader)
    except (
        yaml.YAMLError,
        RecursionError,
    ):  # newer versions of Python accept JSON that is nested more deeply
        return iter(())
    return _walk(root, "") if isinstance(root, yaml.Node) else iter(())


def _walk(node: Any, at: str, ancestors: tuple[Any, ...] = ()) -> Iterator[tuple[str, int]]:
    if node in ancestors:
        return  # an alias of an enclosing node
    if node.id == "mapping":
        for key, value in node.value:
            inside = f"{at}.{key.value}" if at else str(key.value)
            yield inside, key.start_mark.line + 1
            yield from _walk(value, inside, (*ancestors, node))
    elif node.id == "sequence":
        for index, value in enumerate(node.value):
            yield f"{at}[{index}]", value.start_mark.line + 1
            yield from _walk(value, f"{at}[{index}]", (*ancestors, node))
