"""The page that maps every operation of the API to the code of this project.

The page is generated from the operations of the reference, the client's table of methods, the simulator's
registry of functions, and the tests in `contract.calls`. The docstrings of resources, runs and look-ups name
the operations that they call, and tests compare these names with the actual calls.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import talend_processing as talend
from contract import operations as contracted
from contract import reference_operations
from contract.calls import CALLS, OPERATIONS, TEST
from contract.document import Operation as Contracted
from talend_processing import lookups, operations, resources
from talend_processing.simulator import OPERATIONS as SERVED

ROOT = Path(__file__).parents[2]
_SIMULATOR = ROOT / "talend_processing" / "simulator"
Called = tuple[str, str]
"""Method and path of an operation in the contract."""

_WORDS = re.compile(r"(?:\bof\s+)?`[^`]+`")
_METHODS = {"GET", "POST", "PUT", "DELETE"}
_HEAD = ("Operation", "Client", "From a program", "Simulator", "Contract", "Test")
_INTRO = """\
# Operations

Generated from the code: every operation of the API's reference, the ways to call it, and its test. Each test
calls the client's method against the simulator, and checks request and response against the contract. Run it
with `pytest "{test}[…]"` and the client's name in the brackets.
"""


def named_in(owner: object) -> frozenset[Called]:
    """Return the operations that a docstring names.

    `` `GET /path` `` means one operation, and `` `GET` and `DELETE /path` `` two. `` `GET` and `PUT` of
    `/path` `` means all operations with these methods whose path is `/path` or has one more id.
    """
    found = re.search(
        r"^Operations?: (.*?)(?:\n\n|\Z)", inspect.getdoc(owner) or "", re.DOTALL | re.MULTILINE
    )
    return frozenset(_named(found[1])) if found else frozenset()


def _named(text: str) -> Iterator[Called]:
    methods: list[str] = []
    fresh = True
    for word in _WORDS.findall(text):
        family, inside = word.startswith("of"), word.partition("`")[2].rstrip("`").split()
        path = inside[-1] if "/" in inside[-1] else None
        if inside[0] in _METHODS:
            methods = [*([] if fresh else methods), inside[0]]
            fresh = False
        if path is None:
            continue
        yield from _family(methods, path) if family else _exact(methods, path)
        fresh = True


def _exact(methods: Iterable[str], path: str) -> Iterator[Called]:
    known = {(one.method, one.path) for one in contracted()}
    for method in methods:
        if (method, path) not in known:
            raise LookupError(f"a docstring names {method} {path}, which the API does not have")
        yield method, path


def _family(methods: Iterable[str], path: str) -> Iterator[Called]:
    wanted = path.split("/")
    for method in methods:
        found = [
            (one.method, one.path)
            for one in contracted()
            if one.method == method and _is_of(one.path.split("/"), wanted)
        ]
        if not found:
            raise LookupError(f"a docstring names {method} of {path}, which the API does not have")
        yield from found


def _is_of(parts: list[str], wanted: list[str]) -> bool:
    if len(parts) not in {len(wanted), len(wanted) + 1} or (parts[len(wanted) :] and parts[-1][0] != "{"):
        return False
    return all(part in (one, "{type}") for part, one in zip(parts, wanted, strict=False))


def users() -> dict[str, object]:
    """Return the resources, runs and look-ups whose docstrings name operations, by their own names."""
    names = [*resources.__all__, *operations.__all__, *lookups.__all__]
    found = {name: getattr(talend, name) for name in names if not name.endswith("_output")}
    return {name: one for name, one in found.items() if named_in(one)}


def page() -> str:
    """Return the page.

    Raises:
        LookupError: An operation of the API has no test, or a program has no way to call it.

    """
    by_path = {(one.method, one.path): one for one in contracted()}
    wanted = [by_path[called] for called in reference_operations()]
    support = [one for one in contracted() if one.supporting]
    rows = [_row(one) for one in wanted]
    lines = [_INTRO.format(test=TEST), *_table(rows), ""]
    lines += [f"{len(rows)} operations.", "", "## Supporting operations", ""]
    lines += ["Clients need these too, and the simulator serves them.", "", *_table(map(_row, support)), ""]
    return "\n".join(lines)


def _table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (_HEAD, ("---",) * len(_HEAD), *rows)]


def _row(one: Contracted) -> tuple[str, ...]:
    called = one.method, one.path
    client = next(name for name, op in OPERATIONS.items() if (op.method, op.path) == called)
    served = next(op for op in SERVED if (op.method, op.path) == called)
    using = [_link(name, owner) for name, owner in users().items() if called in named_in(owner)]
    if client not in CALLS:
        raise LookupError(f"{one.method} {one.path} has no test: add a row to contract/calls.py")
    if not using and not one.supporting:
        raise LookupError(f"no resource, run or look-up uses {one.method} {one.path}")
    return (
        f"`{one.method} {one.path}`",
        f"`{client}`" if "." in client else "automatic",
        ", ".join(using) or "credentials",
        f"{_place(served.handler)} `{served.id}`",
        f"`{one.id}`",
        f"`[{client}]`",
    )


def _link(name: str, owner: object) -> str:
    page = f"{name}.md" if isinstance(owner, type) else f"look-ups.md#{name}"
    return f"[{name}]({page})"


def _place(handler: Callable[..., Any]) -> str:
    """Return the module of the simulator that serves an operation."""
    function = handler.func if isinstance(handler, functools.partial) else handler
    return f"`{Path(inspect.getfile(function)).relative_to(_SIMULATOR)}`"
