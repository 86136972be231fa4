"""Run profiles of a Remote Engine cluster."""

from __future__ import annotations

from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Response,
    bad_request,
    created,
    json_response,
    no_content,
)
from talend_processing.simulator.http.validation import NAME
from talend_processing.simulator.resources.run_profiles import runtime_run_profiles as profiles

_PATH = "/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles"
_ONE = f"{_PATH}/{{runProfileId}}"


def _find(call: Call) -> dict[str, object]:
    cluster = call.account.get("clusters", call.path["clusterId"])
    return profiles.find_profile(call.account, cluster["id"], call.path["runProfileId"])


@operation("list_cluster_run_profiles", "GET", _PATH, permission=profiles.PERMISSION)
def list_cluster_run_profiles(call: Call) -> Response:
    """List all run profiles of the cluster as an array."""
    cluster = call.account.get("clusters", call.path["clusterId"])
    found = profiles.profiles_of(call.account, cluster["id"])
    return json_response([profiles.show(call.account, one) for one in found])


@operation(
    "create_cluster_run_profile",
    "POST",
    _PATH,
    body=profiles.RUN_PROFILE_REQUEST,
    permission=profiles.PERMISSION,
)
def create_cluster_run_profile(call: Call) -> Response:
    """Create a run profile. Its name must be unique in the cluster."""
    cluster = call.account.get("clusters", call.path["clusterId"])
    profile = profiles.create_profile(call.account, profiles.CLUSTER, cluster, call.body)
    return created(profiles.show(call.account, profile))


@operation("get_cluster_run_profile", "GET", _ONE, permission=profiles.PERMISSION)
def get_cluster_run_profile(call: Call) -> Response:
    """Return a run profile."""
    return json_response(profiles.show(call.account, _find(call)))


@operation(
    "update_cluster_run_profile",
    "PUT",
    _ONE,
    body=profiles.RUN_PROFILE_UPDATE_REQUEST,
    permission=profiles.PERMISSION,
)
def update_cluster_run_profile(call: Call) -> Response:
    """Replace the name, the description and the JVM arguments."""
    return json_response(
        profiles.show(call.account, profiles.update_profile(call.account, _find(call), call.body))
    )


@operation(
    "delete_cluster_run_profile",
    "DELETE",
    _ONE,
    query={"runProfileId": NAME},
    permission=profiles.PERMISSION,
)
def delete_cluster_run_profile(call: Call) -> Response:
    """Delete a run profile at once.

    It answers 400 if a task uses the profile and no replacement is given. The reference lists no 409 here.
    """
    profile = _find(call)
    refusal = bad_request(
        "Run Profile is in use in some task configuration", "set runProfileId to the id of its replacement"
    )
    profiles.replace_in_tasks(call.account, profile, call.query.get("runProfileId"), refusal)
    profiles.remove_profile(call.account, call.path["runProfileId"], call.account.now())
    return no_content()
