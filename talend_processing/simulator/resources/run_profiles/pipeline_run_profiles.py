"""Run profiles of Pipeline Engines. Each of the five profile types has its own path and schema."""

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
    Shape,
    Text,
    ValueType,
    fields,
)
from talend_processing.simulator.resources.listing import same_name
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import (
    PERMISSION,
    separate_unlisted_fields,
)

_PATH = "/processing/runtimes/pipeline-engines/{engineId}/run-profiles"
_MASK = "********"
_READ_ONLY = {**fields("id type", TEXT), **fields("createDate updateDate", DATE_TIME)}
"""Fields of responses that the reference also lists in some requests, where they are ignored."""

_PUSHDOWN: dict[str, ValueType] = {"pushdownPreferenceEnabled": FLAG, "warehouseName": TEXT}
_PARAMETERS: dict[str, ValueType] = {"parameters": FreeMap()}
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
    required: Mapping[str, ValueType], optional: Mapping[str, ValueType], read_only: Mapping[str, ValueType]
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
"""The fields of a profile in a list. All other fields depend on its type and are stored in `definition`."""


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
def fill_defaults(account: Account, seed_profile: Record) -> Record:
    """Fill in the defaults of a run profile in a seed."""
    account.referenced("pipelineEngines", seed_profile["engineId"], f"run profile {seed_profile['name']}")
    if errors := list(_definition_errors(seed_profile["type"], seed_profile["definition"])):
        raise SeedError(errors)
    return {"id": seed_profile.get("id") or account.hex_id(), "createDate": account.stamp(), **seed_profile}


def _definition_errors(profile_type: str, definition: Record) -> Iterator[str]:
    """Yield the errors of the definition of a profile in a seed."""
    request = _REQUESTS[profile_type]
    shape = Shape(_definition(request.required), _definition(request.optional))
    errors = list(shape.errors(definition, "definition"))
    yield from errors or _missing_fields(profile_type, definition)


def _to_api(account: Account, profile: Record) -> Record:
    hidden = {"definition", "unlisted"}
    api_profile: Record = profile.get("unlisted", {}) | {
        name: value for name, value in profile.items() if name not in hidden
    }
    api_profile |= profile["definition"]
    if profile["type"] == "data-integration":
        engine = account.table("pipelineEngines")[profile["engineId"]]
        api_profile["runtimeId"] = engine["runtimeId"]
        if account.switches["data_integration_arguments"] == "string" and "jvmArguments" in api_profile:
            api_profile["jvmArguments"] = " ".join(api_profile["jvmArguments"])
    databricks = api_profile.get("databricks")
    visibility = account.switches["databricks_token"]
    if isinstance(databricks, dict) and "token" in databricks and visibility != "shown":
        without_token = {name: value for name, value in databricks.items() if name != "token"}
        api_profile["databricks"] = without_token | ({"token": _MASK} if visibility == "masked" else {})
    return api_profile


def _check_body(call: Call, profile_type: str) -> None:
    body = call.body
    if body.get("engineId", call.path["engineId"]) != call.path["engineId"]:
        raise bad_request("engineId: must be the engine in the path")
    for reason in _missing_fields(profile_type, body):
        raise bad_request(reason)


def _missing_fields(profile_type: str, body: Record) -> list[str]:
    """Return an error if the value of a field requires another field, which is missing."""
    if (
        profile_type == "big-data"
        and body.get("isCheckpointingEnabled")
        and not body.get("checkPointFilePath")
    ):
        return ["missing required field: checkPointFilePath"]
    target = body.get("databricks", {}).get("target") if profile_type == "databricks" else None
    if target is None:
        return []
    required = "id" if target["cluster"] == "old" else "sparkVersion"
    return [] if target.get(required) else [f"missing required field: databricks.target.{required}"]


def _definition(request_fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that belong into the `definition` of a profile."""
    return {name: value for name, value in request_fields.items() if name not in _COMMON_FIELDS}


def _refuse_duplicate_name(call: Call, profile_type: str, except_id: str | None = None) -> None:
    if call.account.switches["duplicate_pipeline_profiles"] == "allow":
        return
    for other in call.account.table("pipelineRunProfiles").values():
        if (other["engineId"], other["type"]) != (call.path["engineId"], profile_type):
            continue
        if same_name(call.account, other["name"], call.body["name"]) and other["id"] != except_id:
            raise bad_request("name: a run profile of the engine has this name", other["id"])


def _find(call: Call, profile_type: str) -> Record:
    call.account.get("pipelineEngines", call.path["engineId"])
    profile = call.account.get("pipelineRunProfiles", call.path["runProfileId"])
    if (profile["engineId"], profile["type"]) != (call.path["engineId"], profile_type):
        raise not_found("Run profile", profile["id"])
    return profile


def _create(call: Call, profile_type: str, status: int) -> Response:
    """Create a profile. The response has no body, unless the switch `pipeline_create_body` is `send`."""
    account = call.account
    engine = account.get("pipelineEngines", call.path["engineId"])
    _check_body(call, profile_type)
    _refuse_duplicate_name(call, profile_type)
    profile: Record = {
        "id": account.hex_id(),
        **{name: call.body[name] for name in ("name", "description") if name in call.body},
        "engineId": engine["id"],
        "type": profile_type,
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
        response.headers["Location"] = f"{path}/{profile_type}/{profile['id']}"
    return response


def _update(call: Call, profile_type: str) -> Response:
    """Replace the fields of a profile.

    The switch `profile_put_omitted` decides whether an omitted description remains.
    """
    profile = _find(call, profile_type)
    _check_body(call, profile_type)
    _refuse_duplicate_name(call, profile_type, profile["id"])
    listed = separate_unlisted_fields(call.account, profile, call.body, _REQUESTS[profile_type])
    if call.account.switches["profile_put_omitted"] == "drop":
        profile.pop("description", None)
    profile.update({name: listed[name] for name in ("name", "description") if name in listed})
    profile.update(definition=_definition(listed), updateDate=call.account.stamp())
    return no_content()


def _get(call: Call, profile_type: str) -> Response:
    return json_response(_to_api(call.account, _find(call, profile_type)))


def _register_operations(profile_type: str, shape: Shape) -> None:
    """Register the operations that create, read and update the run profiles of one type."""
    resource_name = f"{profile_type.replace('-', '_')}_run_profile"
    path = f"{_PATH}/{profile_type}"
    profile_path = f"{path}/{{runProfileId}}"
    options: dict[str, Any] = {"permission": PERMISSION}
    status = HTTPStatus.OK if profile_type == "data-integration" else HTTPStatus.CREATED
    create = partial(_create, profile_type=profile_type, status=status)
    operation(f"create_{resource_name}", "POST", path, body=shape, **options)(create)
    operation(f"get_{resource_name}", "GET", profile_path, **options)(
        partial(_get, profile_type=profile_type)
    )
    operation(f"update_{resource_name}", "PUT", profile_path, body=shape, **options)(
        partial(_update, profile_type=profile_type)
    )


for _profile_type, _shape in _REQUESTS.items():
    _register_operations(_profile_type, _shape)


@operation("list_pipeline_run_profiles", "GET", _PATH, permission=PERMISSION)
def list_pipeline_run_profiles(call: Call) -> Response:
    """Return an array of the run profiles of an engine, without the fields that are specific to a type."""
    account = call.account
    engine = account.get("pipelineEngines", call.path["engineId"])
    omitted_types = {"data-integration"} if account.switches["pipeline_list_kinds"] == "documented" else set()
    return json_response(
        [
            {name: profile[name] for name in _COMMON_FIELDS if name in profile}
            for profile in account.table("pipelineRunProfiles").values()
            if profile["engineId"] == engine["id"] and profile["type"] not in omitted_types
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
    new_id = call.query.get("newRunProfileId")
    if new_id is not None:
        new = account.table("pipelineRunProfiles").get(new_id)
        if new is None or new is profile or new["engineId"] != profile["engineId"]:
            raise bad_request("newRunProfileId: must be another run profile of the engine", new_id)
    del account.table("pipelineRunProfiles")[profile["id"]]
    return no_content()
