"""Workspaces, and where in the account a new runtime goes."""

from __future__ import annotations

from talend_processing.simulator.account.account import World, noun
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, Record, as_json, bad_request
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Shape, Text
from talend_processing.simulator.resources.environments import environment_info
from talend_processing.simulator.resources.listing import search


@noun(
    "workspaces",
    "Workspace",
    Shape(
        {"name": NAME, "environmentId": NAME},
        {
            "id": NAME,
            "description": TEXT,
            "owner": TEXT,
            "type": Text(("shared", "personal", "custom")),
            "protectedArtifactUpdate": FLAG,
        },
    ),
    order=1,
)
def complete(world: World, given: Record) -> Record:
    """A workspace of a seed."""
    world.parent("environments", given["environmentId"], f"workspace {given['name']}")
    defaults = {"owner": "simulated-user", "type": "custom", "protectedArtifactUpdate": False}
    return {"id": given.get("id") or world.hex_id(), **defaults, **given}


def workspace_info(world: World, workspace_id: str) -> Record:
    """A WorkspaceInfo with its environment."""
    workspace = world.table("workspaces")[workspace_id]
    found = {name: value for name, value in workspace.items() if name != "environmentId"}
    found["environment"] = environment_info(world, workspace["environmentId"])
    return found


def environment_of(world: World, workspace_id: str) -> str:
    """The id of the environment that a workspace is in."""
    return str(world.table("workspaces")[workspace_id]["environmentId"])


def place(world: World, body: Record) -> str:
    """The workspace that a new runtime goes to; without one, the first that the environment shares."""
    environment_id = body["environmentId"]
    if environment_id not in world.table("environments"):
        raise bad_request("environmentId: no such environment", f"no environment has the id {environment_id}")
    workspace_id = body.get("workspaceId")
    if workspace_id is None:
        own = [one for one in world.table("workspaces").values() if one["environmentId"] == environment_id]
        if not own:
            raise bad_request("workspaceId: the environment has no workspace")
        return str(next((one for one in own if one["type"] == "shared"), own[0])["id"])
    workspace = world.table("workspaces").get(workspace_id)
    if workspace is None:
        raise bad_request("workspaceId: no such workspace", f"no workspace has the id {workspace_id}")
    if workspace["environmentId"] != environment_id:
        raise bad_request(
            "workspaceId: the workspace is in another environment",
            f"workspace {workspace_id} is in environment {workspace['environmentId']}",
        )
    return str(workspace_id)


@operation(
    "list_workspaces",
    "GET",
    "/orchestration/workspaces",
    query={"query": TEXT},
    permission="TMC_ENVIRONMENT_MANAGEMENT",
    supporting=True,
)
def list_workspaces(call: Call) -> Answer:
    """All workspaces, as a bare array."""
    found = [workspace_info(call.world, one) for one in call.world.table("workspaces")]
    fields = ("id", "name", "description", "owner", "type", "environment.id", "environment.name")
    return as_json(search(call, found, "query", fields))
