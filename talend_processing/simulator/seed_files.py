"""Seeds from files, in JSON or YAML, and the lines that what is wrong with them stands on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from talend_processing.simulator.seed_errors import SeedError, field_of
from talend_processing.simulator.world import World

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
    found = _from_yaml(source, text) if source.suffix.lower() in _YAML else _from_json(source, text)
    if not isinstance(found, dict):
        raise SeedError([f"{source}:1: it must hold an object"])
    return SeedFile(source, text, found)


def load_seed(world: World, seed: Mapping[str, Any]) -> None:
    """Fill a world; what does not fit is told with its line if the seed came from a file."""
    try:
        world.load(seed)
    except SeedError as error:
        raise (seed.explain(error) if isinstance(seed, SeedFile) else error) from None


def _from_json(source: Path, text: str) -> object:
    try:
        return json.loads(text)
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

    try:
        return yaml.load(text, Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        raise SeedError([f"{source}{line}: it cannot be read as YAML: {error.problem}"]) from error
    except yaml.YAMLError as error:
        raise SeedError([f"{source}: it cannot be read as YAML: {' '.join(str(error).split())}"]) from error


def _lines(text: str) -> dict[str, int]:
    """The line of every field. JSON is read as YAML, which it is but for tabs between its symbols."""
    import yaml  # noqa: PLC0415 - only a seed with a mistake needs it

    try:
        root = yaml.compose(text.replace("\t", " "), yaml.SafeLoader)
    except yaml.YAMLError:
        return {}
    return dict(_walk(root, "")) if isinstance(root, yaml.Node) else {}


def _walk(node: Any, at: str) -> Iterator[tuple[str, int]]:
    yield at, node.start_mark.line + 1
    if node.id == "mapping":
        for key, value in node.value:
            inside = f"{at}.{key.value}" if at else str(key.value)
            yield from _walk(value, inside)
            yield inside, key.start_mark.line + 1
    elif node.id == "sequence":
        for index, value in enumerate(node.value):
            yield from _walk(value, f"{at}[{index}]")
