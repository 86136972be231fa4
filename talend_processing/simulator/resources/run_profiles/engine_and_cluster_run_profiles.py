"""Operations on the run profiles of Remote Engines and clusters, which differ only in their deletion."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    ApiError,
    Record,
    Response,
    bad_request,
    created,
    json_response,
    no_content,
    text_response,
)
from talend_processing.simulator.http.validation import NAME
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import (
    CLUSTER,
    ENGINE,
    PARENTS,
    PERMISSION,
    RUN_PROFILE_REQUEST,
    RUN_PROFILE_UPDATE_REQUEST,
    create_profile,
    find_profile,
    profiles_of,
    remove_profile,
    replace_in_tasks,
    schedule_deletion,
    show,
    update_profile,
)

_ENGINE_PATH = "/processing/runtimes/remote-engines/{engineId}/run-profiles"
_CLUSTER_PATH = "/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles"
_PARENT_IDS = {ENGINE: "engineId", CLUSTER: "clusterId"}
"""The path variables that hold the id of the engine or cluster."""
_IN_USE = "Run Profile is in use in some task configuration"


def _parent(call: Call, kind: str) -> Record:
    return call.account.get(PARENTS[kind], call.path[_PARENT_IDS[kind]])


def _find(call: Call, kind: str) -> Record:
    return find_profile(call.account, _parent(call, kind)["id"], call.path["runProfileId"])


def _list(call: Call, kind: str) -> Response:
    found = profiles_of(call.account, _parent(call, kind)["id"])
    return json_response([show(call.account, one) for one in found])


def _create(call: Call, kind: str) -> Response:
    return created(show(call.account, create_profile(call.account, kind, _parent(call, kind), call.body)))


def _get(call: Call, kind: str) -> Response:
    return json_response(show(call.account, _find(call, kind)))


def _update(call: Call, kind: str) -> Response:
    return json_response(show(call.account, update_profile(call.account, _find(call, kind), call.body)))


def _serve(kind: str, name: str, path: str) -> None:
    """Register the operations of the run profiles of engines or clusters, except their deletion."""
    options: dict[str, Any] = {"permission": PERMISSION}
    one, update = f"{path}/{{runProfileId}}", RUN_PROFILE_UPDATE_REQUEST
    operation(f"list_{name}_run_profiles", "GET", path, **options)(partial(_list, kind=kind))
    create = operation(f"create_{name}_run_profile", "POST", path, body=RUN_PROFILE_REQUEST, **options)
    create(partial(_create, kind=kind))
    operation(f"get_{name}_run_profile", "GET", one, **options)(partial(_get, kind=kind))
    operation(f"update_{name}_run_profile", "PUT", one, body=update, **options)(partial(_update, kind=kind))


_serve(ENGINE, "remote_engine", _ENGINE_PATH)
_serve(CLUSTER, "cluster", _CLUSTER_PATH)


@operation(
    "delete_remote_engine_run_profile",
    "DELETE",
    f"{_ENGINE_PATH}/{{runProfileId}}",
    query={"newRunProfileId": NAME},
    permission=PERMISSION,
)
def delete_remote_engine_run_profile(call: Call) -> Response:
    """Accept the deletion with 202 and delete the profile later.

    If a task uses the profile and no replacement is given, refuse the deletion with 409.
    """
    profile = _find(call, ENGINE)
    refusal = ApiError(HTTPStatus.CONFLICT, _IN_USE, plain=True)
    replace_in_tasks(call.account, profile, call.query.get("newRunProfileId"), refusal)
    schedule_deletion(call.account, profile)
    return text_response("Run Profile deleted", HTTPStatus.ACCEPTED)


@operation(
    "delete_cluster_run_profile",
    "DELETE",
    f"{_CLUSTER_PATH}/{{runProfileId}}",
    query={"runProfileId": NAME},
    permission=PERMISSION,
)
def delete_cluster_run_profile(call: Call) -> Response:
    """Delete a run profile at once.

    Answer 400 if a task uses the profile and no replacement is given. The reference lists no 409 here.
    """
    profile = _find(call, CLUSTER)
    refusal = bad_request(_IN_USE, "set runProfileId to the id of its replacement")
    replace_in_tasks(call.account, profile, call.query.get("runProfileId"), refusal)
    remove_profile(call.account, profile["id"], call.account.now())
    return no_content()
