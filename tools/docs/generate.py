"""Write the reference pages and the generated modules: `python -m tools.docs.generate [--check]`."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel

import talend_processing as talend
from talend_processing import components, lookups, operations, resources
from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit
from talend_processing.operations.run import Run
from talend_processing.provider.declare.declaration import (
    Block,
    OperationResource,
    TalendResource,
    block_of,
    spec_of,
)
from talend_processing.provider.declare.descriptions import attribute_docstrings
from talend_processing.provider.declare.signature import type_text
from talend_processing.provider.kinds.spec import Form, Property, Role, Shape
from tools.docs import (
    functions_page,
    lifecycle_section,
    lookup_outputs,
    operations_map,
    policies_page,
    review_page,
    topology_page,
    topology_schema,
)

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = DOCS.parent / "examples"
PACKAGE = DOCS.parent / "talend_processing"
TEMPLATE = DOCS.parent / "templates" / "talend-environment"


_ID: Final[dict[Form, str]] = {
    "object": "The object's id in the API and in Pulumi.",
    "membership": "The ids of the cluster and the engine, as `cluster/engine`.",
}
_ID_IN_PULUMI: Final = "The resource's id in Pulumi."


def declared() -> list[type[TalendResource | OperationResource]]:
    """Return the public classes of resources, without runs, which are components."""
    named = [getattr(talend, name) for name in (*resources.__all__, *operations.__all__)]
    return [
        cls for cls in named if isinstance(cls, type) and issubclass(cls, (TalendResource, OperationResource))
    ]


def runs() -> list[type[Run]]:
    """Return the public classes of runs."""
    named = [getattr(talend, name) for name in operations.__all__]
    return [cls for cls in named if isinstance(cls, type) and issubclass(cls, Run)]


def example_of(cls: type) -> Path:
    """Return the path of a class's example program."""
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
    return EXAMPLES / snake / "__main__.py"


def type_of(shape: Shape, prop: Property | None = None) -> str:
    """Return the description of a type for readers."""
    if prop is not None and prop.only:
        return " \\| ".join(f'`"{value}"`' for value in prop.only)
    if shape.kind == "list" and shape.item:
        return f"list of {type_of(shape.item)}"
    if shape.kind == "map" and shape.item:
        return f"map of {type_of(shape.item)}"
    return {"text": "string", "block": "object", "any": "anything"}.get(shape.kind, shape.kind)


def page(cls: type[TalendResource | OperationResource]) -> str:
    """Return the reference page of a resource."""
    spec, texts = spec_of(cls), attribute_docstrings(cls)
    lines = [f"# {cls.__name__}", "", _description(cls), ""]
    lines += ["## Example", "", "```python", example_of(cls).read_text(encoding="utf-8").rstrip(), "```", ""]
    lines += ["## Arguments", "", "| Argument | Type | | Meaning |", "|---|---|---|---|"]
    lines += [_argument(prop, texts) for prop in _own_first(spec.arguments)]
    for name, block in _blocks(cls).items():
        lines += [
            "",
            f"### `{name}`: `{block.__name__}`, or a dict with these keys",
            "",
            _description(block),
            "",
        ]
        lines += ["| Member | Type | | Meaning |", "|---|---|---|---|"]
        members = attribute_docstrings(block)
        lines += [_argument(prop, members) for prop in block.members()]
    lines += ["", "## Outputs", "", "| Output | Type | Meaning |", "|---|---|---|"]
    lines += [f"| `id` | string | {_ID.get(spec.endpoint.form, _ID_IN_PULUMI)} |"]
    lines += [
        f"| `{prop.name}` | {type_of(prop.shape)}{', secret' if prop.secret else ''} | {texts[prop.name]} |"
        for prop in _own_first(spec.outputs)
    ]
    lines += ["", "## Lifecycle", "", *lifecycle_section.lines(spec), ""]
    return "\n".join(lines)


def run_page(cls: type[Run]) -> str:
    """Return the reference page of a kind of run."""
    lines = _component_lines(cls)
    lines += ["", "## Outputs", "", "| Output | Meaning |", "|---|---|"]
    annotated = cls.__annotations__
    lines += [
        f"| `{name}` | {text} |" for name, text in attribute_docstrings(cls).items() if name in annotated
    ]
    lines += [
        "",
        "[The life of a run](../runs.md) says what starts a run and what happens if something fails.",
        "",
    ]
    return "\n".join(lines)


def _component_lines(cls: type) -> list[str]:
    """Return the beginning of a component's page: its description, an example and its arguments."""
    doc = inspect.getdoc(cls.__init__) or ""
    arguments = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", doc, re.MULTILINE)
    defaults = inspect.signature(cls.__init__).parameters
    lines = [f"# {cls.__name__}", "", _description(cls), ""]
    lines += ["## Example", "", "```python", example_of(cls).read_text(encoding="utf-8").rstrip(), "```", ""]
    lines += ["## Arguments", "", "| Argument | | Meaning |", "|---|---|---|"]
    for name, text in arguments:
        default = defaults[name].default
        when = "required" if default is inspect.Parameter.empty else f"defaults to `{default!r}`"
        lines.append(f"| `{name}` | {when} | {' '.join(text.split())} |")
    return lines


def _description(cls: type) -> str:
    """Return the docstring without the sections that the page shows separately."""
    return re.split(r"\n(?:Example|Args|Outputs|Attributes):", inspect.getdoc(cls) or "")[0].rstrip()


def _own_first(properties: tuple[Property, ...]) -> list[Property]:
    """Move the properties that all resources share to the end."""
    return sorted(properties, key=lambda prop: prop.name in {"on_existing", "adopt_id", "drift"})


def _blocks(cls: type[TalendResource | OperationResource]) -> dict[str, type[Block]]:
    """Return the nested blocks among the arguments."""
    return {prop.name: block for prop in spec_of(cls).arguments if (block := block_of(cls, prop.name))}


def _argument(prop: Property, texts: Mapping[str, str]) -> str:
    if prop.required:
        when = "required"
    elif prop.name == "name":
        when = "defaults to the resource's name in Pulumi"
    else:
        when = "optional" if prop.default is None else f"defaults to `{prop.default!r}`"
    if prop.replace:
        when += ", replaces"
    elif prop.role is Role.OPTION:
        when += ", not part of the object"
    return f"| `{prop.name}` | {type_of(prop.shape, prop)} | {when} | {texts[prop.name]} |"


def look_ups_page() -> str:
    """Return the reference page of all look-ups."""
    lines = ["# Look-ups", "", inspect.cleandoc(lookups.__doc__ or ""), ""]
    for look in lookup_outputs.functions():
        text = (inspect.getdoc(look) or "").partition("\nRaises:")[0].rstrip()
        signature = str(inspect.signature(look)).replace("'", "")
        lines += [f"## `{look.__name__}`", "", f"`{look.__name__}{signature}`", "", text, ""]
    lines += ["## Results", "", "The result types of look-ups, for annotations.", ""]
    for name in lookups.__all__:
        result = getattr(lookups, name)
        if isinstance(result, type) and issubclass(result, BaseModel):
            lines += [f"### `{name}`", "", inspect.getdoc(result) or "", "", *_fields(result), ""]
    return "\n".join(lines)


def _fields(result: type[BaseModel]) -> Iterator[str]:
    """Yield the table of a look-up result's fields, with the descriptions in its source."""
    texts = attribute_docstrings(result)
    yield from ("| Field | Type | Meaning |", "|---|---|---|")
    for name, field in result.model_fields.items():
        typed = type_text(field.annotation).replace(" | None", "").replace("|", "\\|")
        yield f"| `{name}` | `{typed}` | {texts.get(name, '')} |"


def command_line_page() -> str:
    """Return the reference page of the command line, from its help."""
    help_text = cli.app.generate_docs().replace("```console", "```text")
    # cyclopts also prints Python's own options, which users of the command do not need.
    help_text = re.sub(r"^(talend-processing [a-z ]+) -m \S+", r"\1", help_text, flags=re.MULTILINE)
    commands = help_text[help_text.index("## talend-processing") :].rstrip()
    lines = ["# The command line", "", cli.app.help, "", commands, ""]
    lines += ["## Exit codes", "", "| Code | | Meaning |", "|---|---|---|"]
    texts = _members(Exit)
    lines += [f"| {code.value} | {code.words} | {texts[code.name]} |" for code in Exit]
    lines += ["", "Results go to stdout, and progress and errors to stderr.", ""]
    return "\n".join(lines)


def _members(owner: type) -> dict[str, str]:
    """Return the docstring of each member of an enumeration, on one line."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
    lines = body.body if isinstance(body, ast.ClassDef) else []
    texts: dict[str, str] = {}
    for line, below in itertools.pairwise(lines):
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            value = below.value if isinstance(below, ast.Expr) else None
            text = str(value.value) if isinstance(value, ast.Constant) else ""
            texts[line.targets[0].id] = " ".join(text.split())
    return texts


def pages() -> dict[Path, str]:
    """Return the contents of all generated files by path."""
    found = {DOCS / "reference" / f"{cls.__name__}.md": page(cls) for cls in declared()}
    found |= {DOCS / "reference" / f"{cls.__name__}.md": run_page(cls) for cls in runs()}
    found[DOCS / "reference" / "look-ups.md"] = look_ups_page()
    found |= lookup_outputs.files()
    found[DOCS / "reference" / "command-line.md"] = command_line_page()
    found[DOCS / "reference" / "operations.md"] = operations_map.page()
    found[DOCS / "reference" / "EnvironmentTopology.md"] = "\n".join(
        [*_component_lines(components.EnvironmentTopology), *topology_page.lines()]
    )
    found[DOCS / "reference" / "topology.schema.json"] = topology_schema.text()
    found[PACKAGE / "components" / "topology.schema.json"] = topology_schema.text()
    found[TEMPLATE / "topology.schema.json"] = topology_schema.text()
    found[DOCS / "reference" / "functions.md"] = functions_page.page()
    found[DOCS / "reference" / "policies.md"] = policies_page.page()
    found[review_page.PAGE] = review_page.page()
    listed = "\n".join(
        f"- [{cls.__name__}]({cls.__name__}.md): {(inspect.getdoc(cls) or '').splitlines()[0]}"
        for cls in sorted(
            [*declared(), *runs(), components.EnvironmentTopology], key=lambda cls: cls.__name__
        )
    )
    found[DOCS / "reference" / "index.md"] = (
        "# Reference\n\nGenerated from the code. [Look-ups](look-ups.md) read existing objects. [The command"
        " line](command-line.md) lists all commands. [Operations](operations.md) maps every operation of"
        " the API to its client method, resource and test. [Policies](policies.md) describes the policy pack,"
        " and [functions](functions.md) the functions that set up an environment.\n\n"
        f"{listed}\n"
    )
    return found


def main() -> int:
    """Write the files, or with --check report which are out of date. Return the exit code."""
    stale = {
        path: text
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    if "--check" in sys.argv:
        print(
            "".join(f"{path.relative_to(DOCS.parent)} is out of date: run `make docs`\n" for path in stale),
            end="",
        )
        return bool(stale)
    for path, text in stale.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(DOCS.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
