"""Run profiles of a Remote Engine."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    ApiError,
    Response,
    created,
    json_response,
    text_response,
)
from talend_processing.simulator.http.validation import NAME
from talend_processing.simulator.resources.run_profiles import runtime_run_profiles as profiles

_PATH = "/processing/runtimes/remote-engines/{engineId}/run-profiles"
_ONE = f"{_PATH}/{{runProfileId}}"
_IN_USE = "Run Profile is in use in some task configuration"


def _find(call: Call) -> dict[str, object]:
    engine = call.account.get("remoteEngines", call.path["engineId"])
    return profiles.find_profile(call.account, engine["id"], call.path["runProfileId"])


@operation("list_remote_engine_run_profiles", "GET", _PATH, permission=profiles.PERMISSION)
def list_remote_engine_run_profiles(call: Call) -> Response:
    """List all run profiles of the engine as an array."""
    engine = call.account.get("remoteEngines", call.path["engineId"])
    return json_response(
        [profiles.show(call.account, one) for one in profiles.profiles_of(call.account, engine["id"])]
    )


@operation(
    "create_remote_engine_run_profile",
    "POST",
    _PATH,
    body=profiles.RUN_PROFILE_REQUEST,
    permission=profiles.PERMISSION,
)
def create_remote_engine_run_profile(call: Call) -> Response:
    """Create a run profile. Its name must be unique in the engine."""
    engine = call.account.get("remoteEngines", call.path["engineId"])
    profile = profiles.create_profile(call.account, profiles.ENGINE, engine, call.body)
    return created(profiles.show(call.account, profile))


@operation("get_remote_engine_run_profile", "GET", _ONE, permission=profiles.PERMISSION)
def get_remote_engine_run_profile(call: Call) -> Response:
    """Return a run profile."""
    return json_response(profiles.show(call.account, _find(call)))


@operation(
    "update_remote_engine_run_profile",
    "PUT",
    _ONE,
    body=profiles.RUN_PROFILE_UPDATE_REQUEST,
    permission=profiles.PERMISSION,
)
def update_remote_engine_run_profile(call: Call) -> Response:
    """Replace the name, the description and the JVM arguments."""
    return json_response(
        profiles.show(call.account, profiles.update_profile(call.account, _find(call), call.body))
    )


@operation(
    "delete_remote_engine_run_profile",
    "DELETE",
    _ONE,
    query={"newRunProfileId": NAME},
    permission=profiles.PERMISSION,
)
def delete_remote_engine_run_profile(call: Call) -> Response:
    """Accept the deletion with 202 and delete the profile later, or refuse it with 409.

    It is refused if a task uses the profile and no replacement is given.
    """
    profile = _find(call)
    refusal = ApiError(HTTPStatus.CONFLICT, _IN_USE, plain=True)
    profiles.replace_in_tasks(call.account, profile, call.query.get("newRunProfileId"), refusal)
    profiles.schedule_deletion(call.account, profile)
    return text_response("Run Profile deleted", HTTPStatus.ACCEPTED)
