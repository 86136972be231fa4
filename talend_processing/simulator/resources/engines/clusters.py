"""Remote Engine clusters."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Answer,
    Record,
    as_json,
    bad_request,
    created,
    no_content,
)
from talend_processing.simulator.http.validation import FLAG, MOMENT, NAME, TEXT, Array, Shape, fields
from talend_processing.simulator.resources.engines.cluster_members import join, members
from talend_processing.simulator.resources.engines.engines import PERMISSION, READING
from talend_processing.simulator.resources.executions.scheduled import release_tasks
from talend_processing.simulator.resources.listing import (
    RUNTIME_FIELDS,
    listed,
    note_created,
    same_name,
    search,
)
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import drop_profiles
from talend_processing.simulator.resources.workspaces import place, workspace_info

_PATH = "/processing/runtimes/remote-engine-clusters"
_CLUSTER_REQUEST = Shape(
    {
        "name": NAME,
        "workspaceId": NAME,
        "environmentId": NAME,
        "description": TEXT,
        "remoteEngines": Array(NAME),
    }
)


@noun(
    "clusters",
    "Cluster",
    Shape(
        {"name": NAME, "workspaceId": NAME},
        {
            **fields("id runtimeId", NAME),
            **fields("createDate updateDate", MOMENT),
            "description": TEXT,
            "managed": FLAG,
        },
    ),
    order=10,
)
def complete(world: World, given: Record) -> Record:
    """A cluster of a seed; its engines name it by their `clusterId`."""
    world.parent("workspaces", given["workspaceId"], f"cluster {given['name']}")
    return {
        "id": given.get("id") or world.hex_id(),
        "createDate": world.stamp(),
        "runtimeId": world.uuid(),
        "managed": False,
        **given,
    }


def show(world: World, cluster: Record, *, engines: bool = True) -> Record:
    """An EngineCluster of the reference, or a BaseEngine, which has no `engines`."""
    found = {name: value for name, value in cluster.items() if name != "workspaceId"}
    found["workspace"] = workspace_info(world, cluster["workspaceId"])
    own = members(world, cluster["id"])
    available = any(engine["availability"] == "AVAILABLE" for engine in own)
    found["availability"] = "AVAILABLE" if available else "NOT_AVAILABLE"
    if engines:
        found["engines"] = [engine["id"] for engine in own]
    return found


@operation("list_clusters", "GET", _PATH, query={"_s": TEXT}, permission=PERMISSION, or_permission=READING)
def list_clusters(call: Call) -> Answer:
    """All clusters, as a bare array."""
    with_engines = call.world.switches["cluster_list_engines"] == "include"
    clusters = listed(call.world, call.world.table("clusters").values())
    found = [show(call.world, cluster, engines=with_engines) for cluster in clusters]
    return as_json(search(call, found, "_s", RUNTIME_FIELDS))


@operation("create_cluster", "POST", _PATH, body=_CLUSTER_REQUEST, permission=PERMISSION)
def create_cluster(call: Call) -> Answer:
    """A new cluster with its engines, which must all be able to join."""
    world, body = call.world, call.body
    workspace_id = place(world, body)
    if world.switches["duplicate_cluster_names"] == "refuse":
        for other in world.table("clusters").values():
            there = other["workspaceId"] == workspace_id
            if there and same_name(world, other["name"], body["name"]):
                raise bad_request("name: a cluster of the workspace has this name", f"cluster {other['id']}")
    cluster: Record = {
        "id": world.hex_id(),
        "name": body["name"],
        "description": body["description"],
        "workspaceId": workspace_id,
        "createDate": world.stamp(),
        "updateDate": world.stamp(),
        "runtimeId": world.uuid(),
        "managed": False,
    }
    engines: list[Record] = []
    for engine_id in body["remoteEngines"]:
        engine = world.table("remoteEngines").get(engine_id)
        if engine is None:
            raise bad_request("remoteEngines: no such engine", f"no engine has the id {engine_id}")
        if engine.get("clusterId"):
            raise bad_request(
                "remoteEngines: the engine is in another cluster",
                f"engine {engine_id}: {engine['clusterId']}",
            )
        if world.table("workspaces")[engine["workspaceId"]]["environmentId"] != body["environmentId"]:
            raise bad_request("remoteEngines: the engine is in another environment", f"engine {engine_id}")
        engines.append(engine)
    world.table("clusters")[cluster["id"]] = note_created(world, cluster)
    for engine in engines:
        join(world, cluster, engine)
    return created(show(world, cluster))


@operation("get_cluster", "GET", f"{_PATH}/{{clusterId}}", permission=PERMISSION, or_permission=READING)
def get_cluster(call: Call) -> Answer:
    """One cluster with the ids of its engines."""
    return as_json(show(call.world, call.world.get("clusters", call.path["clusterId"])))


@operation("delete_cluster", "DELETE", f"{_PATH}/{{clusterId}}", permission=PERMISSION)
def delete_cluster(call: Call) -> Answer:
    """The cluster is gone, and its run profiles with it; its engines stay."""
    world = call.world
    cluster = world.get("clusters", call.path["clusterId"])
    own = members(world, cluster["id"])
    if own and world.switches["cluster_delete_with_members"] == "refuse":
        raise bad_request("The cluster has engines", f"engines: {', '.join(one['id'] for one in own)}")
    for engine in own:
        del engine["clusterId"]
    del world.table("clusters")[cluster["id"]]
    drop_profiles(world, cluster["id"])
    release_tasks(world, cluster["id"])
    return no_content()
