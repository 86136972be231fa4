"""The runtime of a task (the cloud, an engine or a cluster) and its run profile."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.responses import Record


def tasks_on(account: Account, runtime_id: str) -> list[Record]:
    """Return the tasks that run on an engine or cluster."""
    return [task for task in account.table("tasks").values() if task["runtime"].get("id") == runtime_id]


def tasks_using_profile(account: Account, profile_id: str) -> list[Record]:
    """Return the tasks that use a run profile."""
    return [task for task in account.table("tasks").values() if task.get("runProfileId") == profile_id]


def release_tasks(account: Account, runtime_id: str) -> None:
    """Pause the tasks of a deleted engine or cluster and move them to the cloud."""
    for task in tasks_on(account, runtime_id):
        task["runtime"] = {"type": "CLOUD"}
        task["paused"] = True
        task.pop("runProfileId", None)


def move_tasks(
    account: Account,
    engine_id: str,
    cluster_id: str,
    cluster_profile_ids: dict[str, str],
    default_profile_id: str | None,
) -> None:
    """Move the tasks of an engine to its cluster.

    `cluster_profile_ids` maps run profiles of the engine to those of the cluster. A task whose run profile is
    not in this map gets `default_profile_id`, or no run profile if that is None.
    """
    for task in tasks_on(account, engine_id):
        task["runtime"] = {"type": "REMOTE_ENGINE_CLUSTER", "id": cluster_id}
        profile_id = cluster_profile_ids.get(task.pop("runProfileId", ""), default_profile_id)
        if profile_id is not None:
            task["runProfileId"] = profile_id
