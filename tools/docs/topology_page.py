"""The part of the reference page of `EnvironmentTopology` below its arguments."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from talend_processing import EnvironmentTopology, Topology, components
from talend_processing.components.plain_data import required_fields
from talend_processing.provider.declare.descriptions import attribute_docstrings

EXAMPLE = Path(__file__).parents[2] / "examples" / "environment_topology" / "topology.yaml"


def lines() -> Iterator[str]:
    """Yield the lines about the outputs, and about a topology in a file and in a program."""
    yield from ("", "## Outputs", "", "| Output | Meaning |", "|---|---|")
    for name, text in attribute_docstrings(EnvironmentTopology).items():
        yield f"| `{name}` | {text} |"
    yield from ("", "## The description", "", _text(Topology), "")
    yield from ("In a file, which an editor checks with the [JSON Schema](topology.schema.json):", "")
    yield from ("```yaml", EXAMPLE.read_text(encoding="utf-8").rstrip(), "```", "")
    yield from ("In a program the same members are arguments of these classes:", "")
    for name in ("Topology", *(name for name in components.__all__ if name.endswith("Spec"))):
        yield from _described(getattr(components, name))


def _described(spec: type) -> Iterator[str]:
    yield from (
        f"### `{spec.__name__}`",
        "",
        _text(spec),
        "",
        "| Member | Type | | Meaning |",
        "|---|---|---|---|",
    )
    types = {
        name: hint for owner in spec.__mro__[-2::-1] for name, hint in inspect.get_annotations(owner).items()
    }
    for name, text in attribute_docstrings(spec).items():
        when = "required" if name in required_fields(spec) else "optional"
        yield f"| `{name}` | `{types[name].removesuffix(' | None')}` | {when} | {text} |"
    yield ""


def _text(cls: type) -> str:
    return re.split(r"\n(?:Raises|Attributes):", inspect.getdoc(cls) or "")[0].rstrip()
