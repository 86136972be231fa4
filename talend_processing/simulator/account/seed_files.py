"""Seeds from files, in JSON or YAML, and the lines that what is wrong with them stands on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from talend_processing.simulator.account.account import World
from talend_processing.simulator.account.seed_errors import SeedError, field_of

_YAML = {".yaml", ".yml"}


class SeedFile(dict[str, Any]):
    """A seed that knows the file it came from."""

    def __init__(self, source: Path, text: str, found: Mapping[str, Any]) -> None:
        super().__init__(found)
        self._source = source
        self._text = text

    def explain(self, error: SeedError) -> SeedError:
        """The same error, with file and line before each fault."""
        lines = _lines(self._text)
        return SeedError([f"{self._place(lines, fault)}: {fault}" for fault in error.faults])

    def _place(self, lines: Mapping[str, int], fault: str) -> str:
        field = field_of(fault) or ""
        # What is missing has no line of its own, but what it is missing from has one.
        while field and field not in lines:
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        return f"{self._source}:{lines[field]}" if field in lines else str(self._source)


def read_seed_file(source: Path) -> SeedFile:
    """What a file holds: JSON, or YAML if its name says so."""
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SeedError([f"{source} cannot be read: {reason}"]) from error
    try:
        found = _from_yaml(source, text) if source.suffix.lower() in _YAML else _from_json(source, text)
    except _TwiceError:
        raise _twice(source, text) from None
    except RecursionError:
        raise SeedError([f"{source} cannot be read: what it holds is nested too deep"]) from None
    except SeedError:
        raise
    except ValueError as error:  # a number of thousands of digits, a tag that does not fit
        raise SeedError([f"{source} cannot be read: {error}"]) from None
    if not isinstance(found, dict):
        raise SeedError([f"{source}:1: it must hold an object"])
    return SeedFile(source, text, found)


def load_seed(world: World, seed: Mapping[str, Any]) -> None:
    """Fill a world; what does not fit is told with its line if the seed came from a file."""
    try:
        world.load(seed)
    except RecursionError:
        raise SeedError(["the seed is nested too deep, or holds itself"]) from None
    except SeedError as error:
        raise (seed.explain(error) if isinstance(seed, SeedFile) else error) from None


def _from_json(source: Path, text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise SeedError([f"{source}:{error.lineno}: it cannot be read as JSON: {error.msg}"]) from error


def _from_yaml(source: Path, text: str) -> object:
    import yaml  # noqa: PLC0415 - only a YAML seed needs it

    class Loader(yaml.SafeLoader):
        """Times stay text, as they are in JSON."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way to declare them
            first: [one for one in found if one[0] != "tag:yaml.org,2002:timestamp"]
            for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - as PyYAML calls it
            names = [str(key.value) for key, _ in node.value]
            if len(set(names)) < len(names):
                raise _TwiceError
            return super().construct_mapping(node, deep=deep)

    try:
        return yaml.load(text, Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        raise SeedError([f"{source}{line}: it cannot be read as YAML: {error.problem}"]) from error
    except yaml.YAMLError as error:
        raise SeedError([f"{source}: it cannot be read as YAML: {' '.join(str(error).split())}"]) from error


class _TwiceError(Exception):
    """A field stands twice in an object; readers of JSON and YAML would drop the first in silence."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _twice(source: Path, text: str) -> SeedError:
    """Which field stands twice, and where."""
    lines: dict[str, int] = {}
    for field, line in _places(text):
        if field in lines:
            return SeedError([f"{source}:{line}: {field}: it stands in line {lines[field]} already"])
        lines[field] = line
    return SeedError([f"{source} cannot be read: a field stands twice in an object"])


def _lines(text: str) -> dict[str, int]:
    """The line of every field, and of the objects in lists."""
    return dict(_places(text))


def _places(text: str) -> Iterator[tuple[str, int]]:
    """Fields and their lines. JSON is read as YAML, which it is but for tabs between its symbols."""
    import yaml  # noqa: PLC0415 - only a seed from a file needs it

    try:
        root = yaml.compose(text.replace("\t", " "), yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):  # newer Pythons read JSON that is nested deeper
        return iter(())
    return _walk(root, "") if isinstance(root, yaml.Node) else iter(())


def _walk(node: Any, at: str, above: tuple[Any, ...] = ()) -> Iterator[tuple[str, int]]:
    if node in above:
        return  # an alias of what it stands in
    if node.id == "mapping":
        for key, value in node.value:
            inside = f"{at}.{key.value}" if at else str(key.value)
            yield inside, key.start_mark.line + 1
            yield from _walk(value, inside, (*above, node))
    elif node.id == "sequence":
        for index, value in enumerate(node.value):
            yield f"{at}[{index}]", value.start_mark.line + 1
            yield from _walk(value, f"{at}[{index}]", (*above, node))
