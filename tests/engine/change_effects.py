"""The effect of `up` on the account, for each class of change."""

from __future__ import annotations

import json
from collections.abc import Callable

from reviewed_change import STOPPED, Reviewed

from talend_processing.review.findings.rules import Risk


def _engine_created(seen: Reviewed) -> bool:
    return seen.declared("remoteEngines", "new")["status"] == "NOT_PAIRED"


def _engine_replaced(seen: Reviewed) -> bool:
    task, found = seen.task("on-remade"), seen.finding("engine-replaced", "remade")
    paused = task["paused"] and task["runtime"] == {"type": "CLOUD"}
    recreated = seen.replaced("remade") and seen.declared("remoteEngines", "remade")["status"] == "NOT_PAIRED"
    reported = found.risk is Risk.HIGH and "replaced because of: description" in found.details
    return paused and recreated and reported


def _engine_deleted(seen: Reviewed) -> bool:
    task, found = seen.task("on-deleted"), seen.finding("engine-deleted", "deleted")
    gone = not [one for one in seen.after["remoteEngines"] if one["id"] == seen.ids[0]["deleted"]]
    gone &= not [one for one in seen.after["runProfiles"] if one["id"] == seen.ids[0]["goes-along"]]
    reported = "live: 1 execution in flight" in found.details and found.risk is Risk.HIGH
    return gone and task["paused"] and task["runtime"] == {"type": "CLOUD"} and reported


def _engine_unpaired(seen: Reviewed) -> bool:
    return (
        not seen.replaced("unpaired") and seen.declared("remoteEngines", "unpaired")["status"] == "NOT_PAIRED"
    )


def _cluster_created(seen: Reviewed) -> bool:
    cluster = seen.declared("clusters", "new-pool")
    return bool(cluster) and not _members(seen, cluster["id"])


def _members(seen: Reviewed, cluster: str) -> list[str]:
    return [one["name"] for one in seen.after["remoteEngines"] if one.get("clusterId") == cluster]


def _cluster_replaced(seen: Reviewed) -> bool:
    task = seen.task("on-remade-pool-cluster")
    return seen.replaced("remade-pool-cluster") and task["paused"] and task["runtime"] == {"type": "CLOUD"}


def _cluster_deleted(seen: Reviewed) -> bool:
    gone = not [one for one in seen.after["clusters"] if one["id"] == seen.ids[0]["deleted-pool"]]
    return gone and seen.task("on-deleted-pool")["paused"]


def _membership_added(seen: Reviewed) -> bool:
    task, found = seen.task("on-mover"), seen.finding("membership-added", "mover-in-pool")
    moved = task["runtime"] == {"type": "REMOTE_ENGINE_CLUSTER", "id": seen.ids[1]["pool"]}
    copied = task["runProfileId"] not in {None, seen.ids[0]["shrinks"]}
    return moved and copied and not task["paused"] and "with copies of their run profiles" in found.reason


def _membership_renewed(seen: Reviewed) -> bool:
    return "remade" in _members(seen, seen.ids[1]["pool"]) and seen.replaced("remade-in-pool")


def _membership_removed(seen: Reviewed) -> bool:
    task, found = seen.task("on-left"), seen.finding("membership-removed", "left")
    stays = task["runtime"] == {"type": "REMOTE_ENGINE_CLUSTER", "id": seen.ids[1]["left"]}
    return stays and not _members(seen, seen.ids[1]["left"]) and found.risk is Risk.HIGH


def _profile_replaced(seen: Reviewed) -> bool:
    return (
        seen.replaced("remade-profile")
        and seen.declared("runProfiles", "remade-profile")["type"] == "MICROSERVICE"
    )


def _profile_deleted(seen: Reviewed) -> bool:
    return not [one for one in seen.after["runProfiles"] if one["id"] == seen.ids[0]["deleted-profile"]]


def _jvm_arguments_changed(seen: Reviewed) -> bool:
    found = seen.finding("jvm-arguments-changed", "shrinks")
    details = {"- `-Xmx2g`", "+ `-Xmx1g`"} <= set(found.details) and found.risk is Risk.HIGH
    changed = seen.declared("runProfiles", "shrinks")["jvmArguments"] == ["-Xmx1g"]
    secret = seen.finding("jvm-arguments-changed", "hidden")
    hidden = seen.declared("runProfiles", "hidden")["jvmArguments"][1] == "-Dwallet=hunter-second"
    return details and changed and hidden and secret.details == () and secret.risk is Risk.MEDIUM


def _profile_changed(seen: Reviewed) -> bool:
    what = seen.finding("profile-changed", "advanced").what
    profile = json.dumps(seen.declared("pipelineRunProfiles", "advanced"))
    return '"warehouseName": "second"' in profile and what.endswith("warehouse_name")


def _profile_renamed(seen: Reviewed) -> bool:
    profile = seen.declared("runProfiles", "renamed")
    return (profile["description"], profile["jvmArguments"]) == ("second", ["-Xmx1g"])


def _adopted(seen: Reviewed) -> bool:
    return seen.ids[1]["adopted"] == "9" * 24 and seen.declared("runProfiles", "adopted")["jvmArguments"] == [
        "-Xmx1g"
    ]


def _retained(seen: Reviewed) -> bool:
    left = [one for one in seen.after["remoteEngines"] if one["id"] == seen.ids[0]["retained"]]
    return bool(left) and left[0]["status"] == "PAIRED" and "retained" not in seen.ids[1]


def _terminated(seen: Reviewed) -> bool:
    (found,) = [one for one in seen.after["taskExecutions"] if one["id"] == STOPPED]
    return found["status"] == "terminated"


EFFECTS: dict[str, Callable[[Reviewed], bool]] = {
    "engine-created": _engine_created,
    "engine-replaced": _engine_replaced,
    "engine-deleted": _engine_deleted,
    "engine-unpaired": _engine_unpaired,
    "cluster-created": _cluster_created,
    "cluster-replaced": _cluster_replaced,
    "cluster-deleted": _cluster_deleted,
    "membership-added": _membership_added,
    "membership-renewed": _membership_renewed,
    "membership-removed": _membership_removed,
    "profile-created": lambda seen: bool(seen.declared("runProfiles", "new-profile")),
    "profile-replaced": _profile_replaced,
    "profile-deleted": _profile_deleted,
    "jvm-arguments-changed": _jvm_arguments_changed,
    "profile-changed": _profile_changed,
    "profile-renamed": _profile_renamed,
    "jvm-rollback-changed": lambda seen: (
        (seen.before["jobJvmRollback"], seen.after["jobJvmRollback"]) == (True, False)
    ),
    "adopted": _adopted,
    "retained": _retained,
    "task-started": lambda seen: seen.started("/processing/executions") == 1,
    "plan-started": lambda seen: seen.started("/processing/executions/plans") == 1,
    "promotion-started": lambda seen: seen.started("/processing/executions/promotions") == 1,
    "execution-terminated": _terminated,
    "pairing-awaited": lambda seen: seen.ids[1]["mover-paired"] == seen.ids[1]["mover"],
}
"""For each class of change, a function that returns whether the account shows the effect after the `up`.

`run-awaited` has its own test.
"""
