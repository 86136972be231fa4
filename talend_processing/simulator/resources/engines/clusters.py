"""Remote Engine clusters."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Record,
    Response,
    bad_request,
    created,
    json_response,
    no_content,
)
from talend_processing.simulator.http.validation import DATE_TIME, FLAG, NAME, TEXT, Array, Shape, fields
from talend_processing.simulator.resources.engines.cluster_members import join, members
from talend_processing.simulator.resources.engines.engines import PERMISSION, READ_PERMISSION
from talend_processing.simulator.resources.executions.task_runtimes import release_tasks
from talend_processing.simulator.resources.listing import (
    RUNTIME_FIELDS,
    record_creation,
    same_name,
    search,
    visible_in_list,
)
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import delete_profiles
from talend_processing.simulator.resources.workspaces import environment_of, resolve_workspace, workspace_info

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


@resource(
    "clusters",
    "Cluster",
    Shape(
        {"name": NAME, "workspaceId": NAME},
        {
            **fields("id runtimeId", NAME),
            **fields("createDate updateDate", DATE_TIME),
            "description": TEXT,
            "managed": FLAG,
        },
    ),
    order=10,
)
def fill_defaults(account: Account, seed_cluster: Record) -> Record:
    """Fill in the defaults of a cluster in a seed. Its engines refer to it in their `clusterId`."""
    account.referenced("workspaces", seed_cluster["workspaceId"], f"cluster {seed_cluster['name']}")
    return {
        "id": seed_cluster.get("id") or account.hex_id(),
        "createDate": account.stamp(),
        "runtimeId": account.uuid(),
        "managed": False,
        **seed_cluster,
    }


def to_api(account: Account, cluster: Record, *, with_engines: bool = True) -> Record:
    """Return the cluster in the reference's schema EngineCluster or, without its engines, BaseEngine."""
    api_cluster = {name: value for name, value in cluster.items() if name != "workspaceId"}
    api_cluster["workspace"] = workspace_info(account, cluster["workspaceId"])
    engines_of_cluster = members(account, cluster["id"])
    available = any(engine["availability"] == "AVAILABLE" for engine in engines_of_cluster)
    api_cluster["availability"] = "AVAILABLE" if available else "NOT_AVAILABLE"
    if with_engines:
        api_cluster["engines"] = [engine["id"] for engine in engines_of_cluster]
    return api_cluster


@operation(
    "list_clusters", "GET", _PATH, query={"_s": TEXT}, permission=PERMISSION, or_permission=READ_PERMISSION
)
def list_clusters(call: Call) -> Response:
    """Return an array of the clusters that match the query."""
    with_engines = call.account.switches["cluster_list_engines"] == "include"
    visible = visible_in_list(call.account, call.account.table("clusters").values())
    clusters = [to_api(call.account, cluster, with_engines=with_engines) for cluster in visible]
    return json_response(search(call, clusters, "_s", RUNTIME_FIELDS))


@operation("create_cluster", "POST", _PATH, body=_CLUSTER_REQUEST, permission=PERMISSION)
def create_cluster(call: Call) -> Response:
    """Create a cluster with its engines. Raise a 400 if an engine does not exist or cannot join."""
    account, body = call.account, call.body
    workspace_id = resolve_workspace(account, body)
    if account.switches["duplicate_cluster_names"] == "refuse":
        for other in account.table("clusters").values():
            same_workspace = other["workspaceId"] == workspace_id
            if same_workspace and same_name(account, other["name"], body["name"]):
                raise bad_request("name: a cluster of the workspace has this name", f"cluster {other['id']}")
    cluster: Record = {
        "id": account.hex_id(),
        "name": body["name"],
        "description": body["description"],
        "workspaceId": workspace_id,
        "createDate": account.stamp(),
        "updateDate": account.stamp(),
        "runtimeId": account.uuid(),
        "managed": False,
    }
    engines: list[Record] = []
    for engine_id in body["remoteEngines"]:
        engine = account.table("remoteEngines").get(engine_id)
        if engine is None:
            raise bad_request("remoteEngines: no such engine", f"no engine has the id {engine_id}")
        if engine.get("clusterId"):
            raise bad_request(
                "remoteEngines: the engine is in another cluster",
                f"engine {engine_id} is in cluster {engine['clusterId']}",
            )
        if environment_of(account, engine["workspaceId"]) != body["environmentId"]:
            raise bad_request("remoteEngines: the engine is in another environment", f"engine {engine_id}")
        engines.append(engine)
    account.table("clusters")[cluster["id"]] = record_creation(account, cluster)
    for engine in engines:
        join(account, cluster, engine)
    return created(to_api(account, cluster))


@operation(
    "get_cluster", "GET", f"{_PATH}/{{clusterId}}", permission=PERMISSION, or_permission=READ_PERMISSION
)
def get_cluster(call: Call) -> Response:
    """Return a cluster with the ids of its engines."""
    return json_response(to_api(call.account, call.account.get("clusters", call.path["clusterId"])))


@operation("delete_cluster", "DELETE", f"{_PATH}/{{clusterId}}", permission=PERMISSION)
def delete_cluster(call: Call) -> Response:
    """Delete a cluster and its run profiles, but no engines. Its tasks are paused and move to the cloud."""
    account = call.account
    cluster = account.get("clusters", call.path["clusterId"])
    engines_of_cluster = members(account, cluster["id"])
    if engines_of_cluster and account.switches["cluster_delete_with_members"] == "refuse":
        raise bad_request(
            "The cluster has engines", f"engines: {', '.join(engine['id'] for engine in engines_of_cluster)}"
        )
    for engine in engines_of_cluster:
        del engine["clusterId"]
    del account.table("clusters")[cluster["id"]]
    delete_profiles(account, cluster["id"])
    release_tasks(account, cluster["id"])
    return no_content()
