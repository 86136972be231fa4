"""The runtimes and run profiles of tasks, and how they change with engines and clusters."""

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
    """Pause the tasks of a deleted runtime and assign them to the Cloud Engine."""
    for task in tasks_on(account, runtime_id):
        task["runtime"] = {"type": "CLOUD"}
        task["paused"] = True
        task.pop("runProfileId", None)


def move_tasks(
    account: Account,
    engine_id: str,
    cluster_id: str,
    cluster_profile_ids: dict[str, str],
    default_id: str | None,
) -> None:
    """Move the tasks of an engine to its cluster.

    `cluster_profile_ids` maps the ids of the engine's run profiles to those of the cluster's. A task whose
    run profile is not in this map gets the run profile `default_id`, or none if `default_id` is None.
    """
    for task in tasks_on(account, engine_id):
        task["runtime"] = {"type": "REMOTE_ENGINE_CLUSTER", "id": cluster_id}
        profile_id = cluster_profile_ids.get(task.pop("runProfileId", ""), default_id)
        if profile_id is not None:
            task["runProfileId"] = profile_id
