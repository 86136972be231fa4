"""Promotions and their executions. Only one promotion at a time can run from one source to one target."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import Account, event, resource
from talend_processing.simulator.account.clock import timestamp
from talend_processing.simulator.http.operations import Call, Pending, operation
from talend_processing.simulator.http.responses import (
    ApiError,
    Record,
    Response,
    bad_request,
    created,
    json_response,
)
from talend_processing.simulator.http.validation import (
    FLAG,
    INSTANT,
    MILLISECONDS,
    NAME,
    TEXT,
    Number,
    Shape,
    Text,
    ValueType,
)
from talend_processing.simulator.resources.executions.failures import (
    PROMOTION_OUTCOME_OVERRIDES,
    PROMOTION_STATUS_BY_OUTCOME,
    take_outcome_override,
)
from talend_processing.simulator.resources.executions.promotion_reports import check_scope, execution_report

PERMISSION = "TMC_PROMOTION_EXECUTION"
_EXECUTIONS = "/processing/executions/promotions"
_SCOPE = Shape({}, {"artifactId": NAME, "artifactType": Text(("WORKSPACE", "PLAN", "FLOW", "ACTION"))})
_OPTIONAL_FIELDS: dict[str, ValueType] = {
    "keepTargetResources": FLAG,
    "keepTargetRunProfiles": FLAG,
    "advanced": _SCOPE,
    "context": Text(max_length=255),
}
"""The optional fields of a start request. `advanced` limits the promotion to one artifact."""


@resource(
    "promotions",
    "Promotion",
    Shape(
        {"name": NAME, "sourceEnvironmentId": NAME, "targetEnvironmentId": NAME},
        {
            "id": NAME,
            "seconds": Number(),
            "outcome": Text(tuple(PROMOTION_STATUS_BY_OUTCOME)),
            "message": TEXT,
            "defective": FLAG,
            "failures": PROMOTION_OUTCOME_OVERRIDES,
        },
    ),
    order=30,
)
def fill_defaults(account: Account, promotion: Record) -> Record:
    """Fill in the defaults of a promotion in a seed."""
    for name in ("sourceEnvironmentId", "targetEnvironmentId"):
        account.referenced("environments", promotion[name], f"promotion {promotion['name']}")
    defaults = {"seconds": 0, "outcome": "success", "defective": False}
    return {"id": promotion.get("id") or account.hex_id(), **defaults, **promotion}


@resource(
    "promotionExecutions",
    "Promotion execution",
    Shape(
        {
            "promotionId": NAME,
            "status": Text(("PROMOTION_STARTED", *PROMOTION_STATUS_BY_OUTCOME.values())),
            "triggered": INSTANT,
        },
        {
            **_OPTIONAL_FIELDS,
            "id": NAME,
            "due": MILLISECONDS,
            "end": Text(tuple(PROMOTION_STATUS_BY_OUTCOME.values())),
            "finished": INSTANT,
            "userId": NAME,
            "userType": Text(("HUMAN", "SERVICE")),
            "errorMessage": TEXT,
            "failedArtifact": NAME,
        },
    ),
    order=50,
)
def fill_execution_defaults(account: Account, seed_execution: Record) -> Record:
    """Fill in the defaults of an execution in a seed. If it is unfinished, schedule its end."""
    account.referenced("promotions", seed_execution["promotionId"], "a promotion execution")
    execution = {
        "id": seed_execution.get("id") or account.uuid(),
        "userId": "simulated-user",
        "userType": "HUMAN",
        **seed_execution,
    }
    if execution["status"] != "PROMOTION_STARTED":
        execution.setdefault("finished", execution["triggered"])
    else:
        execution.pop("finished", None)
        execution.setdefault("end", "PROMOTED")
        execution.setdefault("due", account.now())
        account.schedule(execution["due"], "promotion-ends", execution["id"])
    return execution


@event("promotion-ends")
def end(account: Account, execution_id: str, at: int) -> None:
    """End an execution, unless it has already ended."""
    execution = account.table("promotionExecutions").get(execution_id)
    if execution is not None and "finished" not in execution:
        execution |= {"status": execution.pop("end"), "finished": at}
        del execution["due"]


@operation(
    "start_promotion",
    "POST",
    _EXECUTIONS,
    body=Shape({"executable": NAME}, _OPTIONAL_FIELDS),
    permission=PERMISSION,
)
def start(call: Call) -> Response | Pending:
    """Start a promotion.

    Return 201 with the report if the promotion's `seconds` is 0. Otherwise, the switch `promotion_under_way`
    decides the response.
    """
    account, body = call.account, call.body
    promotion = account.get("promotions", body["executable"])
    check_scope(account, promotion, body.get("advanced", {}))
    if promotion["defective"]:
        raise ApiError(HTTPStatus.NOT_IMPLEMENTED, "Promotions can't be executed because it has errors")
    executions = account.table("promotionExecutions")
    if any(_blocks(account, execution, promotion) for execution in executions.values()):
        raise _conflict(account)
    execution = _new_execution(call, promotion)
    executions[execution["id"]] = execution
    if execution["due"] <= account.now():
        end(account, execution["id"], execution["due"])
    else:
        account.schedule(execution["due"], "promotion-ends", execution["id"])
        response_mode = account.switches["promotion_under_way"]
        if response_mode == "202":
            return Response(HTTPStatus.ACCEPTED)
        if response_mode == "wait":
            return Pending(lambda: _response(account, execution) if "finished" in execution else None)
    return _response(account, execution)


def _conflict(account: Account) -> ApiError:
    message = "A promotion between these environments is already running"
    if account.switches["promotion_conflict"] == "409":
        return ApiError(HTTPStatus.CONFLICT, message)
    return bad_request(message)


def _response(account: Account, execution: Record) -> Response:
    return created({"executionId": execution["id"], "executionReport": _to_api(account, execution)})


def _new_execution(call: Call, promotion: Record) -> Record:
    account = call.account
    execution: Record = {
        "id": account.uuid(),
        "promotionId": promotion["id"],
        "status": "PROMOTION_STARTED",
        "triggered": account.now(),
        "due": account.now() + round(promotion["seconds"] * 1000),
        "end": PROMOTION_STATUS_BY_OUTCOME[promotion["outcome"]],
        "userId": call.caller.user_id,
        "userType": call.caller.user_type,
        **{name: call.body[name] for name in _OPTIONAL_FIELDS if name in call.body},
    }
    if "message" in promotion:
        execution["errorMessage"] = promotion["message"]
    if override := take_outcome_override(promotion):
        execution["end"] = PROMOTION_STATUS_BY_OUTCOME[override["outcome"]]
        execution_fields = {"artifact": "failedArtifact", "errorMessage": "errorMessage"}
        execution |= {field: override[key] for key, field in execution_fields.items() if key in override}
    return execution


def _to_api(account: Account, execution: Record) -> Record:
    promotion = account.table("promotions")[execution["promotionId"]]
    api_execution = {
        "executionId": execution["id"],
        "startTimestamp": timestamp(execution["triggered"]),
        "triggerTimestamp": timestamp(execution["triggered"]),
        "userId": execution["userId"],
        "userType": execution["userType"],
        "promotionId": promotion["id"],
        "pipelineId": promotion["id"],
        "defective": promotion["defective"],
        "status": execution["status"],
        **{name: execution[name] for name in _OPTIONAL_FIELDS if name in execution},
    }
    if "finished" in execution:
        api_execution |= {
            "finishTimestamp": timestamp(execution["finished"]),
            **execution_report(account, promotion, execution),
        }
        if execution["status"] == "PROMOTION_FAILED":
            api_execution["statusMessage"] = execution.get("errorMessage", "The promotion failed")
    return api_execution


def _blocks(account: Account, execution: Record, promotion: Record) -> bool:
    """Return whether `execution` is unfinished and has the same source and target as `promotion`."""
    running = account.table("promotions")[execution["promotionId"]]
    return "finished" not in execution and all(
        running[name] == promotion[name] for name in ("sourceEnvironmentId", "targetEnvironmentId")
    )


@operation("get_promotion_execution", "GET", f"{_EXECUTIONS}/{{executionId}}", permission=PERMISSION)
def get(call: Call) -> Response:
    """Return an execution with its report."""
    return json_response(
        _to_api(call.account, call.account.get("promotionExecutions", call.path["executionId"]))
    )
