"""What tasks and plans have in common: they are listed, and run unless something is in the way."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import World
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import Answer, ApiError, Record, as_json
from talend_processing.simulator.http.validation import NAME, Integer, Kind
from talend_processing.simulator.resources.executions.history import PAGE, in_place

PERMISSION = "TMC_OPERATOR"
FILTERS: dict[str, Kind] = {
    "name": NAME,
    "environmentId": NAME,
    "workspaceId": NAME,
    "limit": Integer(1, PAGE),
    "offset": Integer(0),
}


def runnable(world: World, table: str, executable: str) -> Record:
    """What can be run, or why it cannot."""
    found = world.get(table, executable)
    if found["paused"]:
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, f"{found['name']} is paused, it can't be executed")
    if not found["configured"]:
        raise ApiError(
            HTTPStatus.NOT_IMPLEMENTED, f"{found['name']} cannot be deployed because it is not configured"
        )
    return found


def executables(call: Call, table: str) -> Answer:
    """A page of what can be run."""
    asked = call.query
    found = [
        one
        for one in call.world.table(table).values()
        if asked.get("name", one["name"]) == one["name"] and in_place(call, dict(asked), one["workspaceId"])
    ]
    offset, limit = asked.get("offset", 0), asked.get("limit", PAGE)
    items = [_show(call.world, one) for one in found[offset : offset + limit]]
    return as_json({"items": items, "limit": limit, "offset": offset, "total": len(found)})


def _show(world: World, found: Record) -> Record:
    workspace = world.table("workspaces")[found["workspaceId"]]
    environment = world.table("environments")[workspace["environmentId"]]
    place = {
        "id": workspace["id"],
        "name": workspace["name"],
        "environment": {"id": environment["id"], "name": environment["name"]},
    }
    shown: Record = {"executable": found["id"], "name": found["name"], "workspace": place}
    if "description" in found:
        shown["description"] = found["description"]
    return shown
