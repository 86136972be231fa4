"""Environments, and the part of an environment that other objects show."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, Record, as_json
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Shape
from talend_processing.simulator.resources.listing import search


@noun(
    "environments",
    "Environment",
    Shape({"name": NAME}, {"id": NAME, "description": TEXT, "default": FLAG}),
    order=0,
)
def complete(world: World, given: Record) -> Record:
    """An environment of a seed."""
    return {"id": given.get("id") or world.hex_id(), "default": False, **given}


def environment_info(world: World, environment_id: str) -> Record:
    """An EnvironmentInfo as it stands in other objects, where its description is left out."""
    return {
        name: value
        for name, value in world.table("environments")[environment_id].items()
        if name != "description"
    }


@operation(
    "list_environments",
    "GET",
    "/orchestration/environments",
    query={"query": TEXT},
    permission="TMC_ENVIRONMENT_MANAGEMENT",
    supporting=True,
)
def list_environments(call: Call) -> Answer:
    """All environments, as a bare array."""
    found = list(call.world.table("environments").values())
    return as_json(search(call, found, "query", ("id", "name", "description", "default")))
