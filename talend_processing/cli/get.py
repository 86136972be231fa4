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
    "engine": lambda client, object_id: client.remote_engines.get(object_id),
    "cluster": lambda client, object_id: client.clusters.get(object_id),
    "pipeline-engine": lambda client, object_id: client.pipeline_engines.get(object_id),
    "run-profile": lambda client, object_id: client.run_profiles.get(object_id),
    "task-execution": lambda client, object_id: client.task_executions.get(object_id),
    "plan-execution": lambda client, object_id: client.plan_executions.get(object_id),
    "promotion-execution": lambda client, object_id: client.promotions.get(object_id),
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
