"""Promotions and their executions: one at a time from one environment to another."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import World, event, noun
from talend_processing.simulator.account.clock import timestamp
from talend_processing.simulator.http.operations import Call, Pending, operation
from talend_processing.simulator.http.responses import Answer, ApiError, Record, as_json, bad_request, created
from talend_processing.simulator.http.validation import (
    FLAG,
    INSTANT,
    MILLISECONDS,
    NAME,
    TEXT,
    Kind,
    Number,
    Shape,
    Text,
)
from talend_processing.simulator.resources.executions.failures import PROMOTION_ENDS, PROMOTION_FAILURES, take
from talend_processing.simulator.resources.executions.promotion_reports import check_scope, report

PERMISSION = "TMC_PROMOTION_EXECUTION"
_EXECUTIONS = "/processing/executions/promotions"
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
            "outcome": Text(tuple(PROMOTION_ENDS)),
            "message": TEXT,
            "defective": FLAG,
            "failures": PROMOTION_FAILURES,
        },
    ),
    order=30,
)
def complete(world: World, given: Record) -> Record:
    """A promotion of a seed."""
    for name in ("sourceEnvironmentId", "targetEnvironmentId"):
        world.parent("environments", given[name], f"promotion {given['name']}")
    defaults = {"seconds": 0, "outcome": "success", "defective": False}
    return {"id": given.get("id") or world.hex_id(), **defaults, **given}


@noun(
    "promotionExecutions",
    "Promotion execution",
    Shape(
        {
            "promotionId": NAME,
            "status": Text(("PROMOTION_STARTED", *PROMOTION_ENDS.values())),
            "triggered": INSTANT,
        },
        {
            **_SENT,
            "id": NAME,
            "due": MILLISECONDS,
            "end": Text(tuple(PROMOTION_ENDS.values())),
            "finished": INSTANT,
            "userId": NAME,
            "userType": Text(("HUMAN", "SERVICE")),
            "errorMessage": TEXT,
            "failedArtifact": NAME,
        },
    ),
    order=50,
)
def complete_execution(world: World, given: Record) -> Record:
    """An execution of a seed; one under way goes on."""
    world.parent("promotions", given["promotionId"], "a promotion execution")
    found = {"id": given.get("id") or world.uuid(), "userId": "simulated-user", "userType": "HUMAN", **given}
    if found["status"] != "PROMOTION_STARTED":
        found.setdefault("finished", found["triggered"])
    else:
        found.pop("finished", None)
        found.setdefault("end", "PROMOTED")
        found.setdefault("due", world.now())
        world.schedule(found["due"], "promotion ends", found["id"])
    return found


@event("promotion ends")
def ends(world: World, execution_id: str, at: int) -> None:
    """It has come to its end."""
    found = world.table("promotionExecutions").get(execution_id)
    if found is not None and "finished" not in found:
        found |= {"status": found.pop("end"), "finished": at}
        del found["due"]


@operation(
    "start_promotion",
    "POST",
    _EXECUTIONS,
    body=Shape({"executable": NAME}, _SENT),
    permission=PERMISSION,
)
def start(call: Call) -> Answer | Pending:
    """201 with the report if it ends at once, else what the switch says."""
    world, body = call.world, call.body
    promotion = world.get("promotions", body["executable"])
    check_scope(world, promotion, body.get("advanced", {}))
    if promotion["defective"]:
        raise ApiError(HTTPStatus.NOT_IMPLEMENTED, "Promotions can't be executed because it has errors")
    if any(_busy(world, one, promotion) for one in world.table("promotionExecutions").values()):
        raise bad_request("A promotion between these environments is running already")
    found = _new(call, promotion)
    world.table("promotionExecutions")[found["id"]] = found
    if found["due"] <= world.now():
        ends(world, found["id"], found["due"])
    else:
        world.schedule(found["due"], "promotion ends", found["id"])
        rule = world.switches["promotion_under_way"]
        if rule == "202":
            return Answer(HTTPStatus.ACCEPTED)
        if rule == "wait":
            return Pending(lambda: _started(world, found) if "finished" in found else None)
    return _started(world, found)


def _started(world: World, found: Record) -> Answer:
    return created({"executionId": found["id"], "executionReport": _show(world, found)})


def _new(call: Call, promotion: Record) -> Record:
    world = call.world
    found: Record = {
        "id": world.uuid(),
        "promotionId": promotion["id"],
        "status": "PROMOTION_STARTED",
        "triggered": world.now(),
        "due": world.now() + round(promotion["seconds"] * 1000),
        "end": PROMOTION_ENDS[promotion["outcome"]],
        "userId": call.caller.user_id,
        "userType": call.caller.user_type,
        **{name: call.body[name] for name in _SENT if name in call.body},
    }
    if "message" in promotion:
        found["errorMessage"] = promotion["message"]
    if failure := take(promotion):
        found["end"] = PROMOTION_ENDS[failure["outcome"]]
        names = {"artifact": "failedArtifact", "errorMessage": "errorMessage"}
        found |= {name: failure[word] for word, name in names.items() if word in failure}
    return found


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
        shown |= {"finishTimestamp": timestamp(found["finished"]), **report(world, promotion, found)}
        if found["status"] == "PROMOTION_FAILED":
            shown["statusMessage"] = found.get("errorMessage", "The promotion failed")
    return shown


def _busy(world: World, one: Record, promotion: Record) -> bool:
    other = world.table("promotions")[one["promotionId"]]
    places = ("sourceEnvironmentId", "targetEnvironmentId")
    return "finished" not in one and all(other[name] == promotion[name] for name in places)


@operation("get_promotion_execution", "GET", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def get(call: Call) -> Answer:
    """One execution with its report."""
    return as_json(_show(call.world, call.world.get("promotionExecutions", call.path["executionId"])))
