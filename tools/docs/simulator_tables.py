"""Write the tables of docs/simulator.md from the code: `python -m tools.docs.simulator_tables [--check]`."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.page import replaced
from talend_processing.simulator import DEFAULT_SEED, KINDS, SWITCHES, Simulator
from talend_processing.simulator.__main__ import parser
from talend_processing.simulator.account.account import RESOURCES, SINGLETONS
from talend_processing.simulator.control.control_routes import ROUTES, Route
from talend_processing.simulator.control.least_friendly import LEAST_FRIENDLY
from talend_processing.simulator.http.validation import (
    Array,
    Boolean,
    FreeMap,
    Integer,
    Number,
    Shape,
    ValueType,
)

PAGE = Path(__file__).parents[2] / "docs" / "simulator.md"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _sentence(text: str | None) -> str:
    """Return the first paragraph of a docstring."""
    return " ".join((inspect.cleandoc(text or "").split("\n\n")[0]).split())


def command_line() -> str:
    """Return the table of the command's options."""
    found = parser()
    rows = []
    for action in found._actions:  # noqa: SLF001 - argparse has no other way to ask for them
        value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
        help_text = found._get_formatter()._expand_help(action)  # noqa: SLF001 - likewise
        rows.append((f"`{', '.join(action.option_strings)}{value}`", help_text))
    return _table(("Option", "Meaning"), rows)


def controls() -> str:
    """Return the table of the methods of Simulator and SimulatorControl, with their routes."""
    rows = []
    for route in ROUTES:
        control: Callable[..., object] = getattr(Simulator, route.control)
        rows.append(
            (f"`{_path(route)}`", _body(route, control), f"`{route.control}`", _sentence(control.__doc__))
        )
    return _table(("Route", "Body", "Method", "What it does"), rows)


def _path(route: Route) -> str:
    return f"{route.method} /_simulator/{route.name}{'/{id}' if route.takes == 'id' else ''}"


def _body(route: Route, control: Callable[..., object]) -> str:
    if route.takes in {"nothing", "id"}:
        return ""
    if route.takes == "object":
        return {"load": "a seed", "switch_all": "`{name: value}`"}[route.control]
    names = list(inspect.signature(control).parameters)[1:]
    return f"`{{{', '.join(names)}}}`"


def switches() -> str:
    """Return the table of open rules."""
    rows = (
        (
            f"`{name}`",
            f"`{'null' if one.default is None else one.default}`",
            f"`{LEAST_FRIENDLY[name]}`" if name in LEAST_FRIENDLY else "",
            one.accepted_values(),
            one.description,
        )
        for name, one in SWITCHES.items()
    )
    return _table(("Switch", "Default", "Least friendly", "Takes", "Meaning"), rows)


def faults() -> str:
    """Return the table of faults."""
    return _table(("Kind", "What happens"), ((f"`{name}`", says) for name, says in KINDS.items()))


def seeds() -> str:
    """Return the table of the contents of a seed."""
    rows = [
        (f"`{one.name}`", _fields(one.shape.required), _fields(one.shape.optional))
        for one in sorted(RESOURCES.values(), key=lambda one: one.order)
    ]
    rows += [(f"`{name}`", f"{_words(kind)}, not a list", "") for name, (kind, _) in SINGLETONS.items()]
    return _table(("Lists of", "Needs", "May have"), rows)


def _fields(fields: dict[str, ValueType] | object) -> str:
    found = dict(fields) if isinstance(fields, dict) else {}
    return ", ".join(f"`{name}`{_hint(kind)}" for name, kind in found.items())


def _hint(kind: ValueType) -> str:
    words = _words(kind)
    return f" ({words})" if words else ""


def _words(kind: ValueType) -> str:
    """Describe a type for readers. Text is the default and needs no description."""
    if isinstance(kind, Array):
        inside = "objects" if isinstance(kind.items, Shape) else _words(kind.items)
        return f"list of {inside}" if inside else "list"
    if isinstance(kind, Shape):
        return "object"
    if isinstance(kind, FreeMap):
        return "map"
    named = {Integer: "integer", Number: "number", Boolean: "boolean"}
    return next((word for cls, word in named.items() if isinstance(kind, cls)), "")


def default_seed() -> str:
    """Return the table of the objects in the default account, with their ids."""
    places = {one["id"]: one["name"] for one in DEFAULT_SEED["environments"]}
    spaces = {
        one["id"]: f"{one['name']} in {places[one['environmentId']]}" for one in DEFAULT_SEED["workspaces"]
    }
    names = {one["id"]: one["name"] for one in DEFAULT_SEED["tasks"]}
    rows = [
        ("environment", f"`{one['id']}`", one["name"], one["description"])
        for one in DEFAULT_SEED["environments"]
    ]
    rows += [
        ("workspace", f"`{one['id']}`", one["name"], f"in {places[one['environmentId']]}")
        for one in DEFAULT_SEED["workspaces"]
    ]
    rows += [
        ("task", f"`{one['id']}`", one["name"], f"{spaces[one['workspaceId']]}{_ends(one.get('outcomes'))}")
        for one in DEFAULT_SEED["tasks"]
    ]
    for one in DEFAULT_SEED["plans"]:
        rows.append(("plan", f"`{one['id']}`", one["name"], spaces[one["workspaceId"]]))
        for number, step in enumerate(one["steps"], 1):
            handler = step.get("errorHandler")
            ran = ", ".join(names[task] for task in step["tasks"])
            then = f"; its error handler runs {names[handler]}" if handler else ""
            rows.append(("step", f"`{step['id']}`", f"Step {number}", f"of {one['name']}: runs {ran}{then}"))
    rows += [
        ("promotion", f"`{one['id']}`", one["name"], "ends at once") for one in DEFAULT_SEED["promotions"]
    ]
    return _table(("What", "Id", "Name", ""), rows)


def _ends(outcomes: list[str] | None) -> str:
    return f"; its outcome is {', '.join(outcomes)}" if outcomes else ""


TABLES = {
    "command-line": command_line,
    "controls": controls,
    "faults": faults,
    "switches": switches,
    "seeds": seeds,
    "default-seed": default_seed,
}
"""The function for each table of the page. benchmarks/simulator.py writes the figures."""


def page(text: str) -> str:
    """Return the page with all tables regenerated."""
    for name, make in TABLES.items():
        text = replaced(text, name, make())
    return text


def main() -> int:
    """Write the page. With --check write nothing, and return 1 if it is out of date."""
    options = argparse.ArgumentParser(prog="python -m tools.docs.simulator_tables", description=__doc__)
    options.add_argument("--check", action="store_true", help="write nothing; exit code 1 if it is stale")
    given = options.parse_args()
    was = PAGE.read_text(encoding="utf-8")
    text = page(was)
    if given.check:
        return int(text != was)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
