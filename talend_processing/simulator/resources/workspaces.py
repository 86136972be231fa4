"""Workspaces, and the choice of the workspace for a new engine or cluster."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Record, Response, bad_request, json_response
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Shape, Text
from talend_processing.simulator.resources.environments import environment_info
from talend_processing.simulator.resources.listing import search


@resource(
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
def fill_defaults(account: Account, workspace: Record) -> Record:
    """Fill in the defaults of a workspace in a seed."""
    account.referenced("environments", workspace["environmentId"], f"workspace {workspace['name']}")
    defaults = {"owner": "simulated-user", "type": "custom", "protectedArtifactUpdate": False}
    return {"id": workspace.get("id") or account.hex_id(), **defaults, **workspace}


def workspace_info(account: Account, workspace_id: str) -> Record:
    """Return a workspace with its environment, as other objects contain it (WorkspaceInfo)."""
    workspace = account.table("workspaces")[workspace_id]
    info = {name: value for name, value in workspace.items() if name != "environmentId"}
    info["environment"] = environment_info(account, workspace["environmentId"])
    return info


def environment_of(account: Account, workspace_id: str) -> str:
    """Return the id of a workspace's environment."""
    return str(account.table("workspaces")[workspace_id]["environmentId"])


def resolve_workspace(account: Account, body: Record) -> str:
    """Return the id of the workspace for a new engine or cluster.

    The default is the first shared workspace of the environment, or else its first workspace. Raise a 400 if
    the environment is unknown or the workspace is not in it.
    """
    environment_id = body["environmentId"]
    if environment_id not in account.table("environments"):
        raise bad_request("environmentId: no such environment", f"no environment has the id {environment_id}")
    workspace_id = body.get("workspaceId")
    if workspace_id is None:
        candidates = [
            workspace
            for workspace in account.table("workspaces").values()
            if workspace["environmentId"] == environment_id
        ]
        if not candidates:
            raise bad_request("workspaceId: the environment has no workspace")
        shared = [workspace for workspace in candidates if workspace["type"] == "shared"]
        return str((shared or candidates)[0]["id"])
    workspace = account.table("workspaces").get(workspace_id)
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
def list_workspaces(call: Call) -> Response:
    """Return an array of the workspaces that match the query."""
    workspaces = [
        workspace_info(call.account, workspace_id) for workspace_id in call.account.table("workspaces")
    ]
    fields = ("id", "name", "description", "owner", "type", "environment.id", "environment.name")
    return json_response(search(call, workspaces, "query", fields))
