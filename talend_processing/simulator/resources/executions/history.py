"""Lists of executions: pages by period and other filters, newest first."""

from __future__ import annotations

from collections.abc import Callable, Collection

from talend_processing.simulator.account.account import RESOURCES, Account
from talend_processing.simulator.account.execution_index import Period
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import (
    Record,
    Response,
    bad_request,
    json_response,
    not_found,
)
from talend_processing.simulator.http.validation import MILLISECONDS, NAME, Integer, ValueType

MAX_PAGE_SIZE = 100
"""The maximum and default of `limit`."""
_DAY_MILLISECONDS = 86_400_000
BASIC_FILTERS: dict[str, ValueType] = {
    "from": MILLISECONDS,
    "to": MILLISECONDS,
    "status": NAME,
    "lastDays": Integer(1),
    "limit": Integer(),
    "offset": Integer(0),
}
SCOPED_FILTERS: dict[str, ValueType] = {**BASIC_FILTERS, "environmentId": NAME, "workspaceId": NAME}


def page(
    call: Call,
    table: str,
    to_item: Callable[[Record], Record],
    *,
    filters: Record,
    owners: Collection[str] | None = None,
) -> Response:
    """Return a page of matching executions. `owners` are ids of tasks or plans, or None for all."""
    account = call.account
    offset, limit = filters.get("offset", 0), filters.get("limit", MAX_PAGE_SIZE)
    if limit < 1 or (limit > MAX_PAGE_SIZE and account.switches["page_limit"] == "refuse"):
        raise bad_request(f"limit: must be in range [1, {MAX_PAGE_SIZE}]")
    limit = min(limit, MAX_PAGE_SIZE)
    max_offset = account.switches["history_offset"]
    if isinstance(max_offset, int | float) and offset > max_offset:
        raise bad_request(f"offset: must be in range [0, {int(max_offset)}]")
    start, end = _period(account, filters)
    newest_visible = account.now() - round(account.switches.number("execution_list_delay") * 1000)
    period = Period(max(start, _kept_since(account)), min(end, newest_visible))
    status = filters.get("status")
    total, executions = account.execution_index(table).page(
        period, owners=owners, status=status, offset=offset, limit=limit
    )
    items = [to_item(execution) for execution in executions]
    return json_response({"items": items, "limit": limit, "offset": offset, "total": total})


def _kept_since(account: Account) -> int:
    """Return a time. Executions that ended before it are no longer kept (switch `history_kept_days`)."""
    return account.now() - round(account.switches.number("history_kept_days") * _DAY_MILLISECONDS)


def find_execution(account: Account, table: str, execution_id: str) -> Record:
    """Return an execution of a task or plan, or raise a 404 if it does not exist or is no longer kept."""
    execution = account.get(table, execution_id)
    if execution.get("finished", account.now()) < _kept_since(account):
        raise not_found(RESOURCES[table].title, execution_id)
    return execution


def _period(account: Account, filters: Record) -> tuple[int, int]:
    max_days = int(account.switches.number("history_days"))
    days = filters.get("lastDays")
    if days is not None and days > max_days:
        raise bad_request(f"lastDays: must be in range [1, {max_days}]")
    end = filters.get("to", account.now())
    default_days = min(int(account.switches.number("history_default_days")), max_days)
    start = filters.get("from", end - (days or default_days) * _DAY_MILLISECONDS)
    if start > end:
        raise bad_request("from: must not be after to")
    if end - start > max_days * _DAY_MILLISECONDS:
        raise bad_request(f"from, to: the period must not exceed {max_days} days")
    return start, end


def in_scope(call: Call, filters: Record, workspace_id: str) -> bool:
    """Return whether a workspace matches the filters `workspaceId` and `environmentId`."""
    workspace = call.account.table("workspaces")[workspace_id]
    return bool(
        filters.get("workspaceId", workspace_id) == workspace_id
        and filters.get("environmentId", workspace["environmentId"]) == workspace["environmentId"]
    )


def executables_in_scope(call: Call, table: str, filters: Record) -> list[Record] | None:
    """Return the tasks or plans that match `workspaceId` and `environmentId`; None without these filters."""
    if "environmentId" not in filters and "workspaceId" not in filters:
        return None
    if "environmentId" in filters and "workspaceId" in filters:
        workspace = call.account.table("workspaces").get(filters["workspaceId"])
        if workspace is not None and workspace["environmentId"] != filters["environmentId"]:
            raise bad_request("workspaceId: the workspace is in another environment")
    executables = call.account.table(table).values()
    return [executable for executable in executables if in_scope(call, filters, executable["workspaceId"])]
