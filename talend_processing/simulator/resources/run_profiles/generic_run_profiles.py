"""Operations of `/processing/run-profiles`: run profiles of dynamic engines, Remote Engines and clusters."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    ApiError,
    Record,
    Response,
    bad_request,
    created,
    json_response,
    no_content,
)
from talend_processing.simulator.http.validation import NAME, TEXT, TEXTS, Array, Integer, Shape, Text
from talend_processing.simulator.resources.executions.task_runtimes import tasks_using_profile
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import (
    DYNAMIC,
    PARENT_TABLES,
    PERMISSION,
    add_profile,
    refuse_duplicate_name,
    remove_profile,
    separate_unlisted_fields,
)
from talend_processing.simulator.resources.workspaces import environment_of

_PATH = "/processing/run-profiles"
_PROCESSOR_TYPE = Text((DYNAMIC, *PARENT_TABLES))
_MAX_PAGE_SIZE = 100
_PIPELINE_FIELDS = {"engineId", "definition"}
"""The fields of a Pipeline Engine's profile that search results omit."""
_CREATE_REQUEST = Shape(
    {"name": NAME, "processorType": _PROCESSOR_TYPE, "type": NAME, "jvmArguments": TEXTS},
    {"description": TEXT, "scopeId": NAME, "runtimeId": NAME},
)
_UPDATE_REQUEST = Shape({}, {"name": NAME, "scopeId": NAME, "description": TEXT, "jvmArguments": TEXTS})
_SEARCH_REQUEST = Shape(
    {"offset": Integer(0)},
    {
        "processorType": _PROCESSOR_TYPE,
        "processorIds": Array(NAME),
        "scopeIds": Array(NAME),
        "name": TEXT,
        "runProfileType": NAME,
        "limit": Integer(1, _MAX_PAGE_SIZE),
    },
)


def _to_api(profile: Record) -> Record:
    """Return the profile in the reference's schema DIRunProfile."""
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
    listed = {name: profile[name] for name in (*names, "jvmArguments") if name in profile}
    unlisted: Record = profile.get("unlisted", {})
    return unlisted | listed | {"runProfileType": profile["type"]}


def _to_base_run_profile(account: Account, profile: Record) -> Record:
    """Return the profile in the reference's schema BaseRunProfile, which has no JVM arguments."""
    base = {name: value for name, value in _to_api(profile).items() if name != "jvmArguments"}
    base["creationDate"] = base.pop("createDate")
    if (parent_table := PARENT_TABLES.get(profile.get("processorType", ""))) is not None:
        base["workspaceId"] = account.table(parent_table)[profile["processorId"]]["workspaceId"]
    return base


def _searchable_profiles(account: Account) -> Iterator[Record]:
    yield from account.table("runProfiles").values()
    if account.switches["search_pipeline_profiles"] == "hide":
        return
    for profile in account.table("pipelineRunProfiles").values():
        if profile["type"] == "data-integration":
            engine = account.table("pipelineEngines")[profile["engineId"]]
            common_fields = {name: value for name, value in profile.items() if name not in _PIPELINE_FIELDS}
            yield common_fields | {
                "type": "DATA_INTEGRATION",
                "processorId": engine["id"],
                "scopeId": environment_of(account, engine["workspaceId"]),
            }


def _scope_id(account: Account, body: Record) -> str:
    """Return `scopeId` of the body. Raise a 400 unless it is the id of an environment."""
    scope_id = body.get("scopeId")
    if scope_id is None:
        raise bad_request("missing required field: scopeId", f"processorType is {DYNAMIC}")
    if scope_id not in account.table("environments"):
        raise bad_request("scopeId: no such environment", f"no environment has the id {scope_id}")
    return str(scope_id)


def _processor_and_scope(account: Account, body: Record) -> tuple[str, str]:
    """Return `processorId` and `scopeId` of a new profile. For a dynamic engine, both are the `scopeId`."""
    processor_type = body["processorType"]
    if processor_type == DYNAMIC:
        if "runtimeId" in body:
            raise bad_request("runtimeId: must be omitted for a dynamic engine, which needs scopeId")
        scope_id = _scope_id(account, body)
        return scope_id, scope_id
    if account.switches["generic_profile_processors"] == "dynamic":
        raise bad_request(f"processorType: must be {DYNAMIC}")
    runtime_id = body.get("runtimeId")
    if runtime_id is None:
        raise bad_request("missing required field: runtimeId", f"processorType is {processor_type}")
    parent = account.table(PARENT_TABLES[processor_type]).get(runtime_id)
    if parent is None:
        raise bad_request("runtimeId: no such runtime", f"no {processor_type} has the id {runtime_id}")
    environment_id = environment_of(account, parent["workspaceId"])
    if body.get("scopeId", environment_id) != environment_id:
        raise bad_request(
            "scopeId: must be the environment of the runtime",
            f"the runtime is in environment {environment_id}",
        )
    return str(runtime_id), environment_id


@operation(
    "create_run_profile", "POST", _PATH, body=_CREATE_REQUEST, permission=PERMISSION, errors_without_body=True
)
def create_run_profile(call: Call) -> Response:
    """Create a run profile."""
    account, body = call.account, call.body
    processor_id, scope_id = _processor_and_scope(account, body)
    _refuse_duplicate_name(account, processor_id, body["name"])
    names = ("name", "description", "type", "jvmArguments")
    profile_fields = {name: body[name] for name in names if name in body}
    profile = add_profile(account, body["processorType"], processor_id, scope_id, profile_fields)
    return created(_to_api(profile))


def _refuse_duplicate_name(
    account: Account, processor_id: str, name: str, except_id: str | None = None
) -> None:
    """Raise a 400 for a duplicate name, because the reference lists no 409 for these operations."""
    try:
        refuse_duplicate_name(account, processor_id, name, except_id)
    except ApiError as error:
        raise bad_request(error.message, error.details) from error


@operation("get_run_profile", "GET", f"{_PATH}/{{id}}", permission=PERMISSION, errors_without_body=True)
def get_run_profile(call: Call) -> Response:
    """Return a run profile."""
    return json_response(_to_api(call.account.get("runProfiles", call.path["id"])))


@operation(
    "update_run_profile",
    "PUT",
    f"{_PATH}/{{id}}",
    body=_UPDATE_REQUEST,
    permission=PERMISSION,
    errors_without_body=True,
)
def update_run_profile(call: Call) -> Response:
    """Change those fields of a run profile that are in the request.

    The switch `profile_new_members` decides whether fields that the reference does not list are stored.
    """
    account, body = call.account, call.body
    profile = account.get("runProfiles", call.path["id"])
    processor_id = profile["processorId"]
    if "scopeId" in body:
        scope_id = _scope_id(account, body)
        if profile["processorType"] == DYNAMIC:
            processor_id = scope_id
        elif scope_id != profile["scopeId"]:
            raise bad_request("scopeId: must be the environment of the run profile's runtime")
    if "name" in body and account.switches["profile_rename_conflict"] == "refuse":
        _refuse_duplicate_name(account, processor_id, body["name"], profile["id"])
    listed = separate_unlisted_fields(account, profile, body, _UPDATE_REQUEST)
    profile.update(
        listed, processorId=processor_id, updateDate=account.stamp(), version=profile["version"] + 1
    )
    return json_response(_to_api(profile))


@operation("delete_run_profile", "DELETE", f"{_PATH}/{{id}}", permission=PERMISSION, errors_without_body=True)
def delete_run_profile(call: Call) -> Response:
    """Delete a run profile at once, or answer 406 if a task uses it.

    The switch `generic_delete_missing` decides the status if no such profile exists.
    """
    account = call.account
    if (
        call.path["id"] not in account.table("runProfiles")
        and account.switches["generic_delete_missing"] == "204"
    ):
        return no_content()
    profile = account.get("runProfiles", call.path["id"])
    if tasks_using_profile(account, profile["id"]):
        raise ApiError(HTTPStatus.NOT_ACCEPTABLE, "Run Profile in used")
    remove_profile(account, profile["id"], account.now())
    return no_content()


@operation(
    "search_run_profiles",
    "POST",
    f"{_PATH}/search",
    body=_SEARCH_REQUEST,
    permission=PERMISSION,
    errors_without_body=True,
)
def search_run_profiles(call: Call) -> Response:
    """Return a page of the matching run profiles, sorted by name and then by time of update, newest first."""
    account, body = call.account, call.body
    profiles = [profile for profile in _searchable_profiles(account) if _matches(profile, body)]
    profiles.sort(key=lambda profile: str(profile.get("updateDate", profile["createDate"])), reverse=True)
    profiles.sort(key=lambda profile: str(profile["name"]))
    limit, offset = body.get("limit", _MAX_PAGE_SIZE), body["offset"]
    items = [_to_base_run_profile(account, profile) for profile in profiles[offset : offset + limit]]
    return json_response({"items": items, "limit": limit, "offset": offset, "total": len(profiles)})


def _matches(profile: Record, body: Record) -> bool:
    return (
        body.get("processorType") in (None, profile.get("processorType"))
        and profile["processorId"] in body.get("processorIds", [profile["processorId"]])
        and profile["scopeId"] in body.get("scopeIds", [profile["scopeId"]])
        and body.get("name", "").lower() in profile["name"].lower()
        and body.get("runProfileType", profile["type"]) == profile["type"]
    )
