"""What a promotion covers, and what became of each artifact of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talend_processing.simulator.account.account import World
from talend_processing.simulator.http.responses import Record, bad_request, not_found
from talend_processing.simulator.resources.workspaces import environment_of

_TABLES = {"WORKSPACE": "workspaces", "FLOW": "tasks", "PLAN": "plans"}
_TITLES = {"WORKSPACE": "Workspace", "FLOW": "Task", "PLAN": "Plan", "ACTION": "Artifact"}


def check_scope(world: World, promotion: Record, advanced: Record) -> None:
    """Refuse a scope that is not in the source environment."""
    if not advanced:
        return
    for name in ("artifactId", "artifactType"):
        if name not in advanced:
            raise bad_request(f"missing required field: advanced.{name}", "both narrow the scope together")
    kind, wanted = advanced["artifactType"], advanced["artifactId"]
    found = world.table(_TABLES[kind]).get(wanted) if kind in _TABLES else None
    source = promotion["sourceEnvironmentId"]
    if found is None or environment_of(world, _workspace_id(kind, found)) != source:
        raise not_found(_TITLES[kind], wanted)


def _workspace_id(kind: str, found: Record) -> str:
    place: str = found["id"] if kind == "WORKSPACE" else found["workspaceId"]
    return place


def report(world: World, promotion: Record, found: Record) -> Record:
    """The workspaces with what they hold, and the engines and clusters that it runs on."""
    source = promotion["sourceEnvironmentId"]
    places = [
        one
        for one in world.table("workspaces").values()
        if one["environmentId"] == source and one["type"] != "personal"
    ]
    scope = found.get("advanced", {})
    shown = [_workspace(world, one, scope, found) for one in places]
    wide = not scope or scope["artifactType"] == "WORKSPACE"
    ids = {one["id"] for one in places if wide and scope.get("artifactId", one["id"]) == one["id"]}
    runtimes = {
        name: [
            _artifact(one, kind, found) for one in world.table(table).values() if one["workspaceId"] in ids
        ]
        for name, table, kind in (("engines", "remoteEngines", "ENGINE"), ("clusters", "clusters", "CLUSTER"))
    }
    return {"workspaces": [one for one in shown if one is not None], **runtimes}


def _workspace(world: World, place: Record, scope: Record, found: Record) -> Record | None:
    kind, wanted = scope.get("artifactType"), scope.get("artifactId")
    if kind == "WORKSPACE" and wanted != place["id"]:
        return None
    flows = list(_inside(world.table("tasks").values(), place, wanted if kind in {"FLOW", "PLAN"} else None))
    plans = list(_inside(world.table("plans").values(), place, wanted if kind in {"FLOW", "PLAN"} else None))
    if kind == "PLAN":
        needed = {task for plan in plans for step in plan["steps"] for task in step["tasks"]}
        flows = [one for one in world.table("tasks").values() if one["id"] in needed]
    if kind in {"FLOW", "PLAN"} and not flows and not plans:
        return None
    return {
        **_artifact(place, "WORKSPACE", found, done="REUSED"),
        "workspaceType": place["type"],
        "flows": [{**_artifact(one, "FLOW", found), "workspaceId": one["workspaceId"]} for one in flows],
        "plans": [_artifact(one, "PLAN", found) for one in plans],
    }


def _inside(records: Iterable[Record], place: Record, wanted: str | None) -> Iterator[Record]:
    for one in records:
        if one["workspaceId"] == place["id"] and wanted in {None, one["id"]}:
            yield one


def _artifact(one: Record, kind: str, found: Record, *, done: str = "REPLACED") -> Record:
    shown = {"id": one["id"], "targetId": one["id"], "name": one["name"], "type": kind}
    return {**shown, "promotionReport": _line(one, kind, found, done)}


def _line(one: Record, kind: str, found: Record, done: str) -> Record:
    """One artifact has failed if one is named, else every task has."""
    named = found.get("failedArtifact")
    if found["status"] == "PROMOTED" or (named is None and kind != "FLOW"):
        return {"status": done, "messages": []}
    if named is not None and named not in {one["id"], one["name"]}:
        return {"status": done, "messages": []}
    failed = found["status"] == "PROMOTION_FAILED"
    info = found.get("errorMessage", f"{one['name']} could not be promoted as it is")
    return {
        "status": "FAILED" if failed else done,
        "messages": [{"info": info, "level": "ERROR" if failed else "WARN"}],
    }
