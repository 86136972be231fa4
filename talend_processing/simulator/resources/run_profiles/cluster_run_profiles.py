"""Run profiles of a Remote Engine cluster."""

from __future__ import annotations

from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, as_json, bad_request, created, no_content
from talend_processing.simulator.http.validation import NAME
from talend_processing.simulator.resources.run_profiles import runtime_run_profiles as profiles

_PATH = "/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles"
_ONE = f"{_PATH}/{{runProfileId}}"


def _found(call: Call) -> dict[str, object]:
    cluster = call.world.get("clusters", call.path["clusterId"])
    return profiles.find_profile(call.world, cluster["id"], call.path["runProfileId"])


@operation("list_cluster_run_profiles", "GET", _PATH, permission=profiles.PERMISSION)
def list_cluster_run_profiles(call: Call) -> Answer:
    """All run profiles of the cluster, as a bare array."""
    cluster = call.world.get("clusters", call.path["clusterId"])
    found = profiles.profiles_of(call.world, cluster["id"])
    return as_json([profiles.show(call.world, one) for one in found])


@operation(
    "create_cluster_run_profile",
    "POST",
    _PATH,
    body=profiles.RUN_PROFILE_REQUEST,
    permission=profiles.PERMISSION,
)
def create_cluster_run_profile(call: Call) -> Answer:
    """A new run profile; its name is the cluster's only one."""
    cluster = call.world.get("clusters", call.path["clusterId"])
    profile = profiles.create_profile(call.world, profiles.CLUSTER, cluster, call.body)
    return created(profiles.show(call.world, profile))


@operation("get_cluster_run_profile", "GET", _ONE, permission=profiles.PERMISSION)
def get_cluster_run_profile(call: Call) -> Answer:
    """One run profile."""
    return as_json(profiles.show(call.world, _found(call)))


@operation(
    "update_cluster_run_profile",
    "PUT",
    _ONE,
    body=profiles.RUN_PROFILE_UPDATE_REQUEST,
    permission=profiles.PERMISSION,
)
def update_cluster_run_profile(call: Call) -> Answer:
    """Name, description and JVM arguments are replaced."""
    return as_json(profiles.show(call.world, profiles.update_profile(call.world, _found(call), call.body)))


@operation(
    "delete_cluster_run_profile",
    "DELETE",
    _ONE,
    query={"runProfileId": NAME},
    permission=profiles.PERMISSION,
)
def delete_cluster_run_profile(call: Call) -> Answer:
    """Gone at once; the reference has no conflict here, so one in use without a replacement is a 400."""
    profile = _found(call)
    refusal = bad_request(
        "Run Profile is in use in some task configuration", "give runProfileId to replace it"
    )
    profiles.take_from_tasks(call.world, profile, call.query.get("runProfileId"), refusal)
    profiles.gone(call.world, call.path["runProfileId"], call.world.now())
    return no_content()
