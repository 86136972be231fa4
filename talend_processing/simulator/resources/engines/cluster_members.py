"""Which engines are in a cluster, and how the tasks of an engine follow it there."""

from __future__ import annotations

from talend_processing.simulator.account.account import World
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Answer,
    ApiError,
    Record,
    bad_request,
    conflict,
    no_content,
    not_found,
)
from talend_processing.simulator.http.validation import NAME, Shape, Text
from talend_processing.simulator.resources.engines.engines import PERMISSION
from talend_processing.simulator.resources.executions.scheduled import move_tasks
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import (
    CLUSTER,
    add_profile,
    profiles_of,
)
from talend_processing.simulator.resources.workspaces import environment_of

_PATH = "/processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}"
_DUPLICATE, _OF_CLUSTER = "DUPLICATE_RUN_PROFILES", "CLUSTER_RUN_PROFILE"
_RESCHEDULE_OPTIONS = Shape({}, {"method": Text(("DEFAULT", _DUPLICATE, _OF_CLUSTER)), "runProfileId": NAME})


def members(world: World, cluster_id: str) -> list[Record]:
    """The engines of a cluster."""
    engines = world.table("remoteEngines").values()
    return [engine for engine in engines if engine.get("clusterId") == cluster_id]


def join(world: World, cluster: Record, engine: Record) -> None:
    """The engine is in the cluster, and so in the cluster's workspace."""
    engine["clusterId"] = cluster["id"]
    if world.switches["member_workspace"] == "move":
        engine["workspaceId"] = cluster["workspaceId"]
    engine["updateDate"] = cluster["updateDate"] = world.stamp()


def _copies(world: World, cluster: Record, engine: Record) -> dict[str, str]:
    """The engine's profiles in the cluster, by the id of the engine's; those of a known name are kept."""
    there = {profile["name"]: profile["id"] for profile in profiles_of(world, cluster["id"])}
    found: dict[str, str] = {}
    for profile in profiles_of(world, engine["id"]):
        if profile["name"] not in there:
            same: Record = {
                name: profile[name]
                for name in ("name", "description", "jvmArguments", "type")
                if name in profile
            }
            copy = add_profile(world, CLUSTER, cluster["id"], profile["scopeId"], same)
            there[profile["name"]] = copy["id"]
        found[profile["id"]] = there[profile["name"]]
    return found


def _refuse(world: World, cluster: Record, engine: Record) -> None:
    current = engine.get("clusterId")
    if current == cluster["id"]:
        if world.switches["member_again"] == "conflict":
            raise conflict("The engine is in the cluster already")
    elif current and world.switches["member_elsewhere"] == "conflict":
        raise conflict("The engine is in another cluster", f"remove it from cluster {current} first")
    if environment_of(world, engine["workspaceId"]) != environment_of(world, cluster["workspaceId"]):
        status = int(str(world.switches["member_environment_status"]))
        raise ApiError(status, "The engine is in another environment than the cluster")


@operation(
    "add_cluster_engine", "PUT", _PATH, body=_RESCHEDULE_OPTIONS, body_optional=True, permission=PERMISSION
)
def add_cluster_engine(call: Call) -> Answer:
    """The engine joins; its tasks run on the cluster, with the run profile that the method says."""
    world, options = call.world, call.body or {}
    cluster = world.get("clusters", call.path["clusterId"])
    engine = world.get("remoteEngines", call.path["engineId"])
    if world.switches["reschedule_fields"] == "required":
        for name in ("method", "runProfileId"):
            if name not in options:
                raise bad_request(f"missing required field: {name}")
    method, profile_id = options.get("method", "DEFAULT"), options.get("runProfileId")
    if method == _OF_CLUSTER and profile_id not in {one["id"] for one in profiles_of(world, cluster["id"])}:
        raise bad_request("runProfileId: not a run profile of the cluster", str(profile_id))
    _refuse(world, cluster, engine)
    join(world, cluster, engine)
    copies = _copies(world, cluster, engine) if method == _DUPLICATE else {}
    move_tasks(world, engine["id"], cluster["id"], copies, profile_id if method == _OF_CLUSTER else None)
    return no_content()


@operation("remove_cluster_engine", "DELETE", _PATH, permission=PERMISSION)
def remove_cluster_engine(call: Call) -> Answer:
    """The engine leaves; it stays in the cluster's workspace, and its former tasks with the cluster."""
    world = call.world
    cluster = world.get("clusters", call.path["clusterId"])
    engine = world.get("remoteEngines", call.path["engineId"])
    if engine.get("clusterId") != cluster["id"]:
        raise not_found("Engine in the cluster", engine["id"])
    del engine["clusterId"]
    engine["updateDate"] = cluster["updateDate"] = world.stamp()
    return no_content()
