"""What Remote Engines and Pipeline Engines have in common: keys, pairing, conflicts, tokens."""

from __future__ import annotations

from http import HTTPStatus

from talend_processing.simulator.account.account import World
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import (
    Answer,
    ApiError,
    Record,
    as_text,
    bad_request,
    conflict,
)
from talend_processing.simulator.resources.listing import note_created, same_name
from talend_processing.simulator.resources.workspaces import environment_of, place

PERMISSION = "TMC_CLUSTER_MANAGEMENT"
READING = "TMC_ENGINE_USE"
KINDS = ("remoteEngines", "pipelineEngines")
_UNPAIRED = "Engine unpaired"


def new_engine(call: Call, kind: str) -> Record:
    """What every engine begins with, if the account may have another one."""
    world, body = call.world, call.body
    limit = world.switches["engine_tokens"]
    if isinstance(limit, int | float) and sum(len(world.table(one)) for one in KINDS) >= limit:
        raise ApiError(
            int(str(world.switches["engine_tokens_status"])), "No engine token is left in the account"
        )
    workspace_id = place(world, body)
    if world.switches["duplicate_engine_names"] == "refuse":
        for other in world.table(kind).values():
            same_place = environment_of(world, other["workspaceId"]) == body["environmentId"]
            if same_place and same_name(world, other["name"], body["name"]):
                raise bad_request("name: an engine of the environment has this name", f"engine {other['id']}")
    engine: Record = {
        "id": world.hex_id(),
        "name": body["name"],
        **({"description": body["description"]} if "description" in body else {}),
        "workspaceId": workspace_id,
        "createDate": world.stamp(),
        "updateDate": world.stamp(),
        "runtimeId": world.uuid(),
        "managed": False,
    }
    return note_created(world, unpaired(world, engine))


def complete_engine(world: World, given: Record, what: str) -> Record:
    """An engine of a seed; it is not paired unless the seed says so."""
    world.parent("workspaces", given["workspaceId"], f"{what} {given['name']}")
    engine: Record = {
        "id": given.get("id") or world.hex_id(),
        "createDate": world.stamp(),
        "runtimeId": world.uuid(),
        "managed": False,
        **given,
    }
    if engine.get("status") != "PAIRED":
        return unpaired(world, engine)
    engine.setdefault("availability", "AVAILABLE")
    return engine


def unpaired(world: World, engine: Record) -> Record:
    """The engine with a key that pairs it; it keeps the one it has."""
    engine["status"] = "NOT_PAIRED"
    engine["availability"] = "NOT_AVAILABLE"
    engine.setdefault("preAuthorizedKey", world.key())
    return engine


def pair(world: World, engine_id: str) -> None:
    """What an engine does when it starts with its key: from then on it is paired and its key is gone."""
    engine = next((found for kind in KINDS if (found := world.table(kind).get(engine_id))), None)
    if engine is None:
        raise KeyError(f"no engine has the id {engine_id}")
    engine.pop("preAuthorizedKey", None)
    engine.update(status="PAIRED", availability="AVAILABLE", updateDate=world.stamp())


def unpair(call: Call, engine: Record) -> Answer:
    """The engine stays, with a new key. The answer is a string, not JSON."""
    rules = call.world.switches
    if rules["unpair_json_accept"] == "refuse" and rules["string_bodies"] == "text" and not call.takes_text:
        raise ApiError(HTTPStatus.NOT_ACCEPTABLE, "Not Acceptable", "unpairing answers text/plain")
    if engine["status"] != "PAIRED" and rules["unpair_unpaired"] == "refuse":
        raise bad_request("The engine is not paired")
    engine.pop("preAuthorizedKey", None)
    unpaired(call.world, engine)["updateDate"] = call.world.stamp()
    return as_text(engine["preAuthorizedKey"] if rules["unpair_string"] == "key" else _UNPAIRED)


def refuse_conflicts(world: World, engine: Record) -> None:
    """409 for an engine in a state in which the account does not let it be deleted."""
    rule = world.switches["engine_delete_conflict"]
    if rule in {"both", "in_cluster"} and engine.get("clusterId"):
        raise conflict("The engine is in a cluster", f"remove it from cluster {engine['clusterId']} first")
    if rule in {"both", "paired"} and engine["status"] == "PAIRED":
        raise conflict("The engine is paired", "unpair it first")
