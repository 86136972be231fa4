"""Pipeline Engines, which the reference calls Remote Engine Gen2."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, Record, as_json, created, no_content
from talend_processing.simulator.http.validation import FLAG, MOMENT, NAME, TEXT, Shape, Text, fields
from talend_processing.simulator.resources.engines.engines import (
    PERMISSION,
    READING,
    complete_engine,
    new_engine,
    refuse_conflicts,
    unpair,
)
from talend_processing.simulator.resources.listing import RUNTIME_FIELDS, listed, search, without_key
from talend_processing.simulator.resources.workspaces import workspace_info

_PATH = "/processing/runtimes/pipeline-engines"
_ENGINE_REQUEST = Shape({"name": NAME, "environmentId": NAME}, {"workspaceId": NAME, "description": TEXT})
_FIELDS = (*RUNTIME_FIELDS, "status", "cloudRunner", "runStatus")


@noun(
    "pipelineEngines",
    "Pipeline engine",
    Shape(
        {"name": NAME, "workspaceId": NAME},
        {
            **fields("id runtimeId preAuthorizedKey runStatus", NAME),
            **fields("createDate updateDate", MOMENT),
            "description": TEXT,
            "status": Text(("PAIRED", "NOT_PAIRED")),
            "availability": Text(("AVAILABLE", "NOT_AVAILABLE", "RETIRED")),
            "managed": FLAG,
            "cloudRunner": FLAG,
        },
    ),
    order=13,
)
def complete(world: World, given: Record) -> Record:
    """A Pipeline Engine of a seed."""
    return complete_engine(world, {"cloudRunner": False, **given}, "pipeline engine")


def show(world: World, engine: Record) -> Record:
    """A PipelineEngine of the reference."""
    found = {name: value for name, value in engine.items() if name != "workspaceId"}
    found["workspace"] = workspace_info(world, engine["workspaceId"])
    return found


@operation(
    "list_pipeline_engines", "GET", _PATH, query={"query": TEXT}, permission=PERMISSION, or_permission=READING
)
def list_pipeline_engines(call: Call) -> Answer:
    """All Pipeline Engines, as a bare array."""
    engines = listed(call.world, call.world.table("pipelineEngines").values())
    found = [without_key(call.world, show(call.world, engine)) for engine in engines]
    return as_json(search(call, found, "query", _FIELDS))


@operation("create_pipeline_engine", "POST", _PATH, body=_ENGINE_REQUEST, permission=PERMISSION)
def create_pipeline_engine(call: Call) -> Answer:
    """A new engine, which waits to be paired."""
    engine: Record = {**new_engine(call, "pipelineEngines"), "cloudRunner": False}
    call.world.table("pipelineEngines")[engine["id"]] = engine
    return created(show(call.world, engine))


@operation(
    "get_pipeline_engine", "GET", f"{_PATH}/{{engineId}}", permission=PERMISSION, or_permission=READING
)
def get_pipeline_engine(call: Call) -> Answer:
    """One engine."""
    return as_json(show(call.world, call.world.get("pipelineEngines", call.path["engineId"])))


@operation("delete_pipeline_engine", "DELETE", f"{_PATH}/{{engineId}}", permission=PERMISSION)
def delete_pipeline_engine(call: Call) -> Answer:
    """The engine is gone, and its run profiles with it."""
    world = call.world
    engine = world.get("pipelineEngines", call.path["engineId"])
    refuse_conflicts(world, engine)
    del world.table("pipelineEngines")[engine["id"]]
    profiles = world.table("pipelineRunProfiles")
    for profile in [one for one in profiles.values() if one["engineId"] == engine["id"]]:
        del profiles[profile["id"]]
    return no_content()


@operation("unpair_pipeline_engine", "DELETE", f"{_PATH}/{{engineId}}/pairing", permission=PERMISSION)
def unpair_pipeline_engine(call: Call) -> Answer:
    """The engine waits to be paired again."""
    return unpair(call, call.world.get("pipelineEngines", call.path["engineId"]))
