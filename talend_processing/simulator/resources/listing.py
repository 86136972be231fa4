"""Lists that a FIQL query narrows."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

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


def search(call: Call, records: list[Record], parameter: str, fields: Collection[str]) -> list[Record]:
    """The records that the query asks for; all of them without one."""
    query = call.query.get(parameter)
    if query is None:
        return records
    try:
        wanted = parse(query, fields)
    except FiqlError as error:
        rule = call.world.switches["fiql_errors"]
        if rule == "ignore":
            return records
        status = HTTPStatus.BAD_REQUEST if rule == "400" else HTTPStatus.INTERNAL_SERVER_ERROR
        raise ApiError(
            status, f"invalid search query: {error}", f"query: {query}", code="PROCESSING-FIQL"
        ) from error
    return [record for record in records if wanted(record)]
