"""Run profiles of Remote Engines and clusters. The table `runProfiles` also has those of dynamic engines."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, event, resource
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.http.responses import ApiError, Record, bad_request, conflict, not_found
from talend_processing.simulator.http.validation import (
    DATE_TIME,
    NAME,
    TEXT,
    TEXTS,
    FreeMap,
    Integer,
    Shape,
    Text,
    ValueType,
    fields,
)
from talend_processing.simulator.resources.executions.task_runtimes import tasks_using_profile
from talend_processing.simulator.resources.listing import same_name
from talend_processing.simulator.resources.workspaces import environment_of

ENGINE, CLUSTER, DYNAMIC = "REMOTE_ENGINE", "REMOTE_ENGINE_CLUSTER", "DYNAMIC_ENGINE"
PARENT_TABLES = {ENGINE: "remoteEngines", CLUSTER: "clusters"}
"""The table with the parent of a run profile (its engine or cluster), by `processorType`."""
PERMISSION = "TMC_RUN_PROFILE_MANAGEMENT"
_REQUIRED_FIELDS: dict[str, ValueType] = {"name": NAME, "jvmArguments": TEXTS}
RUN_PROFILE_REQUEST = Shape(
    {**_REQUIRED_FIELDS, "type": Text(("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME")), "runtimeId": NAME},
    {"description": TEXT},
)
RUN_PROFILE_UPDATE_REQUEST = Shape(_REQUIRED_FIELDS, {"description": TEXT})
_NEXT_READ = "next-read"
_SEED_SHAPE = Shape(
    {**_REQUIRED_FIELDS, "processorType": Text((ENGINE, CLUSTER, DYNAMIC))},
    {
        **fields("id description processorId scopeId type deleting", TEXT),
        **fields("createDate updateDate", DATE_TIME),
        "version": Integer(1),
        "deletedAt": Integer(0, 2**62),
        "unlisted": FreeMap(),
    },
)
"""`deleting` and `deletedAt` mark a deleted profile that requests still find (see `schedule_deletion`)."""


@resource("runProfiles", "Run profile", _SEED_SHAPE, order=12)
def fill_defaults(account: Account, seed_profile: Record) -> Record:
    """Fill in the defaults of a run profile in a seed."""
    processor_type = seed_profile["processorType"]
    profile: Record = {
        "id": seed_profile.get("id") or account.hex_id(),
        "type": "JOB_SERVER",
        "createDate": account.stamp(),
        "version": 1,
        **seed_profile,
    }
    if processor_type in PARENT_TABLES:
        referrer = f"run profile {seed_profile['name']}"
        parent = account.referenced(PARENT_TABLES[processor_type], seed_profile.get("processorId"), referrer)
        profile["scopeId"] = environment_of(account, parent["workspaceId"])
    elif "scopeId" not in seed_profile:
        raise SeedError([f"run profile {seed_profile['name']} of a dynamic engine needs a scopeId"])
    else:
        account.referenced("environments", seed_profile["scopeId"], f"run profile {seed_profile['name']}")
        if profile.setdefault("processorId", seed_profile["scopeId"]) != seed_profile["scopeId"]:
            referrer = f"run profile {seed_profile['name']} of a dynamic engine"
            raise SeedError(
                [f"{referrer} needs a processorId that equals its scopeId"], value=seed_profile["processorId"]
            )
    if "deletedAt" in profile:
        account.schedule(profile["deletedAt"], "run-profile-deletion", profile["id"])
    return profile


def separate_unlisted_fields(account: Account, profile: Record, body: Record, request: Shape) -> Record:
    """Move the fields of a PUT that the reference does not list to `profile["unlisted"]`. Return the others.

    The switch `profile_put_omitted` decides whether unlisted fields of earlier PUTs remain.
    """
    listed = {
        name: value for name, value in body.items() if name in request.required or name in request.optional
    }
    unlisted = {name: value for name, value in body.items() if name not in listed}
    if account.switches["profile_put_omitted"] == "keep":
        unlisted = profile.get("unlisted", {}) | unlisted
    profile.pop("unlisted", None)
    if unlisted:
        profile["unlisted"] = unlisted
    return listed


@event("run-profile-deletion")
def remove_profile(account: Account, profile_id: str, at: int) -> None:
    """Remove a run profile, if it still exists."""
    del at
    account.table("runProfiles").pop(profile_id, None)


def to_api(account: Account, profile: Record) -> Record:
    """Return the profile in the reference's schema RuntimeRunProfile.

    If the profile is marked for deletion at the next read, remove it.
    """
    hidden = {"deleting", "deletedAt", "unlisted"}
    api_profile: Record = profile.get("unlisted", {}) | {
        key: value for key, value in profile.items() if key not in hidden
    }
    parent = account.table(PARENT_TABLES[profile["processorType"]])[profile["processorId"]]
    api_profile["runtimeId"] = parent["runtimeId" if account.switches["runtime_id_is"] == "uuid" else "id"]
    api_profile["runProfileType"] = profile["type"]
    if profile.get("deleting") == _NEXT_READ:
        remove_profile(account, profile["id"], account.now())
    return api_profile


def profiles_of(account: Account, parent_id: str) -> list[Record]:
    """Return the run profiles of an engine or cluster."""
    profiles = account.table("runProfiles").values()
    return [profile for profile in profiles if profile["processorId"] == parent_id]


def delete_profiles(account: Account, parent_id: str) -> None:
    """Delete the run profiles of an engine or cluster."""
    for profile in profiles_of(account, parent_id):
        del account.table("runProfiles")[profile["id"]]


def find_profile(account: Account, parent_id: str, profile_id: str) -> Record:
    """Return a run profile of an engine or cluster, or raise a 404."""
    profile = account.get("runProfiles", profile_id)
    if profile["processorId"] != parent_id:
        raise not_found("Run profile", profile_id)
    return profile


def refuse_duplicate_name(account: Account, parent_id: str, name: str, except_id: str | None = None) -> None:
    """Raise a 409 if another run profile of the engine or cluster has the name."""
    if account.switches["duplicate_profile_names"] == "allow":
        return
    for other in profiles_of(account, parent_id):
        if same_name(account, other["name"], name) and other["id"] != except_id:
            raise conflict("Run profile with corresponding name already exists for given runtime", name)


def create_profile(account: Account, processor_type: str, parent: Record, body: Record) -> Record:
    """Create a run profile of an engine or cluster from a request."""
    accepted_ids = {
        "id": [parent["id"]],
        "uuid": [parent["runtimeId"]],
        "either": [parent["id"], parent["runtimeId"]],
    }[str(account.switches["runtime_id_is"])]
    if body["runtimeId"] not in accepted_ids:
        raise bad_request(
            "runtimeId: must be the engine or cluster in the path", f"expected {' or '.join(accepted_ids)}"
        )
    if body["type"] != "JOB_SERVER" and account.switches["microservice_profiles"] == "refuse":
        raise bad_request(f"type: a run profile cannot be of type {body['type']}")
    refuse_duplicate_name(account, parent["id"], body["name"])
    profile_fields: Record = {name: value for name, value in body.items() if name != "runtimeId"}
    return add_profile(
        account, processor_type, parent["id"], environment_of(account, parent["workspaceId"]), profile_fields
    )


def add_profile(
    account: Account, processor_type: str, parent_id: str, scope_id: str, profile_fields: Record
) -> Record:
    """Store a new run profile and return it."""
    record: Record = {
        "id": account.hex_id(),
        **profile_fields,
        "createDate": account.stamp(),
        "updateDate": account.stamp(),
        "version": 1,
        "processorId": parent_id,
        "processorType": processor_type,
        "scopeId": scope_id,
    }
    account.table("runProfiles")[record["id"]] = record
    return record


def update_profile(account: Account, profile: Record, body: Record) -> Record:
    """Replace the fields that a PUT can change.

    The switch `profile_put_omitted` decides whether an omitted description remains.
    """
    if account.switches["profile_rename_conflict"] == "refuse":
        refuse_duplicate_name(account, profile["processorId"], body["name"], except_id=profile["id"])
    listed = separate_unlisted_fields(account, profile, body, RUN_PROFILE_UPDATE_REQUEST)
    if account.switches["profile_put_omitted"] == "drop":
        profile.pop("description", None)
    profile.update(listed, updateDate=account.stamp(), version=profile["version"] + 1)
    return profile


def replace_in_tasks(
    account: Account, profile: Record, replacement_id: str | None, in_use_error: ApiError
) -> None:
    """Replace a profile in the tasks that use it.

    Raise `in_use_error` if there are such tasks and no replacement.
    Raise a 400 if the replacement is not another profile of the same engine or cluster.
    """
    if replacement_id is not None:
        replacement = account.table("runProfiles").get(replacement_id)
        if (
            replacement is None
            or replacement["processorId"] != profile["processorId"]
            or replacement_id == profile["id"]
        ):
            raise bad_request(
                "The replacement must be another run profile of the same engine or cluster", replacement_id
            )
    for task in tasks_using_profile(account, profile["id"]):
        if replacement_id is None:
            raise in_use_error
        task["runProfileId"] = replacement_id


def schedule_deletion(account: Account, profile: Record) -> None:
    """Delete a profile at the time that the switch `profile_delete_delay` sets."""
    delay = account.switches["profile_delete_delay"]
    if delay == _NEXT_READ:
        profile["deleting"] = _NEXT_READ
    elif not delay:
        remove_profile(account, profile["id"], account.now())
    elif "deletedAt" not in profile:
        profile["deletedAt"] = account.now() + int(account.switches.number("profile_delete_delay") * 1000)
        account.schedule(profile["deletedAt"], "run-profile-deletion", profile["id"])
