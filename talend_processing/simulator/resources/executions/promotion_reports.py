"""The reports of promotions, and their scope: the source environment, or one artifact in it."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.responses import Record, bad_request, not_found
from talend_processing.simulator.resources.workspaces import environment_of

_TABLES = {"WORKSPACE": "workspaces", "FLOW": "tasks", "PLAN": "plans"}
_TITLES = {"WORKSPACE": "Workspace", "FLOW": "Task", "PLAN": "Plan", "ACTION": "Artifact"}


def check_scope(account: Account, promotion: Record, advanced: Record) -> None:
    """Raise an API error if `advanced` is incomplete or names an artifact outside the source environment."""
    if not advanced:
        return
    for name in ("artifactId", "artifactType"):
        if name not in advanced:
            raise bad_request(
                f"missing required field: advanced.{name}", "artifactId and artifactType go together"
            )
    kind, artifact_id = advanced["artifactType"], advanced["artifactId"]
    artifact = account.table(_TABLES[kind]).get(artifact_id) if kind in _TABLES else None
    source = promotion["sourceEnvironmentId"]
    if artifact is None or environment_of(account, _workspace_id(kind, artifact)) != source:
        raise not_found(_TITLES[kind], artifact_id)


def _workspace_id(kind: str, artifact: Record) -> str:
    workspace_id: str = artifact["id"] if kind == "WORKSPACE" else artifact["workspaceId"]
    return workspace_id


def execution_report(account: Account, promotion: Record, execution: Record) -> Record:
    """Return the report of an execution: workspaces with their tasks and plans, engines and clusters."""
    source = promotion["sourceEnvironmentId"]
    workspaces = [
        one
        for one in account.table("workspaces").values()
        if one["environmentId"] == source and one["type"] != "personal"
    ]
    scope = execution.get("advanced", {})
    reports = [_workspace_report(account, one, scope, execution) for one in workspaces]
    with_runtimes = not scope or scope["artifactType"] == "WORKSPACE"
    ids = {
        one["id"] for one in workspaces if with_runtimes and scope.get("artifactId", one["id"]) == one["id"]
    }
    runtimes = {
        name: [
            _artifact(one, kind, execution)
            for one in account.table(table).values()
            if one["workspaceId"] in ids
        ]
        for name, table, kind in (("engines", "remoteEngines", "ENGINE"), ("clusters", "clusters", "CLUSTER"))
    }
    return {"workspaces": [one for one in reports if one is not None], **runtimes}


def _workspace_report(account: Account, workspace: Record, scope: Record, execution: Record) -> Record | None:
    """Return the report of a workspace, or None if the promotion includes nothing of it."""
    kind, artifact_id = scope.get("artifactType"), scope.get("artifactId")
    if kind == "WORKSPACE" and artifact_id != workspace["id"]:
        return None
    only_id = artifact_id if kind in {"FLOW", "PLAN"} else None
    flows, plans = (
        [
            one
            for one in account.table(table).values()
            if one["workspaceId"] == workspace["id"] and only_id in {None, one["id"]}
        ]
        for table in ("tasks", "plans")
    )
    if kind == "PLAN":
        task_ids = {task for plan in plans for step in plan["steps"] for task in step["tasks"]}
        flows = [one for one in account.table("tasks").values() if one["id"] in task_ids]
    if kind in {"FLOW", "PLAN"} and not flows and not plans:
        return None
    return {
        **_artifact(workspace, "WORKSPACE", execution, success_status="REUSED"),
        "workspaceType": workspace["type"],
        "flows": [{**_artifact(one, "FLOW", execution), "workspaceId": one["workspaceId"]} for one in flows],
        "plans": [_artifact(one, "PLAN", execution) for one in plans],
    }


def _artifact(one: Record, kind: str, execution: Record, *, success_status: str = "REPLACED") -> Record:
    fields = {"id": one["id"], "targetId": one["id"], "name": one["name"], "type": kind}
    return {**fields, "promotionReport": _artifact_report(one, kind, execution, success_status)}


def _artifact_report(one: Record, kind: str, execution: Record, success_status: str) -> Record:
    """Return the report of an artifact.

    If the promotion fails or has a warning, the message is in the report of `failedArtifact` (an id or name)
    or, without that field, of every task.
    """
    failed_artifact = execution.get("failedArtifact")
    if execution["status"] == "PROMOTED" or (failed_artifact is None and kind != "FLOW"):
        return {"status": success_status, "messages": []}
    if failed_artifact is not None and failed_artifact not in {one["id"], one["name"]}:
        return {"status": success_status, "messages": []}
    failed = execution["status"] == "PROMOTION_FAILED"
    info = execution.get("errorMessage", f"{one['name']} could not be promoted")
    return {
        "status": "FAILED" if failed else success_status,
        "messages": [{"info": info, "level": "ERROR" if failed else "WARN"}],
    }
