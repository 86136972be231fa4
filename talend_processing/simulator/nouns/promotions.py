"""Promotions and their executions: one at a time from one environment to another."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.answers import Answer, ApiError, Record, as_json, bad_request, created
from talend_processing.simulator.clock import timestamp
from talend_processing.simulator.operations import Call, operation
from talend_processing.simulator.validation import (
    FLAG,
    MILLISECONDS,
    NAME,
    TEXT,
    Array,
    Kind,
    Number,
    Shape,
    Text,
)
from talend_processing.simulator.world import World, event, noun

PERMISSION = "TMC_PROMOTION_EXECUTE"
_EXECUTIONS = "/processing/executions/promotions"
_ENDS = {"success": "PROMOTED", "warning": "PROMOTION_WARNING", "failure": "PROMOTION_FAILED"}
_ADVANCED = Shape({}, {"artifactId": NAME, "artifactType": Text(("WORKSPACE", "PLAN", "FLOW", "ACTION"))})
_SENT: dict[str, Kind] = {
    "keepTargetResources": FLAG,
    "keepTargetRunProfiles": FLAG,
    "advanced": _ADVANCED,
    "context": Text(max_length=255),
}


@noun(
    "promotions",
    "Promotion",
    Shape(
        {"name": NAME, "sourceEnvironmentId": NAME, "targetEnvironmentId": NAME},
        {
            "id": NAME,
            "seconds": Number(),
            "outcome": Text(tuple(_ENDS)),
            "message": TEXT,
            "defective": FLAG,
            "artifacts": Array(NAME),
        },
    ),
    order=30,
)
def complete(world: World, given: Record) -> Record:
    """A promotion of a seed."""
    for name in ("sourceEnvironmentId", "targetEnvironmentId"):
        world.parent("environments", given[name], f"promotion {given['name']}")
    defaults = {"seconds": 0, "outcome": "success", "defective": False, "artifacts": []}
    return {"id": given.get("id") or world.hex_id(), **defaults, **given}


@noun(
    "promotionExecutions",
    "Promotion execution",
    Shape(
        {
            "promotionId": NAME,
            "status": Text(("PROMOTION_STARTED", *_ENDS.values())),
            "triggered": MILLISECONDS,
        },
        {
            **_SENT,
            "id": NAME,
            "due": MILLISECONDS,
            "end": Text(tuple(_ENDS.values())),
            "finished": MILLISECONDS,
            "userId": NAME,
            "userType": Text(("HUMAN", "SERVICE")),
        },
    ),
    order=50,
)
def complete_execution(world: World, given: Record) -> Record:
    """An execution of a seed; one under way goes on."""
    world.parent("promotions", given["promotionId"], "a promotion execution")
    found = {"id": given.get("id") or world.uuid(), "userId": "simulated-user", "userType": "HUMAN", **given}
    if "due" in found and "finished" not in found:
        world.schedule(found["due"], "promotion ends", found["id"])
    return found


@event("promotion ends")
def ends(world: World, execution_id: str, at: int) -> None:
    """It has come to its end."""
    found = world.table("promotionExecutions").get(execution_id)
    if found is not None and "finished" not in found:
        found |= {"status": found["end"], "finished": at}


def _show(world: World, found: Record) -> Record:
    promotion = world.table("promotions")[found["promotionId"]]
    shown = {
        "executionId": found["id"],
        "startTimestamp": timestamp(found["triggered"]),
        "triggerTimestamp": timestamp(found["triggered"]),
        "userId": found["userId"],
        "userType": found["userType"],
        "promotionId": promotion["id"],
        "pipelineId": promotion["id"],
        "defective": promotion["defective"],
        "status": found["status"],
        **{name: found[name] for name in _SENT if name in found},
    }
    if "finished" in found:
        shown["finishTimestamp"] = timestamp(found["finished"])
        shown["workspaces"] = _report(world, promotion, found)
        if found["status"] == "PROMOTION_FAILED":
            shown["statusMessage"] = promotion.get("message", "The promotion failed")
    return shown


def _report(world: World, promotion: Record, found: Record) -> list[Record]:
    failed = found["status"] == "PROMOTION_FAILED"
    shown = []
    for workspace in world.table("workspaces").values():
        if workspace["environmentId"] != promotion["sourceEnvironmentId"]:
            continue
        flows = [
            {
                "id": task["id"],
                "targetId": task["id"],
                "name": task["name"],
                "type": "FLOW",
                "workspaceId": workspace["id"],
                "promotionReport": _line(failed, promotion),
            }
            for task in world.table("tasks").values()
            if task["workspaceId"] == workspace["id"]
        ]
        shown.append(
            {
                "id": workspace["id"],
                "name": workspace["name"],
                "type": "WORKSPACE",
                "workspaceType": workspace["type"],
                "promotionReport": {"status": "REUSED", "messages": []},
                "flows": flows,
            }
        )
    return shown


def _line(failed: bool, promotion: Record) -> Record:  # noqa: FBT001 - one of two words
    if not failed:
        return {"status": "REPLACED", "messages": []}
    info = promotion.get("message", "The artifact could not be promoted")
    return {"status": "FAILED", "messages": [{"info": info, "level": "ERROR"}]}


@operation(
    "start_promotion",
    "POST",
    _EXECUTIONS,
    body=Shape({"executable": NAME}, _SENT),
    permission=PERMISSION,
)
def start(call: Call) -> Answer:
    """201 with the report if it ends at once, else what the switch says."""
    world, body = call.world, call.body
    promotion = world.get("promotions", body["executable"])
    if promotion["defective"]:
        raise ApiError(HTTPStatus.NOT_IMPLEMENTED, "Promotions can't be executed because it has errors")
    if any(_busy(world, one, promotion) for one in world.table("promotionExecutions").values()):
        raise bad_request("A promotion between these environments is running already")
    now = world.now()
    due = now + int(float(str(promotion["seconds"])) * 1000)
    found: Record = {
        "id": world.uuid(),
        "promotionId": promotion["id"],
        "status": "PROMOTION_STARTED",
        "triggered": now,
        "due": due,
        "end": _ENDS[promotion["outcome"]],
        "userId": call.caller.user_id,
        "userType": call.caller.user_type,
        **{name: body[name] for name in _SENT if name in body},
    }
    world.table("promotionExecutions")[found["id"]] = found
    if due <= now:
        ends(world, found["id"], now)
    else:
        world.schedule(due, "promotion ends", found["id"])
        if world.switches["promotion_under_way"] == "202":
            return Answer(HTTPStatus.ACCEPTED)
    return created({"executionId": found["id"], "executionReport": _show(world, found)})


def _busy(world: World, one: Record, promotion: Record) -> bool:
    other = world.table("promotions")[one["promotionId"]]
    places = ("sourceEnvironmentId", "targetEnvironmentId")
    return "finished" not in one and all(other[name] == promotion[name] for name in places)


@operation("get_promotion_execution", "GET", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def get(call: Call) -> Answer:
    """One execution with its report."""
    return as_json(_show(call.world, call.world.get("promotionExecutions", call.path["executionId"])))
