"""Lists of objects: the delay of new objects, the order, and search queries in FIQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.fiql import FiqlError, parse
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import ApiError, Record

_WORKSPACE_FIELDS = (
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
    *_WORKSPACE_FIELDS,
)
"""The fields of engines and clusters that a search query can compare."""


@dataclass(slots=True)
class CreationTimes:
    """Creation times of engines and clusters.

    Lists omit a new object for as many seconds as the switch `runtime_list_delay` says.
    """

    created: dict[str, int] = field(default_factory=dict)
    """Milliseconds since 1970, by id. Objects of the seed have no entry here: lists never omit them."""


def record_creation(account: Account, record: Record) -> Record:
    """Record the creation time of an engine or cluster, and return the object."""
    account.derived(CreationTimes).created[record["id"]] = account.now()
    return record


def visible_in_list(account: Account, records: Iterable[Record]) -> list[Record]:
    """Return the engines or clusters that a list contains now, in the order of the switch `list_order`."""
    created = account.derived(CreationTimes).created
    newest_visible = account.now() - round(account.switches.number("runtime_list_delay") * 1000)
    visible = [record for record in records if created.get(record["id"], newest_visible) <= newest_visible]
    order = account.switches["list_order"]
    if order == "name":
        visible.sort(key=lambda record: str(record["name"]))
    return visible[::-1] if order == "latest" else visible


def same_name(account: Account, left: str, right: str) -> bool:
    """Return whether two names are equal. The switch `name_case` decides whether case matters."""
    return left == right or (account.switches["name_case"] == "same" and left.casefold() == right.casefold())


def search(call: Call, records: list[Record], parameter: str, fields: Collection[str]) -> list[Record]:
    """Return the records that match the query in the named parameter, or all if the parameter is missing.

    The switch `fiql_errors` decides whether an invalid query raises an error or is ignored.
    """
    query = call.query.get(parameter)
    if query is None:
        return records
    switches = call.account.switches
    try:
        matches = parse(
            query,
            fields,
            wildcard=switches["fiql_wildcard"] == "any",
            ordering=switches["fiql_ordering"] == "allow",
        )
    except FiqlError as error:
        reaction = switches["fiql_errors"]
        if reaction == "ignore":
            return records
        status = HTTPStatus.BAD_REQUEST if reaction == "400" else HTTPStatus.INTERNAL_SERVER_ERROR
        raise ApiError(
            status, f"invalid search query: {error}", f"query: {query}", code="PROCESSING-FIQL"
        ) from error
    return [record for record in records if matches(record)]
