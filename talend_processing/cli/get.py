"""`talend-processing get`: show one object as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.options import FROM_ENVIRONMENT, Account, AsJson, NonEmptyText
from talend_processing.cli.shared.output import masked_fields, print_json

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.model import Model

Kind: TypeAlias = Literal[
    "engine",
    "cluster",
    "pipeline-engine",
    "run-profile",
    "task-execution",
    "plan-execution",
    "promotion-execution",
]

GETS: Final[Mapping[Kind, Callable[[TalendClient, str], Model]]] = {
    "engine": lambda client, one: client.remote_engines.get(one),
    "cluster": lambda client, one: client.clusters.get(one),
    "pipeline-engine": lambda client, one: client.pipeline_engines.get(one),
    "run-profile": lambda client, one: client.run_profiles.get(one),
    "task-execution": lambda client, one: client.task_executions.get(one),
    "plan-execution": lambda client, one: client.plan_executions.get(one),
    "promotion-execution": lambda client, one: client.promotions.get(one),
}


def get(
    what: Kind, object_id: NonEmptyText, /, *, account: Account = FROM_ENVIRONMENT, as_json: AsJson = False
) -> Exit:
    """Show one object as JSON, without the pairing key of an engine and with secrets masked.

    Args:
        what: The kind of object to show.
        object_id: The id of the object.

    """
    del as_json  # the output is always JSON
    with account.client() as client:
        print_json(masked_fields(GETS[what](client, object_id)))
    return Exit.SUCCESS
