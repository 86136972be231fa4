"""Lists of past executions: by period and filters, page by page, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Collection

from talend_processing.simulator.account.account import World
from talend_processing.simulator.account.execution_index import Period
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import Answer, Record, as_json, bad_request
from talend_processing.simulator.http.validation import MILLISECONDS, NAME, Integer, Kind

PAGE = 100
_DAY = 86_400_000
OF_ONE: dict[str, Kind] = {
    "from": MILLISECONDS,
    "to": MILLISECONDS,
    "status": NAME,
    "lastDays": Integer(1),
    "limit": Integer(),
    "offset": Integer(0),
}
OF_ALL: dict[str, Kind] = {**OF_ONE, "environmentId": NAME, "workspaceId": NAME}


def page(
    call: Call,
    table: str,
    show: Callable[[Record], Record],
    *,
    asked: Record,
    owners: Collection[str] | None = None,
) -> Answer:
    """A page of the executions of the period that fit: those of some tasks or plans, or of all."""
    world = call.world
    offset, limit = asked.get("offset", 0), asked.get("limit", PAGE)
    if limit < 1 or (limit > PAGE and world.switches["page_limit"] == "refuse"):
        raise bad_request(f"limit: must be in range [1, {PAGE}]")
    limit = min(limit, PAGE)
    most = world.switches["history_offset"]
    if isinstance(most, int | float) and offset > most:
        raise bad_request(f"offset: must be in range [0, {int(most)}]")
    start, end = _period(world, asked)
    visible = world.now() - round(world.switches.number("execution_list_delay") * 1000)
    period = Period(max(start, kept_since(world)), min(end, visible))
    status = asked.get("status")
    total, found = world.chronicle(table).page(
        period, owners=owners, status=status, offset=offset, limit=limit
    )
    items = [show(one) for one in found]
    return as_json({"items": items, "limit": limit, "offset": offset, "total": total})


def kept_since(world: World) -> int:
    """What finished before that time is forgotten."""
    return world.now() - round(world.switches.number("history_kept_days") * _DAY)


def _period(world: World, asked: Record) -> tuple[int, int]:
    most = int(world.switches.number("history_days"))
    days = asked.get("lastDays")
    if days is not None and days > most:
        raise bad_request(f"lastDays: must be in range [1, {most}]")
    end = asked.get("to", world.now())
    default = min(int(world.switches.number("history_default_days")), most)
    start = asked.get("from", end - (days or default) * _DAY)
    if start > end:
        raise bad_request("from: must be before to")
    if end - start > most * _DAY:
        raise bad_request(f"from, to: the period must not exceed {most} days")
    return start, end


def in_place(call: Call, asked: Record, workspace_id: str) -> bool:
    """Whether an object of a workspace is in the asked environment and workspace."""
    workspace = call.world.table("workspaces")[workspace_id]
    return bool(
        asked.get("workspaceId", workspace_id) == workspace_id
        and asked.get("environmentId", workspace["environmentId"]) == workspace["environmentId"]
    )


def placed(call: Call, table: str, asked: Record) -> list[Record] | None:
    """The tasks or plans in the asked place; None means all of them."""
    if "environmentId" not in asked and "workspaceId" not in asked:
        return None
    if "environmentId" in asked and "workspaceId" in asked:
        workspace = call.world.table("workspaces").get(asked["workspaceId"])
        if workspace is not None and workspace["environmentId"] != asked["environmentId"]:
            raise bad_request("workspaceId: the workspace is in another environment")
    return [one for one in call.world.table(table).values() if in_place(call, asked, one["workspaceId"])]
