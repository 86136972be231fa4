"""Operations on the run profiles of Remote Engines and those of clusters. Only their deletion differs."""

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
    PARENT_TABLES,
    PERMISSION,
    RUN_PROFILE_REQUEST,
    RUN_PROFILE_UPDATE_REQUEST,
    create_profile,
    find_profile,
    profiles_of,
    remove_profile,
    replace_in_tasks,
    schedule_deletion,
    to_api,
    update_profile,
)

_ENGINE_PATH = "/processing/runtimes/remote-engines/{engineId}/run-profiles"
_CLUSTER_PATH = "/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles"
_PARENT_VARIABLES = {ENGINE: "engineId", CLUSTER: "clusterId"}
"""The path variables that hold the id of the engine or cluster."""
_IN_USE = "Run Profile is in use in some task configuration"


def _parent(call: Call, processor_type: str) -> Record:
    return call.account.get(PARENT_TABLES[processor_type], call.path[_PARENT_VARIABLES[processor_type]])


def _find(call: Call, processor_type: str) -> Record:
    return find_profile(call.account, _parent(call, processor_type)["id"], call.path["runProfileId"])


def _list(call: Call, processor_type: str) -> Response:
    profiles = profiles_of(call.account, _parent(call, processor_type)["id"])
    return json_response([to_api(call.account, profile) for profile in profiles])


def _create(call: Call, processor_type: str) -> Response:
    return created(
        to_api(
            call.account,
            create_profile(call.account, processor_type, _parent(call, processor_type), call.body),
        )
    )


def _get(call: Call, processor_type: str) -> Response:
    return json_response(to_api(call.account, _find(call, processor_type)))


def _update(call: Call, processor_type: str) -> Response:
    return json_response(
        to_api(call.account, update_profile(call.account, _find(call, processor_type), call.body))
    )


def _register_operations(processor_type: str, name: str, path: str) -> None:
    """Register the operations on run profiles of Remote Engines or of clusters, except the deletion."""
    options: dict[str, Any] = {"permission": PERMISSION}
    profile_path = f"{path}/{{runProfileId}}"
    operation(f"list_{name}_run_profiles", "GET", path, **options)(
        partial(_list, processor_type=processor_type)
    )
    create = operation(f"create_{name}_run_profile", "POST", path, body=RUN_PROFILE_REQUEST, **options)
    create(partial(_create, processor_type=processor_type))
    operation(f"get_{name}_run_profile", "GET", profile_path, **options)(
        partial(_get, processor_type=processor_type)
    )
    update = operation(
        f"update_{name}_run_profile", "PUT", profile_path, body=RUN_PROFILE_UPDATE_REQUEST, **options
    )
    update(partial(_update, processor_type=processor_type))


_register_operations(ENGINE, "remote_engine", _ENGINE_PATH)
_register_operations(CLUSTER, "cluster", _CLUSTER_PATH)


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
    in_use_error = ApiError(HTTPStatus.CONFLICT, _IN_USE, plain=True)
    replace_in_tasks(call.account, profile, call.query.get("newRunProfileId"), in_use_error)
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
    in_use_error = bad_request(
        _IN_USE,
        "set the query parameter runProfileId to the id of the run profile that the tasks get instead",
    )
    replace_in_tasks(call.account, profile, call.query.get("runProfileId"), in_use_error)
    remove_profile(call.account, profile["id"], call.account.now())
    return no_content()
