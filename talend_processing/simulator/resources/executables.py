"""Shared code of tasks and plans: listing them, and checking that they can run."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import ApiError, Record, Response, json_response
from talend_processing.simulator.http.validation import NAME, Integer, Kind
from talend_processing.simulator.resources.executions.history import PAGE, in_scope

PERMISSION = "TMC_OPERATOR"
FILTERS: dict[str, Kind] = {
    "name": NAME,
    "environmentId": NAME,
    "workspaceId": NAME,
    "limit": Integer(1, PAGE),
    "offset": Integer(0),
}


def runnable(account: Account, table: str, executable: str) -> Record:
    """Return the task or plan, or raise the error that prevents its execution."""
    found = account.get(table, executable)
    if found["paused"]:
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, f"{found['name']} is paused, it can't be executed")
    if not found["configured"]:
        raise ApiError(
            HTTPStatus.NOT_IMPLEMENTED, f"{found['name']} cannot be deployed because it is not configured"
        )
    return found


def executables(call: Call, table: str) -> Response:
    """Return a page of the tasks or plans."""
    filters = call.query
    found = [
        one
        for one in call.account.table(table).values()
        if filters.get("name", one["name"]) == one["name"]
        and in_scope(call, dict(filters), one["workspaceId"])
    ]
    offset, limit = filters.get("offset", 0), filters.get("limit", PAGE)
    items = [_show(call.account, one) for one in found[offset : offset + limit]]
    return json_response({"items": items, "limit": limit, "offset": offset, "total": len(found)})


def _show(account: Account, found: Record) -> Record:
    workspace = account.table("workspaces")[found["workspaceId"]]
    environment = account.table("environments")[workspace["environmentId"]]
    location = {
        "id": workspace["id"],
        "name": workspace["name"],
        "environment": {"id": environment["id"], "name": environment["name"]},
    }
    shown: Record = {"executable": found["id"], "name": found["name"], "workspace": location}
    if "description" in found:
        shown["description"] = found["description"]
    return shown
