"""Code shared by tasks and plans, which the API calls executables."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import ApiError, Record, Response, json_response
from talend_processing.simulator.http.validation import NAME, Integer, Kind
from talend_processing.simulator.resources.executions.history import MAX_PAGE_SIZE, in_scope

PERMISSION = "TMC_OPERATOR"
LIST_PARAMETERS: dict[str, Kind] = {
    "name": NAME,
    "environmentId": NAME,
    "workspaceId": NAME,
    "limit": Integer(1, MAX_PAGE_SIZE),
    "offset": Integer(0),
}


def get_runnable(account: Account, table: str, executable_id: str) -> Record:
    """Return a task or plan, or raise an API error if it is missing, paused or not configured."""
    found = account.get(table, executable_id)
    if found["paused"]:
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, f"{found['name']} is paused, it can't be executed")
    if not found["configured"]:
        raise ApiError(
            HTTPStatus.NOT_IMPLEMENTED, f"{found['name']} cannot be deployed because it is not configured"
        )
    return found


def list_executables(call: Call, table: str) -> Response:
    """Return a page of the tasks or plans."""
    filters = call.query
    found = [
        one
        for one in call.account.table(table).values()
        if filters.get("name", one["name"]) == one["name"]
        and in_scope(call, dict(filters), one["workspaceId"])
    ]
    offset, limit = filters.get("offset", 0), filters.get("limit", MAX_PAGE_SIZE)
    items = [_list_item(call.account, one) for one in found[offset : offset + limit]]
    return json_response({"items": items, "limit": limit, "offset": offset, "total": len(found)})


def _list_item(account: Account, found: Record) -> Record:
    workspace = account.table("workspaces")[found["workspaceId"]]
    environment = account.table("environments")[workspace["environmentId"]]
    location = {
        "id": workspace["id"],
        "name": workspace["name"],
        "environment": {"id": environment["id"], "name": environment["name"]},
    }
    item: Record = {"executable": found["id"], "name": found["name"], "workspace": location}
    if "description" in found:
        item["description"] = found["description"]
    return item
