"""`/processing/run-profiles`: profiles of dynamic engines, Remote Engines and clusters alike."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from talend_processing.simulator.account.account import World
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Answer,
    ApiError,
    Record,
    as_json,
    bad_request,
    created,
    no_content,
)
from talend_processing.simulator.http.validation import NAME, TEXT, TEXTS, Array, Integer, Shape, Text
from talend_processing.simulator.resources.executions.scheduled import tasks_with
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import (
    DYNAMIC,
    PARENTS,
    PERMISSION,
    add_profile,
    gone,
    refuse_name,
)
from talend_processing.simulator.resources.workspaces import environment_of

_PATH = "/processing/run-profiles"
_PROCESSOR = Text((DYNAMIC, *PARENTS))
_PAGE = 100
_CREATE = Shape(
    {"name": NAME, "processorType": _PROCESSOR, "type": NAME, "jvmArguments": TEXTS},
    {"description": TEXT, "scopeId": NAME, "runtimeId": NAME},
)
_UPDATE = Shape({}, {"name": NAME, "scopeId": NAME, "description": TEXT, "jvmArguments": TEXTS})
_SEARCH = Shape(
    {"offset": Integer(0)},
    {
        "processorType": _PROCESSOR,
        "processorIds": Array(NAME),
        "scopeIds": Array(NAME),
        "name": TEXT,
        "runProfileType": NAME,
        "limit": Integer(1, _PAGE),
    },
)


def _show(profile: Record) -> Record:
    """A DIRunProfile of the reference."""
    names = (
        "id",
        "name",
        "scopeId",
        "processorId",
        "processorType",
        "description",
        "createDate",
        "updateDate",
    )
    found = {name: profile[name] for name in (*names, "jvmArguments") if name in profile}
    return found | {"runProfileType": profile["type"]}


def _show_base(world: World, profile: Record) -> Record:
    """A BaseRunProfile of the reference, which has no arguments and calls one date otherwise."""
    found = {name: value for name, value in _show(profile).items() if name != "jvmArguments"}
    found["creationDate"] = found.pop("createDate")
    if (parents := PARENTS.get(profile.get("processorType", ""))) is not None:
        found["workspaceId"] = world.table(parents)[profile["processorId"]]["workspaceId"]
    return found


def _searched(world: World) -> Iterator[Record]:
    """What a search goes through."""
    yield from world.table("runProfiles").values()
    if world.switches["search_pipeline_profiles"] == "hide":
        return
    for profile in world.table("pipelineRunProfiles").values():
        if profile["type"] == "data-integration":
            engine = world.table("pipelineEngines")[profile["engineId"]]
            yield profile | {
                "type": "DATA_INTEGRATION",
                "processorId": engine["id"],
                "scopeId": environment_of(world, engine["workspaceId"]),
            }


def _scope(world: World, body: Record) -> str:
    scope = body.get("scopeId")
    if scope is None:
        raise bad_request("missing required field: scopeId", f"processorType is {DYNAMIC}")
    if scope not in world.table("environments"):
        raise bad_request("scopeId: no such environment", f"no environment has the id {scope}")
    return str(scope)


def _where(world: World, body: Record) -> tuple[str, str]:
    """The ids of the processor and of the environment of a new profile."""
    kind = body["processorType"]
    if kind == DYNAMIC:
        if "runtimeId" in body:
            raise bad_request("runtimeId: not for a dynamic engine, give scopeId")
        scope = _scope(world, body)
        return scope, scope
    if world.switches["generic_profile_processors"] == "dynamic":
        raise bad_request(f"processorType: must be {DYNAMIC}")
    runtime_id = body.get("runtimeId")
    if runtime_id is None:
        raise bad_request("missing required field: runtimeId", f"processorType is {kind}")
    parent = world.table(PARENTS[kind]).get(runtime_id)
    if parent is None:
        raise bad_request("runtimeId: no such runtime", f"no {kind} has the id {runtime_id}")
    environment_id = environment_of(world, parent["workspaceId"])
    if body.get("scopeId", environment_id) != environment_id:
        raise bad_request("scopeId: not the environment of the runtime", f"it is in {environment_id}")
    return str(runtime_id), environment_id


@operation("create_run_profile", "POST", _PATH, body=_CREATE, permission=PERMISSION, bare_errors=True)
def create_run_profile(call: Call) -> Answer:
    """A new run profile; the reference lists no conflict, so a name that is taken is a 400."""
    world, body = call.world, call.body
    processor_id, scope_id = _where(world, body)
    _refuse(world, processor_id, body["name"])
    own = {name: body[name] for name in ("name", "description", "type", "jvmArguments") if name in body}
    return created(_show(add_profile(world, body["processorType"], processor_id, scope_id, own)))


def _refuse(world: World, processor_id: str, name: str, besides: str | None = None) -> None:
    try:
        refuse_name(world, processor_id, name, besides)
    except ApiError as error:
        raise bad_request(error.message, error.details) from error


@operation("get_run_profile", "GET", f"{_PATH}/{{id}}", permission=PERMISSION, bare_errors=True)
def get_run_profile(call: Call) -> Answer:
    """One run profile."""
    return as_json(_show(call.world.get("runProfiles", call.path["id"])))


@operation(
    "update_run_profile", "PUT", f"{_PATH}/{{id}}", body=_UPDATE, permission=PERMISSION, bare_errors=True
)
def update_run_profile(call: Call) -> Answer:
    """What is given is replaced, the rest stays."""
    world, body = call.world, call.body
    profile = world.get("runProfiles", call.path["id"])
    processor_id = profile["processorId"]
    if "scopeId" in body:
        scope = _scope(world, body)
        if profile["processorType"] == DYNAMIC:
            processor_id = scope
        elif scope != profile["scopeId"]:
            raise bad_request("scopeId: the runtime of this run profile decides it")
    if "name" in body and world.switches["profile_rename_conflict"] == "refuse":
        _refuse(world, processor_id, body["name"], profile["id"])
    profile.update(body, processorId=processor_id, updateDate=world.stamp(), version=profile["version"] + 1)
    return as_json(_show(profile))


@operation("delete_run_profile", "DELETE", f"{_PATH}/{{id}}", permission=PERMISSION, bare_errors=True)
def delete_run_profile(call: Call) -> Answer:
    """Gone at once; 406 if a task uses it. The reference lists no 404."""
    world = call.world
    if (
        call.path["id"] not in world.table("runProfiles")
        and world.switches["generic_delete_missing"] == "204"
    ):
        return no_content()
    profile = world.get("runProfiles", call.path["id"])
    if tasks_with(world, profile["id"]):
        raise ApiError(HTTPStatus.NOT_ACCEPTABLE, "Run Profile in used")
    gone(world, profile["id"], world.now())
    return no_content()


@operation(
    "search_run_profiles", "POST", f"{_PATH}/search", body=_SEARCH, permission=PERMISSION, bare_errors=True
)
def search_run_profiles(call: Call) -> Answer:
    """A page of the run profiles that fit, by name and then the latest first."""
    world, body = call.world, call.body
    found = [profile for profile in _searched(world) if _fits(profile, body)]
    found.sort(key=lambda profile: str(profile.get("updateDate", profile["createDate"])), reverse=True)
    found.sort(key=lambda profile: str(profile["name"]))
    limit, offset = body.get("limit", _PAGE), body["offset"]
    items = [_show_base(world, profile) for profile in found[offset : offset + limit]]
    return as_json({"items": items, "limit": limit, "offset": offset, "total": len(found)})


def _fits(profile: Record, body: Record) -> bool:
    return (
        body.get("processorType") in (None, profile.get("processorType"))
        and profile["processorId"] in body.get("processorIds", [profile["processorId"]])
        and profile["scopeId"] in body.get("scopeIds", [profile["scopeId"]])
        and body.get("name", "").lower() in profile["name"].lower()
        and body.get("runProfileType", profile["type"]) == profile["type"]
    )
