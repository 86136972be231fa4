"""Run profiles of a Remote Engine."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, ApiError, as_json, as_text, created
from talend_processing.simulator.http.validation import NAME
from talend_processing.simulator.resources.run_profiles import runtime_run_profiles as profiles

_PATH = "/processing/runtimes/remote-engines/{engineId}/run-profiles"
_ONE = f"{_PATH}/{{runProfileId}}"
_IN_USE = "Run Profile is in use in some task configuration"


def _found(call: Call) -> dict[str, object]:
    engine = call.world.get("remoteEngines", call.path["engineId"])
    return profiles.find_profile(call.world, engine["id"], call.path["runProfileId"])


@operation("list_remote_engine_run_profiles", "GET", _PATH, permission=profiles.PERMISSION)
def list_remote_engine_run_profiles(call: Call) -> Answer:
    """All run profiles of the engine, as a bare array."""
    engine = call.world.get("remoteEngines", call.path["engineId"])
    return as_json([profiles.show(call.world, one) for one in profiles.profiles_of(call.world, engine["id"])])


@operation(
    "create_remote_engine_run_profile",
    "POST",
    _PATH,
    body=profiles.RUN_PROFILE_REQUEST,
    permission=profiles.PERMISSION,
)
def create_remote_engine_run_profile(call: Call) -> Answer:
    """A new run profile; its name is the engine's only one."""
    engine = call.world.get("remoteEngines", call.path["engineId"])
    profile = profiles.create_profile(call.world, profiles.ENGINE, engine, call.body)
    return created(profiles.show(call.world, profile))


@operation("get_remote_engine_run_profile", "GET", _ONE, permission=profiles.PERMISSION)
def get_remote_engine_run_profile(call: Call) -> Answer:
    """One run profile."""
    return as_json(profiles.show(call.world, _found(call)))


@operation(
    "update_remote_engine_run_profile",
    "PUT",
    _ONE,
    body=profiles.RUN_PROFILE_UPDATE_REQUEST,
    permission=profiles.PERMISSION,
)
def update_remote_engine_run_profile(call: Call) -> Answer:
    """Name, description and JVM arguments are replaced."""
    return as_json(profiles.show(call.world, profiles.update_profile(call.world, _found(call), call.body)))


@operation(
    "delete_remote_engine_run_profile",
    "DELETE",
    _ONE,
    query={"newRunProfileId": NAME},
    permission=profiles.PERMISSION,
)
def delete_remote_engine_run_profile(call: Call) -> Answer:
    """202, and gone a little later; 409 if a task uses it and no replacement is given."""
    profile = _found(call)
    refusal = ApiError(HTTPStatus.CONFLICT, _IN_USE, plain=True)
    profiles.take_from_tasks(call.world, profile, call.query.get("newRunProfileId"), refusal)
    profiles.delete_later(call.world, profile)
    return as_text("Run Profile deleted", HTTPStatus.ACCEPTED)
