"""Run profiles of Pipeline Engines: five kinds, each with its own path and schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Answer,
    Record,
    as_json,
    bad_request,
    no_content,
    not_found,
)
from talend_processing.simulator.http.validation import (
    COUNT,
    FLAG,
    MOMENT,
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
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import PERMISSION

_ENGINE = "/processing/runtimes/pipeline-engines/{engineId}/run-profiles"
_MASK = "********"
_SHOWN = {**fields("id type", TEXT), **fields("createDate updateDate", MOMENT)}
"""What the reference's schemas hold for answers; a request may hold it too, and it changes nothing."""

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


def _kind(required: Mapping[str, Kind], optional: Mapping[str, Kind], shown: Mapping[str, Kind]) -> Shape:
    common = {"description": TEXT, "engineId": TEXT}
    return Shape({"name": NAME, **required}, {**common, **optional, **shown})


KINDS: dict[str, Shape] = {
    "standard": _kind({"configuration": _CONFIGURATION, "executionFramework": TEXT}, _PUSHDOWN, {}),
    "advanced": _kind({}, {"definition": TEXT, **_PUSHDOWN}, _SHOWN),
    "big-data": _kind(
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
        _SHOWN,
    ),
    "databricks": _kind({"microBatchInterval": COUNT}, {"databricks": _DATABRICKS, **_PARAMETERS}, _SHOWN),
    "data-integration": Shape({"name": NAME}, {"description": TEXT, "jvmArguments": TEXTS}),
}
"""What a request may hold, by kind."""

_COMMON = {"name", "description", "engineId", *_SHOWN}
"""What the definition of a profile leaves out: it is not special to its kind."""

_LISTED = ("name", "description", "engineId", "id", "type", "createDate", "updateDate")


@noun(
    "pipelineRunProfiles",
    "Run profile",
    Shape(
        {"name": NAME, "engineId": NAME, "type": Text(tuple(KINDS)), "definition": FreeMap()},
        {"id": NAME, "description": TEXT, **fields("createDate updateDate", MOMENT)},
    ),
    order=14,
)
def complete(world: World, given: Record) -> Record:
    """A run profile of a seed; `definition` holds what is special to its kind."""
    world.parent("pipelineEngines", given["engineId"], f"run profile {given['name']}")
    if faults := list(_wrong(given["type"], given["definition"])):
        raise SeedError(faults)
    return {"id": given.get("id") or world.hex_id(), "createDate": world.stamp(), **given}


def _wrong(kind: str, definition: Record) -> Iterator[str]:
    """What a request of this kind would be refused for."""
    required, optional = (
        {name: one for name, one in part.items() if name not in _COMMON}
        for part in (KINDS[kind].required, KINDS[kind].optional)
    )
    faults = list(Shape(required, optional).faults(definition, "definition"))
    yield from faults or _missing(kind, definition)


def _show(world: World, profile: Record) -> Record:
    found: Record = {name: value for name, value in profile.items() if name != "definition"}
    found |= profile["definition"]
    if profile["type"] == "data-integration":
        engine = world.table("pipelineEngines")[profile["engineId"]]
        found["runtimeId"] = engine["runtimeId"]
        if world.switches["data_integration_arguments"] == "string" and "jvmArguments" in found:
            found["jvmArguments"] = " ".join(found["jvmArguments"])
    databricks = found.get("databricks")
    rule = world.switches["databricks_token"]
    if isinstance(databricks, dict) and "token" in databricks and rule != "shown":
        rest = {name: value for name, value in databricks.items() if name != "token"}
        found["databricks"] = rest | ({"token": _MASK} if rule == "masked" else {})
    return found


def _check(call: Call, kind: str) -> None:
    body = call.body
    if body.get("engineId", call.path["engineId"]) != call.path["engineId"]:
        raise bad_request("engineId: not the engine that the path names")
    for reason in _missing(kind, body):
        raise bad_request(reason)


def _missing(kind: str, body: Record) -> list[str]:
    """What the reference asks for in words: fields that others make necessary."""
    if kind == "big-data" and body.get("isCheckpointingEnabled") and not body.get("checkPointFilePath"):
        return ["missing required field: checkPointFilePath"]
    target = body.get("databricks", {}).get("target") if kind == "databricks" else None
    if target is None:
        return []
    needed = "id" if target["cluster"] == "old" else "sparkVersion"
    return [] if target.get(needed) else [f"missing required field: databricks.target.{needed}"]


def _definition(body: Record) -> Record:
    return {name: value for name, value in body.items() if name not in _COMMON}


def _refuse_name(call: Call, kind: str, besides: str | None = None) -> None:
    if call.world.switches["duplicate_pipeline_profiles"] == "allow":
        return
    for other in call.world.table("pipelineRunProfiles").values():
        same = (other["engineId"], other["type"]) == (call.path["engineId"], kind)
        if same and same_name(call.world, other["name"], call.body["name"]) and other["id"] != besides:
            raise bad_request("name: a run profile of the engine has this name", other["id"])


def _find(call: Call, kind: str) -> Record:
    call.world.get("pipelineEngines", call.path["engineId"])
    profile = call.world.get("pipelineRunProfiles", call.path["runProfileId"])
    if (profile["engineId"], profile["type"]) != (call.path["engineId"], kind):
        raise not_found("Run profile", profile["id"])
    return profile


def _create(call: Call, kind: str, status: int) -> Answer:
    """The new profile is not shown: the reference lists no body."""
    world = call.world
    engine = world.get("pipelineEngines", call.path["engineId"])
    _check(call, kind)
    _refuse_name(call, kind)
    profile: Record = {
        "id": world.hex_id(),
        **{name: call.body[name] for name in ("name", "description") if name in call.body},
        "engineId": engine["id"],
        "type": kind,
        "createDate": world.stamp(),
        "updateDate": world.stamp(),
        "definition": _definition(call.body),
    }
    world.table("pipelineRunProfiles")[profile["id"]] = profile
    if world.switches["pipeline_create_body"] == "send":
        return as_json(_show(world, profile), status)
    answer = Answer(status)
    if world.switches["location_header"] == "send":
        path = _ENGINE.replace("{engineId}", engine["id"])
        answer.headers["Location"] = f"{path}/{kind}/{profile['id']}"
    return answer


def _update(call: Call, kind: str) -> Answer:
    """All that a request may hold is replaced."""
    profile = _find(call, kind)
    _check(call, kind)
    _refuse_name(call, kind, profile["id"])
    profile.pop("description", None)
    profile.update({name: call.body[name] for name in ("name", "description") if name in call.body})
    profile.update(definition=_definition(call.body), updateDate=call.world.stamp())
    return no_content()


def _get(call: Call, kind: str) -> Answer:
    return as_json(_show(call.world, _find(call, kind)))


def _serve(kind: str, shape: Shape) -> None:
    noun_name = f"{kind.replace('-', '_')}_run_profile"
    path, one = f"{_ENGINE}/{kind}", f"{_ENGINE}/{kind}/{{runProfileId}}"
    rest: dict[str, Any] = {"permission": PERMISSION}
    status = HTTPStatus.OK if kind == "data-integration" else HTTPStatus.CREATED
    create = partial(_create, kind=kind, status=status)
    operation(f"create_{noun_name}", "POST", path, body=shape, **rest)(create)
    operation(f"get_{noun_name}", "GET", one, **rest)(partial(_get, kind=kind))
    operation(f"update_{noun_name}", "PUT", one, body=shape, **rest)(partial(_update, kind=kind))


for _name, _shape in KINDS.items():
    _serve(_name, _shape)


@operation("list_pipeline_run_profiles", "GET", _ENGINE, permission=PERMISSION)
def list_pipeline_run_profiles(call: Call) -> Answer:
    """All run profiles of the engine, without what is special to their kinds."""
    world = call.world
    engine = world.get("pipelineEngines", call.path["engineId"])
    hidden = {"data-integration"} if world.switches["pipeline_list_kinds"] == "documented" else set()
    return as_json(
        [
            {name: profile[name] for name in _LISTED if name in profile}
            for profile in world.table("pipelineRunProfiles").values()
            if profile["engineId"] == engine["id"] and profile["type"] not in hidden
        ]
    )


@operation(
    "delete_pipeline_run_profile",
    "DELETE",
    f"{_ENGINE}/{{type}}/{{runProfileId}}",
    query={"newRunProfileId": NAME},
    permission=PERMISSION,
)
def delete_pipeline_run_profile(call: Call) -> Answer:
    """Gone at once; pipelines that used it take the replacement, which is one of the same engine."""
    world = call.world
    if call.path["type"] not in KINDS:
        raise bad_request(f"type: must be one of {', '.join(KINDS)}")
    profile = _find(call, call.path["type"])
    replacement = call.query.get("newRunProfileId")
    if replacement is not None:
        other = world.table("pipelineRunProfiles").get(replacement)
        if other is None or other is profile or other["engineId"] != profile["engineId"]:
            raise bad_request("newRunProfileId: not another run profile of the engine", replacement)
    del world.table("pipelineRunProfiles")[profile["id"]]
    return no_content()
