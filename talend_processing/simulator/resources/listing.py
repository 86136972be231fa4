"""Lists that a FIQL query narrows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

from talend_processing.simulator.account.account import World
from talend_processing.simulator.http.fiql import FiqlError, parse
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import ApiError, Record

WORKSPACE_FIELDS = (
    "workspace.id",
    "workspace.name",
    "workspace.type",
    "workspace.owner",
    "workspace.environment.id",
    "workspace.environment.name",
    "workspace.environment.default",
)
RUNTIME_FIELDS = (
    *("id", "name", "description", "createDate", "updateDate", "runtimeId", "availability", "managed"),
    *WORKSPACE_FIELDS,
)


@dataclass(slots=True)
class Fresh:
    """When engines and clusters were created, for lists that show them later."""

    created: dict[str, int] = field(default_factory=dict)
    """Epoch milliseconds by id. Objects of a seed are not in it: lists show them at once."""


def note_created(world: World, record: Record) -> Record:
    """Remember that an engine or cluster was created now."""
    world.part(Fresh).created[record["id"]] = world.now()
    return record


def listed(world: World, records: Iterable[Record]) -> list[Record]:
    """The engines or clusters that a list shows now, in its order."""
    created = world.part(Fresh).created
    visible = world.now() - round(world.switches.number("runtime_list_delay") * 1000)
    found = [one for one in records if created.get(one["id"], visible) <= visible]
    order = world.switches["list_order"]
    if order == "name":
        found.sort(key=lambda one: str(one["name"]))
    return found[::-1] if order == "latest" else found


def without_key(world: World, shown: Record) -> Record:
    """An engine as lists show it."""
    if world.switches["engine_list_key"] == "omit":
        shown.pop("preAuthorizedKey", None)
    return shown


def same_name(world: World, left: str, right: str) -> bool:
    """Whether two names are one in the eyes of the account."""
    return left == right or (world.switches["name_case"] == "same" and left.casefold() == right.casefold())


def search(call: Call, records: list[Record], parameter: str, fields: Collection[str]) -> list[Record]:
    """The records that the query asks for; all of them without one."""
    query = call.query.get(parameter)
    if query is None:
        return records
    try:
        rules = call.world.switches
        wanted = parse(
            query,
            fields,
            wildcard=rules["fiql_wildcard"] == "any",
            ordering=rules["fiql_ordering"] == "allow",
        )
    except FiqlError as error:
        rule = call.world.switches["fiql_errors"]
        if rule == "ignore":
            return records
        status = HTTPStatus.BAD_REQUEST if rule == "400" else HTTPStatus.INTERNAL_SERVER_ERROR
        raise ApiError(
            status, f"invalid search query: {error}", f"query: {query}", code="PROCESSING-FIQL"
        ) from error
    return [record for record in records if wanted(record)]
