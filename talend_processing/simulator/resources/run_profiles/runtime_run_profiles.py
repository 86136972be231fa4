"""Run profiles of Remote Engines and clusters: one table, seen by three families of operations."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, event, noun
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.http.responses import ApiError, Record, bad_request, conflict, not_found
from talend_processing.simulator.http.validation import (
    MOMENT,
    NAME,
    TEXT,
    TEXTS,
    Integer,
    Kind,
    Shape,
    Text,
    fields,
)
from talend_processing.simulator.resources.executions.scheduled import tasks_with
from talend_processing.simulator.resources.listing import same_name
from talend_processing.simulator.resources.workspaces import environment_of

ENGINE, CLUSTER, DYNAMIC = "REMOTE_ENGINE", "REMOTE_ENGINE_CLUSTER", "DYNAMIC_ENGINE"
PARENTS = {ENGINE: "remoteEngines", CLUSTER: "clusters"}
PERMISSION = "TMC_RUN_PROFILE_MANAGEMENT"
_CHANGED: dict[str, Kind] = {"name": NAME, "jvmArguments": TEXTS}
RUN_PROFILE_REQUEST = Shape(
    {**_CHANGED, "type": Text(("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME")), "runtimeId": NAME},
    {"description": TEXT},
)
RUN_PROFILE_UPDATE_REQUEST = Shape(_CHANGED, {"description": TEXT})
_NEXT_READ = "next-read"


@noun(
    "runProfiles",
    "Run profile",
    Shape(
        {**_CHANGED, "processorType": Text((ENGINE, CLUSTER, DYNAMIC))},
        {
            **fields("id description processorId scopeId type deleting", TEXT),
            **fields("createDate updateDate", MOMENT),
            "version": Integer(1),
            "deletedAt": Integer(0, 2**62),
        },
    ),
    order=12,
)
def complete(world: World, given: Record) -> Record:
    """A run profile of a seed."""
    processor = given["processorType"]
    profile: Record = {
        "id": given.get("id") or world.hex_id(),
        "type": "JOB_SERVER",
        "createDate": world.stamp(),
        "version": 1,
        **given,
    }
    if processor in PARENTS:
        of = f"run profile {given['name']}"
        parent = world.parent(PARENTS[processor], given.get("processorId"), of)
        profile["scopeId"] = environment_of(world, parent["workspaceId"])
    elif "scopeId" not in given:
        raise SeedError([f"run profile {given['name']} needs a scopeId"])
    else:
        world.parent("environments", given["scopeId"], f"run profile {given['name']}")
        if profile.setdefault("processorId", given["scopeId"]) != given["scopeId"]:
            fault = f"run profile {given['name']} of a dynamic engine has its scopeId as processorId"
            raise SeedError([fault], at_value=given["processorId"])
    if "deletedAt" in profile:
        world.schedule(profile["deletedAt"], "run-profile-gone", profile["id"])
    return profile


@event("run-profile-gone")
def gone(world: World, profile_id: str, at: int) -> None:
    """A deletion that was accepted is done."""
    del at
    world.table("runProfiles").pop(profile_id, None)


def show(world: World, profile: Record) -> Record:
    """A RuntimeRunProfile of the reference."""
    found = {name: value for name, value in profile.items() if name not in {"deleting", "deletedAt"}}
    parent = world.table(PARENTS[profile["processorType"]])[profile["processorId"]]
    found["runtimeId"] = parent["runtimeId" if world.switches["runtime_id_is"] == "uuid" else "id"]
    found["runProfileType"] = profile["type"]
    if profile.get("deleting") == _NEXT_READ:
        gone(world, profile["id"], world.now())
    return found


def profiles_of(world: World, parent_id: str) -> list[Record]:
    """The run profiles of an engine or cluster."""
    return [one for one in world.table("runProfiles").values() if one["processorId"] == parent_id]


def drop_profiles(world: World, parent_id: str) -> None:
    """An engine or cluster goes, and its run profiles with it."""
    for profile in profiles_of(world, parent_id):
        del world.table("runProfiles")[profile["id"]]


def find_profile(world: World, parent_id: str, profile_id: str) -> Record:
    """A run profile of that engine or cluster, or 404."""
    profile = world.get("runProfiles", profile_id)
    if profile["processorId"] != parent_id:
        raise not_found("Run profile", profile_id)
    return profile


def refuse_name(world: World, parent_id: str, name: str, besides: str | None = None) -> None:
    """409 if another run profile of the engine or cluster has the name."""
    if world.switches["duplicate_profile_names"] == "allow":
        return
    for other in profiles_of(world, parent_id):
        if same_name(world, other["name"], name) and other["id"] != besides:
            raise conflict("Run profile with corresponding name already exists for given runtime", name)


def create_profile(world: World, processor_type: str, parent: Record, body: Record) -> Record:
    """A new run profile of an engine or cluster."""
    rule = world.switches["runtime_id_is"]
    accepted = {"id": [parent["id"]], "uuid": [parent["runtimeId"]]}.get(
        str(rule), [parent["id"], parent["runtimeId"]]
    )
    if body["runtimeId"] not in accepted:
        raise bad_request(
            "runtimeId: not the runtime that the path names", f"expected {' or '.join(accepted)}"
        )
    if body["type"] != "JOB_SERVER" and world.switches["microservice_profiles"] == "refuse":
        raise bad_request(f"type: a run profile cannot be of type {body['type']}")
    refuse_name(world, parent["id"], body["name"])
    profile: Record = {name: value for name, value in body.items() if name != "runtimeId"}
    return add_profile(
        world, processor_type, parent["id"], environment_of(world, parent["workspaceId"]), profile
    )


def add_profile(world: World, processor_type: str, parent_id: str, scope_id: str, profile: Record) -> Record:
    """Keep a new run profile."""
    record: Record = {
        "id": world.hex_id(),
        **profile,
        "createDate": world.stamp(),
        "updateDate": world.stamp(),
        "version": 1,
        "processorId": parent_id,
        "processorType": processor_type,
        "scopeId": scope_id,
    }
    world.table("runProfiles")[record["id"]] = record
    return record


def update_profile(world: World, profile: Record, body: Record) -> Record:
    """Replace what a PUT may change: a description that is left out is gone."""
    if world.switches["profile_rename_conflict"] == "refuse":
        refuse_name(world, profile["processorId"], body["name"], besides=profile["id"])
    if world.switches["profile_put_omitted"] == "drop":
        profile.pop("description", None)
    profile.update(body, updateDate=world.stamp(), version=profile["version"] + 1)
    return profile


def take_from_tasks(world: World, profile: Record, replacement: str | None, refusal: ApiError) -> None:
    """Give the tasks that use it another profile of the same runtime, or refuse."""
    if replacement is not None:
        other = world.table("runProfiles").get(replacement)
        if other is None or other["processorId"] != profile["processorId"] or replacement == profile["id"]:
            raise bad_request("The replacement is not another run profile of the same runtime", replacement)
    for task in tasks_with(world, profile["id"]):
        if replacement is None:
            raise refusal
        task["runProfileId"] = replacement


def delete_later(world: World, profile: Record) -> None:
    """The deletion is accepted; the profile is seen a little longer."""
    delay = world.switches["profile_delete_delay"]
    if delay == _NEXT_READ:
        profile["deleting"] = _NEXT_READ
    elif not delay:
        gone(world, profile["id"], world.now())
    elif "deletedAt" not in profile:
        profile["deletedAt"] = world.now() + int(world.switches.number("profile_delete_delay") * 1000)
        world.schedule(profile["deletedAt"], "run-profile-gone", profile["id"])
