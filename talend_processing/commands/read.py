"""`talend-processing list` and `get`: what there is, for people and for scripts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from talend_processing.commands.exits import Exit

if TYPE_CHECKING:
    from talend_processing.client.api import TalendClient

_SECRET = "preAuthorizedKey"  # noqa: S105 - the name of a field

LISTS: Mapping[str, Callable[[TalendClient], Any]] = {
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
GETS: Mapping[str, Callable[[TalendClient, str], Any]] = {
    "engine": lambda client, one: client.remote_engines.get(one),
    "cluster": lambda client, one: client.clusters.get(one),
    "pipeline-engine": lambda client, one: client.pipeline_engines.get(one),
    "run-profile": lambda client, one: client.run_profiles.get(one),
    "task-execution": lambda client, one: client.task_executions.get(one),
    "plan-execution": lambda client, one: client.plan_executions.get(one),
    "promotion-execution": lambda client, one: client.promotions.get(one),
}
_COLUMNS = ("id", "executionId", "executable", "name", "status", "availability", "startTimestamp")


def add_list_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `list`."""
    parser.add_argument("what", choices=list(LISTS), help="what to list")


def add_get_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `get`."""
    parser.add_argument("what", choices=list(GETS), help="what to show")
    parser.add_argument("id", help="its id")


def list_all(given: argparse.Namespace, client: TalendClient, out: TextIO) -> Exit:
    """List all objects of a kind; keys are left out."""
    found = [_plain(model) for model in LISTS[given.what](client)]
    if given.json:
        out.write(json.dumps(found, indent=2, default=str) + "\n")
        return Exit.SUCCESS
    columns = [name for name in _COLUMNS if any(name in one for one in found)]
    rows = [columns, *[[str(one.get(name, "")) for name in columns] for one in found]] if found else []
    widths = [max(len(row[index]) for row in rows) for index in range(len(columns))]
    for row in rows:
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        print(line.rstrip(), file=out)
    return Exit.SUCCESS


def get(given: argparse.Namespace, client: TalendClient, out: TextIO) -> Exit:
    """Show one object; its key is left out."""
    out.write(json.dumps(_plain(GETS[given.what](client, given.id)), indent=2, default=str) + "\n")
    return Exit.SUCCESS


def _plain(model: Any) -> dict[str, Any]:
    wire: dict[str, Any] = model.wire()
    return {name: value for name, value in wire.items() if name != _SECRET}
