"""Code shared by tasks and plans, which the API calls executables."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import ApiError, Record, Response, json_response
from talend_processing.simulator.http.validation import NAME, Integer, ValueType
from talend_processing.simulator.resources.executions.history import MAX_PAGE_SIZE, in_scope

PERMISSION = "TMC_OPERATOR"
LIST_PARAMETERS: dict[str, ValueType] = {
    "name": NAME,
    "environmentId": NAME,
    "workspaceId": NAME,
    "limit": Integer(1, MAX_PAGE_SIZE),
    "offset": Integer(0),
}


def get_runnable(account: Account, table: str, executable_id: str) -> Record:
    """Return a task or plan, or raise an API error if it is missing, paused or not configured."""
    executable = account.get(table, executable_id)
    if executable["paused"]:
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, f"{executable['name']} is paused, it can't be executed")
    if not executable["configured"]:
        raise ApiError(
            HTTPStatus.NOT_IMPLEMENTED,
            f"{executable['name']} cannot be deployed because it is not configured",
        )
    return executable


def list_executables(call: Call, table: str) -> Response:
    """Return a page of the tasks or plans that match the query."""
    filters = call.query
    executables = [
        executable
        for executable in call.account.table(table).values()
        if filters.get("name", executable["name"]) == executable["name"]
        and in_scope(call, dict(filters), executable["workspaceId"])
    ]
    offset, limit = filters.get("offset", 0), filters.get("limit", MAX_PAGE_SIZE)
    items = [_list_item(call.account, executable) for executable in executables[offset : offset + limit]]
    return json_response({"items": items, "limit": limit, "offset": offset, "total": len(executables)})


def _list_item(account: Account, executable: Record) -> Record:
    workspace = account.table("workspaces")[executable["workspaceId"]]
    environment = account.table("environments")[workspace["environmentId"]]
    location = {
        "id": workspace["id"],
        "name": workspace["name"],
        "environment": {"id": environment["id"], "name": environment["name"]},
    }
    item: Record = {"executable": executable["id"], "name": executable["name"], "workspace": location}
    if "description" in executable:
        item["description"] = executable["description"]
    return item
