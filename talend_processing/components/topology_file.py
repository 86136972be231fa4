"""A topology from a YAML file, and the lines that what is wrong with it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from talend_processing.components.faults import Fault, TopologyError
from talend_processing.components.fitting import built
from talend_processing.components.topology import Topology
from talend_processing.components.validation import faults


def load_topology(path: str | Path) -> Topology:
    """Read a topology from a YAML (or JSON) file.

    Args:
        path: The file; a relative path is relative to the folder that the program runs in.

    Raises:
        TopologyError: The file cannot be read or does not fit. Each fault has a line of its own: file, line,
            field, and what was expected.

    Example:
        >>> import talend_processing as talend
        >>> topology = talend.load_topology("topology.yaml")
        >>> [engine.name for engine in topology.engines]

    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not in UTF-8"
        raise TopologyError(str(path), [f"{path}: it cannot be read: {reason}"]) from error
    value, lines, found = _read(path, text)
    if not found:
        found = faults(Topology, value)
    if found:
        placed = sorted(((_line(lines, fault.at), fault) for fault in found), key=lambda one: one[0])
        raise TopologyError(str(path), [f"{path}:{line}: {fault}" for line, fault in placed])
    return built(Topology, value)


def _read(path: str | Path, text: str) -> tuple[Any, Mapping[str, int], list[Fault]]:
    """What the file holds, the line of every field, and keys that stand twice or a cycle."""
    import yaml  # noqa: PLC0415 - only a program that loads a file needs it

    class Loader(yaml.SafeLoader):
        """Dates stay text."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way to declare them
            first: [one for one in found if one[0] != "tag:yaml.org,2002:timestamp"]
            for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    try:
        loader = Loader(text)
        root = loader.get_single_node()
        if root is None:
            return {}, {}, [Fault("", "it is empty; expected engines, clusters or pipeline_engines")]
        lines: dict[str, int] = {}
        found = list(_walk(root, "", lines, ()))
        # With a key that stands twice or a cycle there is no telling what was meant.
        return (None if found else loader.construct_document(root)), lines, found
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        raise TopologyError(
            str(path), [f"{path}{line}: it cannot be read as YAML: {error.problem}"]
        ) from error
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        raise TopologyError(str(path), [f"{path}: it cannot be read as YAML: {said}"]) from error
    except RecursionError:
        raise TopologyError(str(path), [f"{path}: it cannot be read: it is nested too deep"]) from None
    except ValueError as error:  # a number of thousands of digits, a tag that does not fit
        raise TopologyError(str(path), [f"{path}: it cannot be read as YAML: {error}"]) from None


def _walk(node: Any, at: str, lines: dict[str, int], above: tuple[Any, ...]) -> Iterator[Fault]:
    """Note the line of every field; a node that holds itself, or a key twice, is a fault."""
    lines.setdefault(at, node.start_mark.line + 1)
    if any(node is one for one in above):
        yield Fault(at, "refers to what it stands in; expected no cycle")
    elif node.id == "mapping":
        seen: set[str] = set()
        for key, value in node.value:
            if key.id != "scalar":
                yield Fault(at, "has a key that is a list or an object; expected a name")
                continue
            inside = f"{at}.{key.value}" if at else str(key.value)
            if key.value in seen:
                lines[inside] = key.start_mark.line + 1
                yield Fault(inside, "stands twice in one object; expected once")
            seen.add(key.value)
            lines.setdefault(inside, key.start_mark.line + 1)
            yield from _walk(value, inside, lines, (*above, node))
    elif node.id == "sequence":
        for index, value in enumerate(node.value):
            yield from _walk(value, f"{at}[{index}]", lines, (*above, node))


def _line(lines: Mapping[str, int], field: str) -> int:
    """The line of a field; what is missing has none, but what it is missing from has."""
    while field and field not in lines:
        field = field[: max(field.rfind("."), field.rfind("["), 0)]
    return lines.get(field, 1)
