"""The reports of promotions, and their scope: the source environment, or one artifact in it."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.responses import Record, bad_request, not_found
from talend_processing.simulator.resources.workspaces import environment_of

_TABLES = {"WORKSPACE": "workspaces", "FLOW": "tasks", "PLAN": "plans"}
_TITLES = {"WORKSPACE": "Workspace", "FLOW": "Task", "PLAN": "Plan", "ACTION": "Artifact"}
_RUNTIME_SECTIONS = (("engines", "remoteEngines", "ENGINE"), ("clusters", "clusters", "CLUSTER"))
"""Sections of a report, each with the name of its table and the type of its artifacts."""


def check_scope(account: Account, promotion: Record, advanced: Record) -> None:
    """Raise an API error if a non-empty `advanced` identifies no artifact of the source environment."""
    if not advanced:
        return
    for name in ("artifactId", "artifactType"):
        if name not in advanced:
            raise bad_request(
                f"missing required field: advanced.{name}",
                "advanced must contain artifactId and artifactType",
            )
    artifact_type, artifact_id = advanced["artifactType"], advanced["artifactId"]
    artifact = account.table(_TABLES[artifact_type]).get(artifact_id) if artifact_type in _TABLES else None
    environment_id = promotion["sourceEnvironmentId"]
    if artifact is None or environment_of(account, _workspace_id(artifact_type, artifact)) != environment_id:
        raise not_found(_TITLES[artifact_type], artifact_id)


def _workspace_id(artifact_type: str, artifact: Record) -> str:
    workspace_id: str = artifact["id"] if artifact_type == "WORKSPACE" else artifact["workspaceId"]
    return workspace_id


def execution_report(account: Account, promotion: Record, execution: Record) -> Record:
    """Return the report of an execution: workspaces (with their tasks and plans), engines and clusters."""
    environment_id = promotion["sourceEnvironmentId"]
    workspaces = [
        workspace
        for workspace in account.table("workspaces").values()
        if workspace["environmentId"] == environment_id and workspace["type"] != "personal"
    ]
    scope = execution.get("advanced", {})
    reports = [_workspace_report(account, workspace, scope, execution) for workspace in workspaces]
    with_runtimes = not scope or scope.get("artifactType") == "WORKSPACE"
    workspace_ids = {
        workspace["id"]
        for workspace in workspaces
        if with_runtimes and scope.get("artifactId", workspace["id"]) == workspace["id"]
    }
    runtimes = {
        section: [
            _artifact(runtime, artifact_type, execution)
            for runtime in account.table(table).values()
            if runtime["workspaceId"] in workspace_ids
        ]
        for section, table, artifact_type in _RUNTIME_SECTIONS
    }
    return {"workspaces": [report for report in reports if report is not None], **runtimes}


def _workspace_report(account: Account, workspace: Record, scope: Record, execution: Record) -> Record | None:
    """Return the report of a workspace, or None if the promotion includes nothing of it."""
    artifact_type, artifact_id = scope.get("artifactType"), scope.get("artifactId")
    if artifact_type == "WORKSPACE" and artifact_id != workspace["id"]:
        return None
    executable_id = artifact_id if artifact_type in {"FLOW", "PLAN"} else None
    tasks, plans = (
        [
            executable
            for executable in account.table(table).values()
            if executable["workspaceId"] == workspace["id"] and executable_id in {None, executable["id"]}
        ]
        for table in ("tasks", "plans")
    )
    if artifact_type == "PLAN":
        task_ids = {task_id for plan in plans for step in plan["steps"] for task_id in step["tasks"]}
        tasks = [task for task in account.table("tasks").values() if task["id"] in task_ids]
    if artifact_type in {"FLOW", "PLAN"} and not tasks and not plans:
        return None
    return {
        **_artifact(workspace, "WORKSPACE", execution, success_status="REUSED"),
        "workspaceType": workspace["type"],
        "flows": [
            {**_artifact(task, "FLOW", execution), "workspaceId": task["workspaceId"]} for task in tasks
        ],
        "plans": [_artifact(plan, "PLAN", execution) for plan in plans],
    }


def _artifact(
    record: Record, artifact_type: str, execution: Record, *, success_status: str = "REPLACED"
) -> Record:
    return {
        "id": record["id"],
        "targetId": record["id"],
        "name": record["name"],
        "type": artifact_type,
        "promotionReport": _artifact_report(record, artifact_type, execution, success_status),
    }


def _artifact_report(record: Record, artifact_type: str, execution: Record, success_status: str) -> Record:
    """Return the report of an artifact.

    If the promotion fails or has a warning, the message is in the report of `failedArtifact` (an id or name)
    or, without that field, of every task.
    """
    failed_artifact = execution.get("failedArtifact")
    if execution["status"] == "PROMOTED" or (failed_artifact is None and artifact_type != "FLOW"):
        return {"status": success_status, "messages": []}
    if failed_artifact is not None and failed_artifact not in {record["id"], record["name"]}:
        return {"status": success_status, "messages": []}
    failed = execution["status"] == "PROMOTION_FAILED"
    info = execution.get("errorMessage", f"{record['name']} could not be promoted")
    return {
        "status": "FAILED" if failed else success_status,
        "messages": [{"info": info, "level": "ERROR" if failed else "WARN"}],
    }
