"""Membership of engines in clusters, and the tasks that move with an engine."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    ApiError,
    Record,
    Response,
    bad_request,
    conflict,
    no_content,
    not_found,
)
from talend_processing.simulator.http.validation import NAME, Shape, Text
from talend_processing.simulator.resources.engines.engines import PERMISSION
from talend_processing.simulator.resources.executions.task_runtimes import move_tasks
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import (
    CLUSTER,
    add_profile,
    profiles_of,
)
from talend_processing.simulator.resources.workspaces import environment_of

_PATH = "/processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}"
_DUPLICATE, _OF_CLUSTER = "DUPLICATE_RUN_PROFILES", "CLUSTER_RUN_PROFILE"
"""Values of `method`: the engine's tasks get copies of their run profiles, or the profile `runProfileId`."""
_RESCHEDULE_OPTIONS = Shape({}, {"method": Text(("DEFAULT", _DUPLICATE, _OF_CLUSTER)), "runProfileId": NAME})


def members(account: Account, cluster_id: str) -> list[Record]:
    """Return the engines of a cluster."""
    engines = account.table("remoteEngines").values()
    return [engine for engine in engines if engine.get("clusterId") == cluster_id]


def join(account: Account, cluster: Record, engine: Record) -> None:
    """Add an engine to a cluster.

    The switch `member_workspace` decides whether the engine moves to the cluster's workspace.
    """
    engine["clusterId"] = cluster["id"]
    if account.switches["member_workspace"] == "move":
        engine["workspaceId"] = cluster["workspaceId"]
    engine["updateDate"] = cluster["updateDate"] = account.stamp()


def _duplicate_profiles(account: Account, cluster: Record, engine: Record) -> dict[str, str]:
    """Copy the run profiles of an engine to a cluster, except those whose names the cluster already has.

    Return a map from the id of each engine profile to the id of the cluster profile of the same name.
    """
    id_by_name = {profile["name"]: profile["id"] for profile in profiles_of(account, cluster["id"])}
    cluster_profile_ids: dict[str, str] = {}
    for profile in profiles_of(account, engine["id"]):
        if profile["name"] not in id_by_name:
            profile_fields: Record = {
                name: profile[name]
                for name in ("name", "description", "jvmArguments", "type")
                if name in profile
            }
            copy = add_profile(account, CLUSTER, cluster["id"], profile["scopeId"], profile_fields)
            id_by_name[profile["name"]] = copy["id"]
        cluster_profile_ids[profile["id"]] = id_by_name[profile["name"]]
    return cluster_profile_ids


def _require_joinable(account: Account, cluster: Record, engine: Record) -> None:
    current_cluster_id = engine.get("clusterId")
    if current_cluster_id == cluster["id"]:
        if account.switches["member_again"] == "conflict":
            raise conflict("The engine is already in the cluster")
    elif current_cluster_id and account.switches["member_elsewhere"] == "conflict":
        raise conflict(
            "The engine is in another cluster", f"remove it from cluster {current_cluster_id} first"
        )
    if environment_of(account, engine["workspaceId"]) != environment_of(account, cluster["workspaceId"]):
        status = int(str(account.switches["member_environment_status"]))
        raise ApiError(status, "The engine is in another environment than the cluster")


@operation(
    "add_cluster_engine", "PUT", _PATH, body=_RESCHEDULE_OPTIONS, body_optional=True, permission=PERMISSION
)
def add_cluster_engine(call: Call) -> Response:
    """Add an engine to a cluster and move its tasks there. `method` decides which run profiles they get."""
    account, options = call.account, call.body or {}
    cluster = account.get("clusters", call.path["clusterId"])
    engine = account.get("remoteEngines", call.path["engineId"])
    if account.switches["reschedule_fields"] == "required":
        for name in ("method", "runProfileId"):
            if name not in options:
                raise bad_request(f"missing required field: {name}")
    method, profile_id = options.get("method", "DEFAULT"), options.get("runProfileId")
    allowed_profile_ids = {profile["id"] for profile in profiles_of(account, cluster["id"])}
    if method == _OF_CLUSTER and profile_id not in allowed_profile_ids:
        raise bad_request("runProfileId: not a run profile of the cluster", str(profile_id))
    _require_joinable(account, cluster, engine)
    join(account, cluster, engine)
    cluster_profile_ids = _duplicate_profiles(account, cluster, engine) if method == _DUPLICATE else {}
    move_tasks(
        account,
        engine["id"],
        cluster["id"],
        cluster_profile_ids,
        profile_id if method == _OF_CLUSTER else None,
    )
    return no_content()


@operation("remove_cluster_engine", "DELETE", _PATH, permission=PERMISSION)
def remove_cluster_engine(call: Call) -> Response:
    """Remove an engine from its cluster. The engine keeps its workspace, and the cluster keeps the tasks."""
    account = call.account
    cluster = account.get("clusters", call.path["clusterId"])
    engine = account.get("remoteEngines", call.path["engineId"])
    if engine.get("clusterId") != cluster["id"]:
        raise not_found("Engine in the cluster", engine["id"])
    del engine["clusterId"]
    engine["updateDate"] = cluster["updateDate"] = account.stamp()
    return no_content()
