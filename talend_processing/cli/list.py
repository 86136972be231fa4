"""`talend-processing list`: list the objects of a kind as a table or as JSON."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.options import FROM_ENVIRONMENT, Account, AsJson
from talend_processing.cli.shared.output import masked_fields, print_json
from talend_processing.console import cut, text_width
from talend_processing.stack.step import on_one_line

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.model import Model

Kind: TypeAlias = Literal[
    "environments",
    "workspaces",
    "engines",
    "clusters",
    "pipeline-engines",
    "run-profiles",
    "tasks",
    "plans",
    "task-executions",
    "plan-executions",
]

LISTS: Final[Mapping[Kind, Callable[[TalendClient], Iterable[Model]]]] = {
    "environments": lambda client: client.environments.list(),
    "workspaces": lambda client: client.workspaces.list(),
    "engines": lambda client: client.remote_engines.list(),
    "clusters": lambda client: client.clusters.list(),
    "pipeline-engines": lambda client: client.pipeline_engines.list(),
    "run-profiles": lambda client: client.run_profiles.search(),
    "tasks": lambda client: client.tasks.list(),
    "plans": lambda client: client.plans.list(),
    "task-executions": lambda client: client.task_executions.list(),
    "plan-executions": lambda client: client.plan_executions.list(),
}
_COLUMNS: Final = (
    "id",
    "executionId",
    "executable",
    "name",
    "status",
    "version",
    "availability",
    "startTimestamp",
)
"""Fields that become columns of the table, in this order, if any object has them."""
_GAP: Final = "  "
_MIN_NAME_WIDTH: Final = 12
"""Minimum width of the column `name`, for narrow terminals."""


def list_objects(what: Kind, /, *, account: Account = FROM_ENVIRONMENT, as_json: AsJson = False) -> Exit:
    """List the objects of a kind, such as all engines. Executions are listed only for the last 7 days.

    Args:
        what: The kind of objects to list.

    """
    with account.client() as client:
        objects = [masked_fields(model) for model in LISTS[what](client)]
    if as_json:
        print_json(objects)
    else:
        _print_table(objects)
    return Exit.SUCCESS


def _print_table(objects: Sequence[Mapping[str, object]]) -> None:
    columns = [name for name in _COLUMNS if any(name in one for one in objects)]
    rows = [[on_one_line(str(one.get(name, ""))) for name in columns] for one in objects]
    if rows:
        rows.insert(0, columns)
    widths = [max(text_width(row[index]) for row in rows) for index in range(len(columns))]
    if sys.stdout.isatty() and "name" in columns:
        name_index = columns.index("name")
        free_width = (
            shutil.get_terminal_size().columns
            - sum(widths)
            + widths[name_index]
            - len(_GAP) * (len(columns) - 1)
        )
        widths[name_index] = min(widths[name_index], max(free_width, _MIN_NAME_WIDTH))
        rows = [
            [*row[:name_index], cut(row[name_index], widths[name_index]), *row[name_index + 1 :]]
            for row in rows
        ]
    for row in rows:
        cells = zip(row, widths, strict=True)
        line = _GAP.join(text + " " * (width - text_width(text)) for text, width in cells)
        print(line.rstrip())  # noqa: T201 - the output of the command
