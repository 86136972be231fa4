"""Loading of a topology from a YAML file, with line numbers in its errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from talend_processing.components.faults import Fault, TopologyError
from talend_processing.components.fitting import from_plain
from talend_processing.components.topology import Topology
from talend_processing.components.validation import faults


def load_topology(path: str | Path) -> Topology:
    """Read a topology from a YAML (or JSON) file.

    Args:
        path: The file. A relative path is relative to the working folder of the program.

    Raises:
        TopologyError: The file cannot be read or is invalid. The error has one line for each fault, with
            file, line, field and the expected value.

    Example:
        >>> import talend_processing as talend
        >>> topology = talend.load_topology("topology.yaml")
        >>> [engine.name for engine in topology.engines]

    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise TopologyError(str(path), [f"{path}: cannot read the file: {reason}"]) from error
    value, lines, found = _read(path, text)
    if not found:
        found = faults(Topology, value)
    if found:
        located = sorted(((_line(lines, fault.at), fault) for fault in found), key=lambda one: one[0])
        raise TopologyError(str(path), [f"{path}:{line}: {fault}" for line, fault in located])
    return from_plain(Topology, value)


def _read(path: str | Path, text: str) -> tuple[Any, Mapping[str, int], list[Fault]]:
    """Return the contents of the file, the line of each field, and the faults: duplicate keys and cycles."""
    import yaml  # noqa: PLC0415 - only a program that loads a file needs it

    class Loader(yaml.SafeLoader):
        """Reads dates as strings."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML declares it like this
            first: [one for one in found if one[0] != "tag:yaml.org,2002:timestamp"]
            for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    try:
        loader = Loader(text)
        root = loader.get_single_node()
        if root is None:
            return {}, {}, [Fault("", "the file is empty; expected engines, clusters or pipeline_engines")]
        lines: dict[str, int] = {}
        found = list(_walk(root, "", lines, ()))
        # Duplicate keys and cycles are ambiguous, so such a document is not constructed.
        return (None if found else loader.construct_document(root)), lines, found
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        raise TopologyError(str(path), [f"{path}{line}: invalid YAML: {error.problem}"]) from error
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise TopologyError(str(path), [f"{path}: invalid YAML: {reason}"]) from error
    except RecursionError:
        raise TopologyError(str(path), [f"{path}: cannot read the file: it is nested too deeply"]) from None
    except ValueError as error:  # such as a number with thousands of digits, or an invalid tag
        raise TopologyError(str(path), [f"{path}: invalid YAML: {error}"]) from None


def _walk(node: Any, at: str, lines: dict[str, int], ancestors: tuple[Any, ...]) -> Iterator[Fault]:
    """Collect the line of each field. Yield a fault for each cycle and each duplicate key."""
    lines.setdefault(at, node.start_mark.line + 1)
    if any(node is one for one in ancestors):
        yield Fault(at, "refers to itself; expected no cycle")
    elif node.id == "mapping":
        seen: set[str] = set()
        for key, value in node.value:
            if key.id != "scalar":
                yield Fault(at, "has a key that is a list or an object; expected a name")
                continue
            inside = f"{at}.{key.value}" if at else str(key.value)
            if key.value in seen:
                lines[inside] = key.start_mark.line + 1
                yield Fault(inside, "duplicate field in an object")
            seen.add(key.value)
            lines.setdefault(inside, key.start_mark.line + 1)
            yield from _walk(value, inside, lines, (*ancestors, node))
    elif node.id == "sequence":
        for index, value in enumerate(node.value):
            yield from _walk(value, f"{at}[{index}]", lines, (*ancestors, node))


def _line(lines: Mapping[str, int], field: str) -> int:
    """Return the line of a field. A missing field has the line of the object that lacks it."""
    while field and field not in lines:
        field = field[: max(field.rfind("."), field.rfind("["), 0)]
    return lines.get(field, 1)
