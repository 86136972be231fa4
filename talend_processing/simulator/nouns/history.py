"""Lists of past executions: by period and filters, page by page, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from talend_processing.simulator.answers import Answer, Record, as_json, bad_request
from talend_processing.simulator.operations import Call
from talend_processing.simulator.validation import MILLISECONDS, NAME, Integer, Kind

PAGE = 100
_DAY = 86_400_000
_MOST_DAYS = 60
OF_ONE: dict[str, Kind] = {
    "from": MILLISECONDS,
    "to": MILLISECONDS,
    "status": NAME,
    "lastDays": Integer(1, _MOST_DAYS),
    "limit": Integer(1, PAGE),
    "offset": Integer(0),
}
OF_ALL: dict[str, Kind] = {**OF_ONE, "environmentId": NAME, "workspaceId": NAME}


def page(
    call: Call,
    asked: Record,
    executions: Iterable[Record],
    show: Callable[[Record], Record],
) -> Answer:
    """A page of the executions of the period that fit; `executions` come oldest first."""
    start, end = _period(call, asked)
    visible = call.world.now() - int(float(str(call.world.switches["execution_list_delay"])) * 1000)
    found = [
        one
        for one in reversed(list(executions))
        if one["triggered"] <= min(end, visible)
        and one.get("finished", end) >= start
        and asked.get("status", one["status"]) == one["status"]
    ]
    offset, limit = asked.get("offset", 0), asked.get("limit", PAGE)
    items = [show(one) for one in islice(found, offset, offset + limit)]
    return as_json({"items": items, "limit": limit, "offset": offset, "total": len(found)})


def _period(call: Call, asked: Record) -> tuple[int, int]:
    now, most = call.world.now(), int(str(call.world.switches["history_days"]))
    days = asked.get("lastDays")
    if days is not None and days > most:
        raise bad_request(f"lastDays: must be in range [1, {most}]")
    end = asked.get("to", now)
    start = asked.get("from", end - (days or most) * _DAY)
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
