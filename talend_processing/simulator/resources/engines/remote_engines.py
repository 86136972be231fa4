"""Remote Engines."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Answer,
    Record,
    as_json,
    bad_request,
    created,
    no_content,
)
from talend_processing.simulator.http.validation import (
    FLAG,
    MOMENT,
    NAME,
    TEXT,
    Array,
    Kind,
    Shape,
    Text,
    fields,
)
from talend_processing.simulator.resources.engines.engines import (
    PERMISSION,
    READING,
    complete_engine,
    new_engine,
    refuse_conflicts,
    unpair,
)
from talend_processing.simulator.resources.executions.scheduled import release_tasks
from talend_processing.simulator.resources.listing import RUNTIME_FIELDS, listed, search, without_key
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import drop_profiles
from talend_processing.simulator.resources.workspaces import environment_of, workspace_info

PATH = "/processing/runtimes/remote-engines"
TYPES = ("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME")
_NEED_ESB = {"MICROSERVICE", "TALEND_RUNTIME"}
_OWN: dict[str, Kind] = {
    "runProfiles": Array(Text(TYPES)),
    "debug": Shape({"host": NAME}),
    "description": TEXT,
    "esbCompatibilityVersion": NAME,
}
_ENGINE_REQUEST = Shape({"name": NAME, "environmentId": NAME}, {"workspaceId": NAME, **_OWN})
_FIELDS = (*RUNTIME_FIELDS, "status", "clusterId", "runProfiles", "debug.host", "esbCompatibilityVersion")


@noun(
    "remoteEngines",
    "Engine",
    Shape(
        {"name": NAME, "workspaceId": NAME},
        {
            **_OWN,
            **fields("id runtimeId preAuthorizedKey", NAME),
            **fields("createDate updateDate", MOMENT),
            "status": Text(("PAIRED", "NOT_PAIRED")),
            "availability": Text(("AVAILABLE", "NOT_AVAILABLE", "RETIRED")),
            "managed": FLAG,
            "clusterId": NAME,
        },
    ),
    order=11,
)
def complete(world: World, given: Record) -> Record:
    """A Remote Engine of a seed; in a cluster it is in the cluster's workspace, where joining moves it."""
    engine = complete_engine(world, {"runProfiles": ["JOB_SERVER"], **given}, "engine")
    if "clusterId" in engine:
        cluster = world.parent("clusters", engine["clusterId"], f"engine {engine['name']}")
        moves = world.switches["member_workspace"] == "move"
        if moves and engine["workspaceId"] != cluster["workspaceId"]:
            there, other = (_place(world, one["workspaceId"]) for one in (engine, cluster))
            fault = f"engine {engine['name']} is in {there}, and its cluster {cluster['name']} in {other}"
            raise SeedError([f"{fault}: give them one workspace"], at_value=engine["clusterId"])
    return engine


def _place(world: World, workspace_id: str) -> str:
    return f"workspace {workspace_id} of environment {environment_of(world, workspace_id)}"


def show(world: World, engine: Record) -> Record:
    """An Engine of the reference."""
    found = {name: value for name, value in engine.items() if name != "workspaceId"}
    found["workspace"] = workspace_info(world, engine["workspaceId"])
    return found


@operation(
    "list_remote_engines", "GET", PATH, query={"query": TEXT}, permission=PERMISSION, or_permission=READING
)
def list_remote_engines(call: Call) -> Answer:
    """All Remote Engines, as a bare array."""
    engines = listed(call.world, call.world.table("remoteEngines").values())
    found = [without_key(call.world, show(call.world, engine)) for engine in engines]
    return as_json(search(call, found, "query", _FIELDS))


@operation("create_remote_engine", "POST", PATH, body=_ENGINE_REQUEST, permission=PERMISSION)
def create_remote_engine(call: Call) -> Answer:
    """A new engine, which waits to be paired."""
    body = call.body
    if _NEED_ESB & set(body.get("runProfiles", ())) and "esbCompatibilityVersion" not in body:
        raise bad_request(
            "missing required field: esbCompatibilityVersion",
            "it is mandatory if the profile TALEND_RUNTIME or MICROSERVICE is selected",
        )
    engine = new_engine(call, "remoteEngines")
    engine["runProfiles"] = body.get("runProfiles", ["JOB_SERVER"])
    engine |= {name: body[name] for name in ("debug", "esbCompatibilityVersion") if name in body}
    call.world.table("remoteEngines")[engine["id"]] = engine
    return created(show(call.world, engine))


@operation("get_remote_engine", "GET", f"{PATH}/{{id}}", permission=PERMISSION, or_permission=READING)
def get_remote_engine(call: Call) -> Answer:
    """One engine."""
    return as_json(show(call.world, call.world.get("remoteEngines", call.path["id"])))


@operation("delete_remote_engine", "DELETE", f"{PATH}/{{id}}", permission=PERMISSION)
def delete_remote_engine(call: Call) -> Answer:
    """The engine is gone, and its run profiles with it; its tasks are paused and go to the Cloud Engine."""
    engine = call.world.get("remoteEngines", call.path["id"])
    refuse_conflicts(call.world, engine)
    del call.world.table("remoteEngines")[engine["id"]]
    drop_profiles(call.world, engine["id"])
    release_tasks(call.world, engine["id"])
    return no_content()


@operation(
    "unpair_remote_engine",
    "DELETE",
    f"{PATH}/{{id}}/pairing",
    query={"keepOsgiDeployments": FLAG, "keepMicroserviceDeployments": FLAG},
    permission=PERMISSION,
)
def unpair_remote_engine(call: Call) -> Answer:
    """The engine waits to be paired again."""
    return unpair(call, call.world.get("remoteEngines", call.path["id"]))
