"""Tasks: what can be executed."""

from __future__ import annotations

from talend_processing.simulator.answers import Record
from talend_processing.simulator.validation import FLAG, NAME, TEXT, Array, Integer, Number, Shape, Text
from talend_processing.simulator.world import World, noun

_RUNTIME = Shape(
    {"type": Text(("CLOUD", "CLOUD_EXCLUSIVE", "REMOTE_ENGINE", "REMOTE_ENGINE_CLUSTER"))}, {"id": NAME}
)
OUTCOMES = ("success", "failure", "rejected", "deploy_failed", "never")


@noun(
    "tasks",
    "Task",
    Shape(
        {"name": NAME, "workspaceId": NAME},
        {
            "id": NAME,
            "description": TEXT,
            "version": TEXT,
            "tags": Array(NAME),
            "runtime": _RUNTIME,
            "runProfileId": NAME,
            "paused": FLAG,
            "configured": FLAG,
            "seconds": Number(),
            "outcomes": Array(Text(OUTCOMES)),
            "errorMessage": TEXT,
            "runs": Integer(0),
        },
    ),
    order=20,
)
def complete(world: World, given: Record) -> Record:
    """A task of a seed."""
    world.parent("workspaces", given["workspaceId"], f"task {given['name']}")
    return {
        "id": given.get("id") or world.hex_id(),
        "version": "0.1",
        "tags": [],
        "runtime": {"type": "CLOUD"},
        "paused": False,
        "configured": True,
        "outcomes": ["success"],
        "runs": 0,
        **given,
    }
