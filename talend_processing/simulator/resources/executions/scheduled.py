"""What runs where: how tasks follow the engines, clusters and run profiles that they use."""

from __future__ import annotations

from talend_processing.simulator.account.account import World
from talend_processing.simulator.http.responses import Record


def tasks_on(world: World, runtime_id: str) -> list[Record]:
    """The tasks that run on an engine or cluster."""
    return [task for task in world.table("tasks").values() if task["runtime"].get("id") == runtime_id]


def tasks_with(world: World, profile_id: str) -> list[Record]:
    """The tasks that use a run profile."""
    return [task for task in world.table("tasks").values() if task.get("runProfileId") == profile_id]


def release_tasks(world: World, runtime_id: str) -> None:
    """The runtime goes: its tasks are paused and assigned to the Cloud Engine."""
    for task in tasks_on(world, runtime_id):
        task["runtime"] = {"type": "CLOUD"}
        task["paused"] = True
        task.pop("runProfileId", None)


def move_tasks(
    world: World, engine_id: str, cluster_id: str, profiles: dict[str, str], other: str | None
) -> None:
    """Tasks of an engine run on its cluster now, with the copy of their profile or with another one."""
    for task in tasks_on(world, engine_id):
        task["runtime"] = {"type": "REMOTE_ENGINE_CLUSTER", "id": cluster_id}
        kept = profiles.get(task.pop("runProfileId", ""), other)
        if kept is not None:
            task["runProfileId"] = kept
