"""Run profiles of Pipeline Engines. Each of the five types has its own path and schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Record,
    Response,
    bad_request,
    json_response,
    no_content,
    not_found,
)
from talend_processing.simulator.http.validation import (
    COUNT,
    DATE_TIME,
    FLAG,
    NAME,
    TEXT,
    TEXTS,
    FreeMap,
    Kind,
    Shape,
    Text,
    fields,
)
from talend_processing.simulator.resources.listing import same_name
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import (
    PERMISSION,
    store_unlisted_fields,
)

_PATH = "/processing/runtimes/pipeline-engines/{engineId}/run-profiles"
_MASK = "********"
_READ_ONLY = {**fields("id type", TEXT), **fields("createDate updateDate", DATE_TIME)}
"""Fields of responses that the reference also lists in some requests, where they are ignored."""

_PUSHDOWN: dict[str, Kind] = {"pushdownPreferenceEnabled": FLAG, "warehouseName": TEXT}
_PARAMETERS: dict[str, Kind] = {"parameters": FreeMap()}
_CONFIGURATION = Shape({"numberOfThreads": COUNT, "microBatchInterval": COUNT}, _PARAMETERS)
_YARN = Shape(
    {"type": Text(("Fixed", "Dynamic"))},
    fields(
        "initialExecutors minExecutors maxExecutors coresPerExecutor executorMemory executorsNumber", COUNT
    ),
)
_TARGET = Shape(
    {"cluster": Text(("new", "old")), "nodeTypeId": TEXT, "logsDestination": TEXT, "workersNumber": COUNT},
    fields("id sparkVersion", TEXT),
)
_DATABRICKS = Shape(
    {
        "endpoint": NAME,
        "stagingLocation": NAME,
        "target": _TARGET,
        "cloudProvider": Text(("AWS", "Azure")),
    },
    {"token": TEXT},
)


def _request(
    required: Mapping[str, Kind], optional: Mapping[str, Kind], read_only: Mapping[str, Kind]
) -> Shape:
    common = {"description": TEXT, "engineId": TEXT}
    return Shape({"name": NAME, **required}, {**common, **optional, **read_only})


_REQUESTS: dict[str, Shape] = {
    "standard": _request({"configuration": _CONFIGURATION, "executionFramework": TEXT}, _PUSHDOWN, {}),
    "advanced": _request({}, {"definition": TEXT, **_PUSHDOWN}, _READ_ONLY),
    "big-data": _request(
        {
            **fields("microBatchInterval streamingTimeout executorMemoryOverhead", COUNT),
            "temporaryStorage": TEXT,
            "yarnStrategy": _YARN,
        },
        {
            **fields("distribution executionFramework yarnQueue checkPointFilePath", TEXT),
            **fields("driverCores driverMemory", COUNT),
            "isCheckpointingEnabled": FLAG,
            **_PARAMETERS,
        },
        _READ_ONLY,
    ),
    "databricks": _request(
        {"microBatchInterval": COUNT}, {"databricks": _DATABRICKS, **_PARAMETERS}, _READ_ONLY
    ),
    "data-integration": Shape({"name": NAME}, {"description": TEXT, "jvmArguments": TEXTS}),
}
"""The request bodies that create or update a profile, by the type of the profile."""

_COMMON_FIELDS = ("name", "description", "engineId", "id", "type", "createDate", "updateDate")
"""The fields of a profile in a list. The fields that are specific to a type are stored in `definition`."""


@resource(
    "pipelineRunProfiles",
    "Run profile",
    Shape(
        {"name": NAME, "engineId": NAME, "type": Text(tuple(_REQUESTS)), "definition": FreeMap()},
        {
            "id": NAME,
            "description": TEXT,
            "unlisted": FreeMap(),
            **fields("createDate updateDate", DATE_TIME),
        },
    ),
    order=14,
)
def fill_defaults(account: Account, given: Record) -> Record:
    """Fill in the defaults of a run profile in a seed."""
    account.referenced("pipelineEngines", given["engineId"], f"run profile {given['name']}")
    if errors := list(_definition_errors(given["type"], given["definition"])):
        raise SeedError(errors)
    return {"id": given.get("id") or account.hex_id(), "createDate": account.stamp(), **given}


def _definition_errors(kind: str, definition: Record) -> Iterator[str]:
    """Yield the errors of a request with this definition."""
    required, optional = (
        {name: one for name, one in part.items() if name not in _COMMON_FIELDS}
        for part in (_REQUESTS[kind].required, _REQUESTS[kind].optional)
    )
    errors = list(Shape(required, optional).errors(definition, "definition"))
    yield from errors or _missing_fields(kind, definition)


def _to_api(account: Account, profile: Record) -> Record:
    hidden = {"definition", "unlisted"}
    found: Record = profile.get("unlisted", {}) | {
        name: value for name, value in profile.items() if name not in hidden
    }
    found |= profile["definition"]
    if profile["type"] == "data-integration":
        engine = account.table("pipelineEngines")[profile["engineId"]]
        found["runtimeId"] = engine["runtimeId"]
        if account.switches["data_integration_arguments"] == "string" and "jvmArguments" in found:
            found["jvmArguments"] = " ".join(found["jvmArguments"])
    databricks = found.get("databricks")
    rule = account.switches["databricks_token"]
    if isinstance(databricks, dict) and "token" in databricks and rule != "shown":
        rest = {name: value for name, value in databricks.items() if name != "token"}
        found["databricks"] = rest | ({"token": _MASK} if rule == "masked" else {})
    return found


def _check_body(call: Call, kind: str) -> None:
    body = call.body
    if body.get("engineId", call.path["engineId"]) != call.path["engineId"]:
        raise bad_request("engineId: must be the engine in the path")
    for reason in _missing_fields(kind, body):
        raise bad_request(reason)


def _missing_fields(kind: str, body: Record) -> list[str]:
    """Return an error if the value of a field requires another field, which is missing."""
    if kind == "big-data" and body.get("isCheckpointingEnabled") and not body.get("checkPointFilePath"):
        return ["missing required field: checkPointFilePath"]
    target = body.get("databricks", {}).get("target") if kind == "databricks" else None
    if target is None:
        return []
    needed = "id" if target["cluster"] == "old" else "sparkVersion"
    return [] if target.get(needed) else [f"missing required field: databricks.target.{needed}"]


def _definition(body: Record) -> Record:
    return {name: value for name, value in body.items() if name not in _COMMON_FIELDS}


def _refuse_duplicate_name(call: Call, kind: str, except_id: str | None = None) -> None:
    if call.account.switches["duplicate_pipeline_profiles"] == "allow":
        return
    for other in call.account.table("pipelineRunProfiles").values():
        same = (other["engineId"], other["type"]) == (call.path["engineId"], kind)
        if same and same_name(call.account, other["name"], call.body["name"]) and other["id"] != except_id:
            raise bad_request("name: a run profile of the engine has this name", other["id"])


def _find(call: Call, kind: str) -> Record:
    call.account.get("pipelineEngines", call.path["engineId"])
    profile = call.account.get("pipelineRunProfiles", call.path["runProfileId"])
    if (profile["engineId"], profile["type"]) != (call.path["engineId"], kind):
        raise not_found("Run profile", profile["id"])
    return profile


def _create(call: Call, kind: str, status: int) -> Response:
    """Create a profile. The response has no body, unless the switch `pipeline_create_body` is `send`."""
    account = call.account
    engine = account.get("pipelineEngines", call.path["engineId"])
    _check_body(call, kind)
    _refuse_duplicate_name(call, kind)
    profile: Record = {
        "id": account.hex_id(),
        **{name: call.body[name] for name in ("name", "description") if name in call.body},
        "engineId": engine["id"],
        "type": kind,
        "createDate": account.stamp(),
        "updateDate": account.stamp(),
        "definition": _definition(call.body),
    }
    account.table("pipelineRunProfiles")[profile["id"]] = profile
    if account.switches["pipeline_create_body"] == "send":
        return json_response(_to_api(account, profile), status)
    response = Response(status)
    if account.switches["location_header"] == "send":
        path = _PATH.replace("{engineId}", engine["id"])
        response.headers["Location"] = f"{path}/{kind}/{profile['id']}"
    return response


def _update(call: Call, kind: str) -> Response:
    """Replace the fields of a profile.

    The switch `profile_put_omitted` decides whether an omitted description remains.
    """
    profile = _find(call, kind)
    _check_body(call, kind)
    _refuse_duplicate_name(call, kind, profile["id"])
    known = store_unlisted_fields(call.account, profile, call.body, _REQUESTS[kind])
    if call.account.switches["profile_put_omitted"] == "drop":
        profile.pop("description", None)
    profile.update({name: known[name] for name in ("name", "description") if name in known})
    profile.update(definition=_definition(known), updateDate=call.account.stamp())
    return no_content()


def _get(call: Call, kind: str) -> Response:
    return json_response(_to_api(call.account, _find(call, kind)))


def _register_operations(kind: str, shape: Shape) -> None:
    """Register the operations that create, read and update a type of run profile."""
    resource_name = f"{kind.replace('-', '_')}_run_profile"
    path = f"{_PATH}/{kind}"
    profile_path = f"{path}/{{runProfileId}}"
    options: dict[str, Any] = {"permission": PERMISSION}
    status = HTTPStatus.OK if kind == "data-integration" else HTTPStatus.CREATED
    create = partial(_create, kind=kind, status=status)
    operation(f"create_{resource_name}", "POST", path, body=shape, **options)(create)
    operation(f"get_{resource_name}", "GET", profile_path, **options)(partial(_get, kind=kind))
    operation(f"update_{resource_name}", "PUT", profile_path, body=shape, **options)(
        partial(_update, kind=kind)
    )


for _name, _shape in _REQUESTS.items():
    _register_operations(_name, _shape)


@operation("list_pipeline_run_profiles", "GET", _PATH, permission=PERMISSION)
def list_pipeline_run_profiles(call: Call) -> Response:
    """Return an array of the run profiles of an engine, without the fields that are specific to a type."""
    account = call.account
    engine = account.get("pipelineEngines", call.path["engineId"])
    omitted = {"data-integration"} if account.switches["pipeline_list_kinds"] == "documented" else set()
    return json_response(
        [
            {name: profile[name] for name in _COMMON_FIELDS if name in profile}
            for profile in account.table("pipelineRunProfiles").values()
            if profile["engineId"] == engine["id"] and profile["type"] not in omitted
        ]
    )


@operation(
    "delete_pipeline_run_profile",
    "DELETE",
    f"{_PATH}/{{type}}/{{runProfileId}}",
    query={"newRunProfileId": NAME},
    permission=PERMISSION,
)
def delete_pipeline_run_profile(call: Call) -> Response:
    """Delete a profile at once. `newRunProfileId` is validated but has no effect."""
    account = call.account
    if call.path["type"] not in _REQUESTS:
        raise bad_request(f"type: must be one of {', '.join(_REQUESTS)}")
    profile = _find(call, call.path["type"])
    replacement = call.query.get("newRunProfileId")
    if replacement is not None:
        other = account.table("pipelineRunProfiles").get(replacement)
        if other is None or other is profile or other["engineId"] != profile["engineId"]:
            raise bad_request("newRunProfileId: must be another run profile of the engine", replacement)
    del account.table("pipelineRunProfiles")[profile["id"]]
    return no_content()
